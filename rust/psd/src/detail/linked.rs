//! The files of smart objects ("Linked Layer" of the file format specification; versions behind 3 and the entries of
//! external files as Photoshop writes them).

use std::collections::HashMap;

use imageparser_base::{Error, Result};

use crate::context::Context;
use crate::descriptor::Descriptor;
use crate::layers::blocks::Block;
use crate::section::Section;
use crate::window::Window;

const KEYS: [&[u8; 4]; 4] = [b"lnkD", b"lnk2", b"lnk3", b"lnkE"];
const MOST_FILES: usize = 1 << 14;
const MOST_NAME: u64 = 4096;
/// Signature, version, an empty id, an empty name and the fields behind it.
const LEAST: u64 = 30;

/// Where the bytes of a linked file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// In the document (`liFD`).
    Embedded,
    /// In a file beside it (`liFE`).
    External,
    /// Behind an alias of the old Mac OS (`liFA`).
    Alias,
}

/// One file that smart objects show.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedFile {
    /// The id by which layers refer to it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type of four characters, `"8BPB"` for an embedded document; often blank.
    pub file_type: String,
    /// Where its bytes are.
    pub kind: LinkKind,
    /// The path of an external file, as stored.
    pub path: Option<String>,
    /// Where its bytes start in the document.
    pub offset: u64,
    /// How many there are in the document; 0 for a file outside.
    pub length: u64,
}

/// The list of a document, read once.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Links {
    files: Vec<LinkedFile>,
    by_id: HashMap<String, usize>,
    /// What ended the list early.
    fault: Option<Error>,
}

impl Links {
    fn read(context: &Context) -> Self {
        let mut links = Self::default();
        let fault = links.fill(context).err();
        for (place, file) in links.files.iter().enumerate() {
            links.by_id.entry(file.id.clone()).or_insert(place);
        }
        Self { fault, ..links }
    }

    fn fill(&mut self, context: &Context) -> Result<()> {
        let mut source = Window::new(context.bytes.clone());
        for block in context.document.blocks.iter().filter(|block| KEYS.contains(&&block.key)) {
            let &Block { offset, length, .. } = block;
            let mut section = Section::new(&mut source, "linked layer", offset, offset.saturating_add(length));
            while section.left() >= 8 + LEAST {
                if self.files.len() == MOST_FILES {
                    return Err(section.error("too many files"));
                }
                let length = section.u64()?;
                if length > section.left() {
                    return Err(section.error("an entry ends early"));
                }
                self.files.push(entry(&mut section.part(length), context.limits.max_metadata)?);
                section.skip(length)?;
                let padding = (4 - length % 4) % 4;
                section.skip(padding.min(section.left()))?;
            }
        }
        Ok(())
    }
}

impl Context {
    /// Every file of a smart object that the document lists.
    ///
    /// # Errors
    /// `Corrupt` or `Unsupported` where the list makes no sense, else the kind of the I/O error.
    pub fn linked_files(&self) -> Result<&[LinkedFile]> {
        let links = self.links();
        links.fault.clone().map_or(Ok(&links.files), Err)
    }

    /// The listed file of this id.
    ///
    /// # Errors
    /// As [`Context::linked_files`], if the file is not among those that were read before the fault.
    pub fn linked_file(&self, id: &str) -> Result<Option<&LinkedFile>> {
        let links = self.links();
        match (links.by_id.get(id), &links.fault) {
            (Some(&place), _) => Ok(links.files.get(place)),
            (None, Some(fault)) => Err(fault.clone()),
            (None, None) => Ok(None),
        }
    }

    /// The bytes of an embedded file: a PSD, PNG, JPEG ... of its own.
    ///
    /// # Errors
    /// `Unsupported` for a file outside the document, `TooLarge` over the limit of memory, else the kind of the I/O
    /// error.
    pub fn linked_bytes(&self, file: &LinkedFile) -> Result<Vec<u8>> {
        if file.length == 0 {
            return Err(Error::unsupported(format!("linked layer '{}': the file is not in the document", file.name)));
        }
        let mut source = Window::new(self.bytes.clone());
        Section::new(&mut source, "linked layer", file.offset, u64::MAX).bytes(file.length, self.limits.max_memory)
    }

    fn links(&self) -> &Links {
        self.document.links.get_or_init(|| Links::read(self))
    }
}

/// Read the entry that `section` holds.
fn entry(section: &mut Section<'_>, most: u64) -> Result<LinkedFile> {
    let at = section.at();
    let kind = match &section.array()? {
        b"liFD" => LinkKind::Embedded,
        b"liFE" => LinkKind::External,
        b"liFA" => LinkKind::Alias,
        other => {
            let kind = other.escape_ascii();
            return Err(Error::unsupported(format!("linked layer at offset {at}: unknown kind '{kind}'")));
        }
    };
    let version = section.u32()?;
    let length = u64::from(section.u8()?);
    let id = String::from_utf8_lossy(&section.bytes(length, 255)?).into_owned();
    let name = section.unicode(MOST_NAME)?;
    let file_type: [u8; 4] = section.array()?;
    section.skip(4)?; // creator
    let length = section.u64()?;
    if section.u8()? != 0 {
        Descriptor::read_versioned(section, most)?; // how it was opened
    }
    let path = if kind == LinkKind::External { external(section, version, most)? } else { None };
    let length = match kind {
        LinkKind::Embedded if length > section.left() => {
            return Err(section.error(&format!("a file of {length} bytes ends early")));
        }
        LinkKind::Embedded => length,
        LinkKind::External if version > 2 && length <= section.left() => length, // a copy
        LinkKind::External | LinkKind::Alias => 0,
    };
    let file_type = file_type.iter().filter(|byte| byte.is_ascii_graphic()).map(|&byte| char::from(byte)).collect();
    Ok(LinkedFile { id, name, file_type, kind, path, offset: section.at(), length })
}

/// The path of an external file; its date and size say nothing that the file itself does not.
fn external(section: &mut Section<'_>, version: u32, most: u64) -> Result<Option<String>> {
    let place = Descriptor::read_versioned(section, most)?;
    if version > 3 {
        section.skip(16)?; // year, month, day, hour, minute, seconds
    }
    section.skip(8)?; // size
    let known = ["originalPath", "fullPath", "relPath", "Nm  "];
    Ok(known.iter().find_map(|key| place.text(key)).map(str::to_owned))
}

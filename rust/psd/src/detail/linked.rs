//! The files of smart objects ("Linked Layer" of the file format specification; versions behind 3 and the entries of
//! external files as Photoshop writes them).

use imageparser_base::{Error, Result};

use crate::context::Context;
use crate::descriptor::Descriptor;
use crate::layers::blocks::Block;
use crate::section::Section;
use crate::window::Window;

const KEYS: [&[u8; 4]; 4] = [b"lnkD", b"lnk2", b"lnk3", b"lnkE"];
const MOST_NAME: u64 = 64 << 10;
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

impl Context {
    /// Every file of a smart object that the document lists.
    ///
    /// # Errors
    /// `Corrupt` or `Unsupported` where the list makes no sense, else the kind of the I/O error.
    pub fn linked_files(&self) -> Result<Vec<LinkedFile>> {
        let mut files = Vec::new();
        self.each_linked(|_, entry| {
            files.push(entry.file()?);
            Ok(true)
        })?;
        Ok(files)
    }

    /// The listed file of this id.
    ///
    /// # Errors
    /// As [`Context::linked_files`].
    pub fn linked_file(&self, id: &str) -> Result<Option<LinkedFile>> {
        let mut found = None;
        self.each_linked(|named, entry| {
            if named == id {
                found = Some(entry.file()?);
            }
            Ok(found.is_none())
        })?;
        Ok(found)
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

    /// Call `each` with the id and the rest of every entry until it says `false`.
    fn each_linked(&self, mut each: impl FnMut(&str, Entry<'_, '_>) -> Result<bool>) -> Result<()> {
        let mut source = Window::new(self.bytes.clone());
        for block in self.document.blocks.iter().filter(|block| KEYS.contains(&&block.key)) {
            let &Block { offset, length, .. } = block;
            let mut section = Section::new(&mut source, "linked layer", offset, offset.saturating_add(length));
            while section.left() >= 8 + LEAST {
                let length = section.u64()?;
                if length > section.left() {
                    return Err(section.error("an entry ends early"));
                }
                let mut part = section.part(length);
                let (id, entry) = Entry::open(&mut part, self.limits.max_metadata)?;
                if !each(&id, entry)? {
                    return Ok(());
                }
                section.skip(length)?;
                section.skip((length.next_multiple_of(4) - length).min(section.left()))?;
            }
        }
        Ok(())
    }
}

/// An entry whose id was read.
struct Entry<'s, 'a> {
    section: &'s mut Section<'a>,
    kind: LinkKind,
    version: u32,
    id: String,
    most: u64,
}

impl<'s, 'a> Entry<'s, 'a> {
    fn open(section: &'s mut Section<'a>, most: u64) -> Result<(String, Self)> {
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
        Ok((id.clone(), Self { section, kind, version, id, most }))
    }

    fn file(self) -> Result<LinkedFile> {
        let Self { section, kind, version, id, most } = self;
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

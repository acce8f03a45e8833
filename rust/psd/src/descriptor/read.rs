//! The reader: "Descriptor structure" of the Adobe Photoshop File Formats Specification, chapter "Additional Layer
//! Information"; `UnFl`, `ObAr` and `Pth ` are not in it and are read as files hold them.

use imageparser_base::{Error, Result, SliceSource};

use super::reference;
use super::value::{Descriptor, Value};
use crate::section::Section;

/// Photoshop stays far below this depth.
const DEEPEST: u32 = 32;
/// Values of one tree, nested ones included: a value costs more in memory than in a hostile file.
const MOST_VALUES: u32 = 500_000;
const MOST_KEY: u64 = 4096;
const VERSION: u32 = 16;

impl Descriptor {
    /// Read the descriptor at the cursor (display name, class, items); no text or raw value may exceed `most` bytes.
    ///
    /// # Errors
    /// `Corrupt` where it ends early, is nested too deep or holds too many values, `Unsupported` for a value of unknown
    /// type, `TooLarge` for a value over the limit.
    pub(crate) fn read(section: &mut Section<'_>, most: u64) -> Result<Self> {
        Reader { section, most, left: MOST_VALUES }.descriptor(DEEPEST)
    }

    /// The same behind the version number (16) that stands before the descriptor in most blocks.
    ///
    /// # Errors
    /// As [`Descriptor::read`], and `Unsupported` for another version.
    pub(crate) fn read_versioned(section: &mut Section<'_>, most: u64) -> Result<Self> {
        let at = section.at();
        match section.u32()? {
            VERSION => Self::read(section, most),
            other => Err(Error::unsupported(format!("descriptor at offset {at}: version {other}"))),
        }
    }
}

/// The descriptor of a block: behind `skip` bytes its version (16), then the descriptor itself.
///
/// # Errors
/// `Corrupt` where it ends early, is nested too deep or holds too many values, `Unsupported` for another version or a
/// value of unknown type, `TooLarge` for a value of more than `most` bytes. Offsets are those in the block.
pub fn from_block(bytes: &[u8], skip: usize, most: u64) -> Result<Descriptor> {
    let mut source = SliceSource(bytes);
    let mut section = Section::new(&mut source, "descriptor", 0, u64::MAX);
    section.skip(skip as u64)?;
    Descriptor::read_versioned(&mut section, most)
}

/// The text `key` at the top level of the descriptor at the cursor; nothing behind it is read.
pub(crate) fn text_item(section: &mut Section<'_>, key: &str, most: u64) -> Result<Option<String>> {
    let mut reader = Reader { section, most, left: MOST_VALUES };
    let (_, _, count) = reader.head()?;
    for _ in 0..count {
        let (name, value) = reader.item(DEEPEST)?;
        if let Value::Text(text) = value
            && name == key
        {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// A name is a length and as many characters; length 0 stands for four.
pub(super) fn name(section: &mut Section<'_>) -> Result<String> {
    let bytes = match u64::from(section.u32()?) {
        0 => section.array::<4>()?.to_vec(),
        length => section.bytes(length, MOST_KEY)?,
    };
    Ok(String::from_utf8(bytes).unwrap_or_else(|odd| odd.as_bytes().iter().map(|&byte| char::from(byte)).collect()))
}

struct Reader<'s, 'a> {
    section: &'s mut Section<'a>,
    most: u64,
    left: u32,
}

impl Reader<'_, '_> {
    fn descriptor(&mut self, deeper: u32) -> Result<Descriptor> {
        let (name, class, count) = self.head()?;
        let mut items = Vec::with_capacity(self.room(count, 12));
        for _ in 0..count {
            items.push(self.item(deeper)?);
        }
        Ok(Descriptor { name, class, items })
    }

    /// Display name, class, number of items.
    fn head(&mut self) -> Result<(String, String, u32)> {
        Ok((self.section.unicode(self.most)?, name(self.section)?, self.section.u32()?))
    }

    fn item(&mut self, deeper: u32) -> Result<(String, Value)> {
        Ok((name(self.section)?, self.typed(deeper)?))
    }

    fn typed(&mut self, deeper: u32) -> Result<Value> {
        let Some(left) = self.left.checked_sub(1) else {
            return Err(self.section.error("a descriptor holds too many values"));
        };
        let Some(deeper) = deeper.checked_sub(1) else {
            return Err(self.section.error("descriptors are nested too deep"));
        };
        self.left = left;
        let kind = self.section.array()?;
        self.value(kind, deeper)
    }

    fn value(&mut self, kind: [u8; 4], deeper: u32) -> Result<Value> {
        let section = &mut *self.section;
        Ok(match &kind {
            b"Objc" | b"GlbO" => Value::Object(self.descriptor(deeper)?),
            b"VlLs" => Value::List(self.list(deeper)?),
            b"doub" => Value::Double(double(section)?),
            b"UntF" => Value::Unit(section.array()?, double(section)?),
            b"UnFl" => self.units()?,
            b"TEXT" => Value::Text(section.unicode(self.most)?),
            b"enum" => Value::Enum(name(section)?, name(section)?),
            b"long" => Value::Integer(section.i32()?),
            b"comp" => Value::Large(section.u64()?.cast_signed()),
            b"bool" => Value::Bool(section.u8()? != 0),
            b"type" | b"GlbC" => Value::Class(section.unicode(self.most)?, name(section)?),
            b"obj " => Value::Reference(reference::read(section, self.most)?),
            b"tdta" | b"alis" | b"Pth " => {
                let length = u64::from(section.u32()?);
                Value::Raw(section.bytes(length, self.most)?)
            }
            b"ObAr" => Value::ObjectArray(section.u32()?, self.descriptor(deeper)?),
            _ => return Err(unknown(section, kind)),
        })
    }

    fn list(&mut self, deeper: u32) -> Result<Vec<Value>> {
        let count = self.section.u32()?;
        let mut values = Vec::with_capacity(self.room(count, 5));
        for _ in 0..count {
            values.push(self.typed(deeper)?);
        }
        Ok(values)
    }

    fn units(&mut self) -> Result<Value> {
        let unit = self.section.array()?;
        let length = u64::from(self.section.u32()?) * 8;
        let bytes = self.section.bytes(length, self.most)?;
        Ok(Value::Units(unit, bytes.as_chunks::<8>().0.iter().map(|&eight| f64::from_be_bytes(eight)).collect()))
    }

    /// Room for `count` values of at least `least` bytes each; more than the part can hold is not reserved, nor more
    /// than a few hundred, because nested counts would multiply.
    fn room(&self, count: u32, least: u64) -> usize {
        u64::from(count).min(self.section.left() / least).min(256) as usize
    }
}

fn double(section: &mut Section<'_>) -> Result<f64> {
    section.array().map(f64::from_be_bytes)
}

fn unknown(section: &Section<'_>, kind: [u8; 4]) -> Error {
    let at = section.at().saturating_sub(4);
    Error::unsupported(format!("descriptor at offset {at}: unknown type '{}'", kind.escape_ascii()))
}

use imageparser_base::{Error, Rect, Result, SliceSource};

use crate::context::Context;
use crate::descriptor::{Descriptor, Value};
use crate::section::Section;

/// A slice: a part of the picture that is saved as a file of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slice {
    /// Its number.
    pub id: u32,
    /// The group that it belongs to.
    pub group: u32,
    /// Its name, mostly empty.
    pub name: String,
    /// Where it lies.
    pub rect: Rect,
    /// Where a click leads.
    pub url: String,
    /// In which frame that opens.
    pub target: String,
    /// The text of the status line.
    pub message: String,
    /// The text in place of the picture.
    pub alt: String,
}

impl Context {
    /// The slices (resource 1050, "Slices resource format"; versions 7 and 8 are a descriptor).
    ///
    /// # Errors
    /// `Corrupt` where it ends early, `Unsupported` for another version, else the kind of the I/O error.
    pub fn slices(&self) -> Result<Vec<Slice>> {
        let bytes = self.resource(1050)?;
        bytes.map_or_else(|| Ok(Vec::new()), |bytes| read(&bytes, self.limits.max_metadata))
    }
}

fn read(bytes: &[u8], most: u64) -> Result<Vec<Slice>> {
    let mut source = SliceSource(bytes);
    let mut section = Section::new(&mut source, "slices", 0, u64::MAX);
    match section.u32()? {
        6 => listed(&mut section, most),
        7 | 8 => Ok(described(&Descriptor::read_versioned(&mut section, most)?)),
        other => Err(Error::unsupported(format!("slices at offset 0: version {other}"))),
    }
}

fn listed(section: &mut Section<'_>, most: u64) -> Result<Vec<Slice>> {
    /// Nine numbers, five empty texts, a flag, a text, three numbers.
    const LEAST: u64 = 60;
    section.skip(16)?; // the bounds of all
    section.unicode(most)?;
    let count = section.u32()?;
    if u64::from(count) > section.left() / LEAST {
        return Err(section.error(&format!("{count} slices end early")));
    }
    let mut slices = Vec::new();
    for _ in 0..count {
        slices.push(slice(section, most)?);
        pass_descriptor(section, most)?;
    }
    Ok(slices)
}

fn slice(section: &mut Section<'_>, most: u64) -> Result<Slice> {
    const OF_LAYER: u32 = 1;
    let (id, group) = (section.u32()?, section.u32()?);
    if section.u32()? == OF_LAYER {
        section.skip(4)?; // its layer
    }
    let name = section.unicode(most)?;
    section.skip(4)?; // type
    let [left, top, right, bottom] = [section.i32()?, section.i32()?, section.i32()?, section.i32()?];
    let mut texts = [const { String::new() }; 4];
    for text in &mut texts {
        *text = section.unicode(most)?;
    }
    section.skip(1)?; // whether the text of the cell is HTML
    section.unicode(most)?;
    section.skip(12)?; // alignment, colour
    let [url, target, message, alt] = texts;
    Ok(Slice { id, group, name, rect: Rect::new(left, top, right, bottom), url, target, message, alt })
}

/// A descriptor may follow a slice, and nothing says whether it does: its version looks like the number of a slice.
fn pass_descriptor(section: &mut Section<'_>, most: u64) -> Result<()> {
    let start = section.at();
    let found = Descriptor::read_versioned(section, most);
    if found.is_ok_and(|descriptor| descriptor.class == "null") { Ok(()) } else { section.seek(start) }
}

fn described(descriptor: &Descriptor) -> Vec<Slice> {
    let slices = descriptor.list("slices").iter().filter_map(|slice| match slice {
        Value::Object(slice) => Some(slice),
        _ => None,
    });
    slices.map(described_slice).collect()
}

fn described_slice(slice: &Descriptor) -> Slice {
    let text = |key: &str| slice.text(key).unwrap_or_default().to_owned();
    let whole = |key: &str| slice.integer(key).and_then(|number| u32::try_from(number).ok()).unwrap_or_default();
    let side = |key: &str| {
        let side = slice.object("bounds").and_then(|bounds| bounds.integer(key));
        side.and_then(|side| i32::try_from(side).ok()).unwrap_or_default()
    };
    Slice {
        id: whole("sliceID"),
        group: whole("groupID"),
        name: text("Nm  "),
        rect: Rect::new(side("Left"), side("Top "), side("Rght"), side("Btom")),
        url: text("url"),
        target: text("null"),
        message: text("Msge"),
        alt: text("altTag"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::write::{made, unicode, versioned};

    fn stored(id: u32, name: &str, layer: bool) -> Vec<u8> {
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
        let origin = if layer { numbers(&[id, 0, 1, 77]) } else { numbers(&[id, 0, 2]) };
        let texts = ["u", "t", "m", "a"].map(unicode).concat();
        [origin, unicode(name), numbers(&[1, 5, 6, 70, 80]), texts, vec![0], unicode(""), vec![0; 12]].concat()
    }

    #[test]
    fn a_list_with_a_descriptor_behind() {
        let extra = versioned(&made("null", &[("bounds", Value::Bool(true))]));
        let slices = [stored(16, "a", true), stored(16, "b", false), extra].concat();
        let bytes = [b"\0\0\0\x06".to_vec(), vec![0; 16], unicode("all"), vec![0, 0, 0, 2], slices].concat();
        let found = read(&bytes, 1 << 16).expect("whole");
        assert_eq!(found.iter().map(|s| (s.id, s.name.as_str())).collect::<Vec<_>>(), [(16, "a"), (16, "b")]);
        assert_eq!((found[1].rect, found[1].alt.as_str()), (Rect::new(5, 6, 70, 80), "a"));
        assert!(read(&bytes[..100], 1 << 16).is_err());
    }

    #[test]
    fn a_descriptor() {
        let bounds = made("Rct1", &[("Left", Value::Integer(3)), ("Rght", Value::Integer(9))]);
        let items =
            [("sliceID", Value::Integer(4)), ("bounds", Value::Object(bounds)), ("url", Value::Text("x".to_owned()))];
        let slices = Value::List(vec![Value::Object(made("slice", &items))]);
        let bytes = [b"\0\0\0\x07".to_vec(), versioned(&made("null", &[("slices", slices)]))].concat();
        let found = read(&bytes, 1 << 16).expect("whole");
        assert_eq!((found[0].id, found[0].rect, found[0].url.as_str()), (4, Rect::new(3, 0, 9, 0), "x"));
        assert!(read(b"\0\0\0\x09", 99).is_err());
    }
}

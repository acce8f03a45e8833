//! IPTC data sets (IIM 4.2) and the Photoshop resource blocks that carry them in JPEG and TIFF.

use std::collections::BTreeMap;

use crate::exif_values::{list, unique};
use crate::metadata::{Collector, Facts, Value};
use crate::table::{FIELDS, Field, Kind};
use crate::{dates, text};

/// The resource of a Photoshop block that holds IPTC data sets.
const IPTC_RESOURCE: u16 = 0x0404;
const EXIF_RESOURCE: u16 = 0x0422;
const XMP_RESOURCE: u16 = 0x0424;
/// Data set 1:90 that declares UTF-8.
const UTF8_ESCAPE: &[u8] = b"\x1B%G";
const MAX_SETS: usize = 10_000;

/// Sets of record 2 by number, in file order.
struct Sets<'a> {
    utf8: bool,
    values: BTreeMap<u8, Vec<&'a [u8]>>,
}

impl Sets<'_> {
    fn texts(&self, set: u8) -> Vec<String> {
        let raw = self.values.get(&set).map_or(&[][..], Vec::as_slice);
        raw.iter().filter_map(|bytes| self.text(bytes)).collect()
    }

    fn text(&self, bytes: &[u8]) -> Option<String> {
        if self.utf8 { text::clean(&String::from_utf8_lossy(bytes)) } else { text::clean(&text::decode(bytes)) }
    }
}

/// Fields from a run of data sets.
pub(crate) fn facts(bytes: &[u8], found: &mut Collector) -> Facts {
    let sets = read(bytes, found);
    FIELDS
        .iter()
        .filter_map(|field| {
            let value = field.iptc.iter().find_map(|&set| value(&sets, field, set))?;
            Some((field.name, value))
        })
        .collect()
}

fn value(sets: &Sets<'_>, field: &Field, set: u8) -> Option<Value> {
    let texts = sets.texts(set);
    match field.kind {
        Kind::List if texts.len() == 1 => list(&texts[0]),
        Kind::List => unique(texts.into_iter()),
        Kind::Date => {
            // The time set stands five after the original date and one after the digital one.
            let time = sets.texts(if set == 55 { 60 } else { set + 1 });
            let day = texts.first()?;
            let both = time.first().and_then(|time| dates::iso(&format!("{day} {time}"), None, None));
            both.or_else(|| dates::iso(day, None, None)).map(Value::Text)
        }
        _ => (!texts.is_empty()).then(|| Value::Text(texts.join("; "))),
    }
}

fn read<'a>(bytes: &'a [u8], found: &mut Collector) -> Sets<'a> {
    let mut sets = Sets { utf8: false, values: BTreeMap::new() };
    let mut rest = bytes;
    for _ in 0..MAX_SETS {
        // Padding and the end.
        let [0x1C, record, set, after @ ..] = rest else { return sets };
        let Some((value, next)) = sized(after) else {
            found.warn("an IPTC data set is cut off");
            return sets;
        };
        match (record, set) {
            (1, 90) => sets.utf8 = value == UTF8_ESCAPE,
            (2, _) => sets.values.entry(*set).or_default().push(value),
            _ => {}
        }
        rest = next;
    }
    found.warn(format!("more than {MAX_SETS} IPTC data sets"));
    sets
}

/// A value behind its length of two bytes, or of as many as the "extended" form says.
fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*head));
    if length & 0x8000 == 0 {
        return rest.split_at_checked(length);
    }
    let (digits, rest) = rest.split_at_checked(length & 0x7FFF).filter(|(digits, _)| digits.len() <= 4)?;
    let length = digits.iter().fold(0usize, |sum, &digit| sum << 8 | usize::from(digit));
    rest.split_at_checked(length)
}

/// Walk Photoshop resource blocks and hand on the metadata among them.
pub(crate) fn photoshop(bytes: &[u8], found: &mut Collector) {
    let mut rest = bytes;
    while let Some((id, value, next)) = resource(rest) {
        match id {
            IPTC_RESOURCE => found.add_iptc(value),
            EXIF_RESOURCE => found.add_exif(value),
            XMP_RESOURCE => _ = found.add_xmp(value),
            _ => {}
        }
        rest = next;
    }
    if rest.iter().any(|&byte| byte != 0) {
        found.warn("a Photoshop resource block is cut off or unknown");
    }
}

/// One block: signature, id, padded Pascal name, size, padded data.
fn resource(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (signature, rest) = bytes.split_first_chunk::<4>()?;
    if !matches!(signature, b"8BIM" | b"MeSa" | b"PHUT" | b"AgHg" | b"DCSR") {
        return None;
    }
    let (id, rest) = rest.split_first_chunk::<2>()?;
    let name = usize::from(*rest.first()?) + 1;
    let (size, rest) = rest.get(name + (name & 1)..)?.split_first_chunk::<4>()?;
    let size = u32::from_be_bytes(*size) as usize;
    let (value, rest) = rest.split_at_checked(size)?;
    // The last block may lack its padding.
    Some((u16::from_be_bytes(*id), value, rest.get(size & 1..).unwrap_or(&[])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::Limits;

    fn set(record: u8, number: u8, value: &[u8]) -> Vec<u8> {
        [&[0x1C, record, number][..], &(value.len() as u16).to_be_bytes(), value].concat()
    }

    fn read_facts(bytes: &[u8]) -> Facts {
        facts(bytes, &mut Collector::new(&Limits::default()))
    }

    #[test]
    fn sets_dates_and_code_pages() {
        let latin = [set(2, 25, b"Z\xFCrich"), set(2, 25, b"sea"), set(2, 55, b"20090624"), set(2, 60, b"094107+0200")];
        let found = read_facts(&latin.concat());
        assert_eq!(found["keywords"].as_list().expect("list"), ["Zürich", "sea"]);
        assert_eq!(found["datetime_original"].as_text(), Some("2009-06-24T09:41:07+02:00"));
        let found = read_facts(&[set(1, 90, UTF8_ESCAPE), set(2, 120, "설명".as_bytes())].concat());
        assert_eq!(found["description"].as_text(), Some("설명"));
    }

    #[test]
    fn extended_length_and_truncation() {
        let long = [&[0x1C, 2, 120, 0x80, 4, 0, 0, 0, 3][..], b"abc"].concat();
        assert_eq!(read_facts(&long)["description"].as_text(), Some("abc"));
        let mut found = Collector::new(&Limits::default());
        assert!(facts(&long[..long.len() - 1], &mut found).is_empty());
        assert_eq!(found.finish().warnings.len(), 1);
    }

    #[test]
    fn resource_blocks() {
        let data = set(2, 5, b"Title!");
        let block = [b"8BIM\x04\x04\0\0".as_slice(), &(data.len() as u32).to_be_bytes(), &data, b"\0"].concat();
        let mut found = Collector::new(&Limits::default());
        photoshop(&[b"8BIM\x04\x0B\x03url\0\0\0\x01x\0".as_slice(), &block].concat(), &mut found);
        let metadata = found.finish();
        assert_eq!(metadata.exif["title"].as_text(), Some("Title!"));
        assert!(metadata.warnings.is_empty(), "{:?}", metadata.warnings);
    }
}

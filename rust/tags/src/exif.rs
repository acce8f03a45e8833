//! A tolerant walker of TIFF directories (TIFF 6.0 section 2, Exif 2.32 section 4.5, BigTIFF).
//!
//! It takes what can be read and warns about the rest. Work is bounded: three directories, a cap on
//! entries, values only of tags that the table names, and every value paid from the metadata budget.

use std::collections::BTreeMap;

use imageparser_base::{ByteSource, Result, SliceSource};

use crate::metadata::{Collector, array, tolerate};
use crate::table;

/// A directory of an EXIF block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dir {
    /// The first directory (IFD0).
    Main,
    /// The Exif directory.
    Exif,
    /// The GPS directory.
    Gps,
}

/// Tags that stand beside a named one: sub-seconds and offsets of dates, references of positions.
const COMPANIONS: &[(Dir, u16)] = &[
    (Dir::Exif, 0x9010),
    (Dir::Exif, 0x9011),
    (Dir::Exif, 0x9012),
    (Dir::Exif, 0x9290),
    (Dir::Exif, 0x9291),
    (Dir::Exif, 0x9292),
    (Dir::Gps, 0x0001),
    (Dir::Gps, 0x0003),
    (Dir::Gps, 0x0005),
    (Dir::Gps, 0x001D),
];

/// Whole blocks inside a TIFF file: XMP, IPTC, Photoshop resources.
pub(crate) const XMP_BLOCK: (Dir, u16) = (Dir::Main, 0x02BC);
pub(crate) const IPTC_BLOCK: (Dir, u16) = (Dir::Main, 0x83BB);
pub(crate) const PHOTOSHOP_BLOCK: (Dir, u16) = (Dir::Main, 0x8649);

const EXIF_POINTER: u16 = 0x8769;
const GPS_POINTER: u16 = 0x8825;
const MAX_ENTRIES: u64 = 4096;

/// A value as the file holds it.
#[derive(Debug)]
pub(crate) struct Tag {
    kind: u16,
    big_endian: bool,
    pub(crate) bytes: Vec<u8>,
}

/// The tags that were wanted and could be read.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    pub(crate) big_endian: bool,
    map: BTreeMap<(Dir, u16), Tag>,
}

impl Tags {
    pub(crate) fn get(&self, place: (Dir, u16)) -> Option<&Tag> {
        self.map.get(&place)
    }
}

impl Tag {
    /// The bytes of a text-like value.
    pub(crate) fn text(&self) -> Option<&[u8]> {
        matches!(self.kind, 1 | 2 | 6 | 7 | 129).then_some(self.bytes.as_slice())
    }

    /// The value at `index` as a number; fractions with a zero denominator are none.
    pub(crate) fn number(&self, index: usize) -> Option<f64> {
        let unit = unit(self.kind)? as usize;
        let part = self.bytes.get(index.checked_mul(unit)?..)?.get(..unit)?;
        let whole = |at: usize| u32_of(&part[at..], self.big_endian);
        let value = match self.kind {
            1 | 7 => f64::from(part[0]),
            6 => f64::from(part[0] as i8),
            3 => f64::from(u16_of(part, self.big_endian)),
            8 => f64::from(u16_of(part, self.big_endian) as i16),
            4 | 13 => f64::from(whole(0)),
            9 => f64::from(whole(0) as i32),
            5 => f64::from(whole(0)) / f64::from(whole(4)),
            10 => f64::from(whole(0) as i32) / f64::from(whole(4) as i32),
            11 => f64::from(f32::from_bits(whole(0))),
            12 => f64::from_bits(u64_of(part, self.big_endian)),
            16..=18 => u64_of(part, self.big_endian) as f64,
            _ => return None,
        };
        value.is_finite().then_some(value)
    }
}

fn unit(kind: u16) -> Option<u64> {
    match kind {
        1 | 2 | 6 | 7 | 129 => Some(1),
        3 | 8 => Some(2),
        4 | 9 | 11 | 13 => Some(4),
        5 | 10 | 12 | 16..=18 => Some(8),
        _ => None,
    }
}

/// Read an EXIF block; the prefix `Exif\0\0` of JPEG may stand before it, even twice.
pub(crate) fn read_block(block: &[u8], found: &mut Collector) -> Tags {
    let mut block = block;
    while let Some(rest) = block.strip_prefix(b"Exif\0").and_then(|rest| rest.get(1..)) {
        block = rest;
    }
    // A slice cannot fail but by its bounds, which the walker tolerates.
    read(&mut SliceSource(block), &[], found).unwrap_or_default()
}

/// Walk the directories of a TIFF structure that starts at offset 0 of `source`; `extra` tags are kept too.
pub(crate) fn read(source: &mut dyn ByteSource, extra: &[(Dir, u16)], found: &mut Collector) -> Result<Tags> {
    let Some((layout, first)) = Layout::read(source)? else {
        found.warn("the EXIF block has no TIFF header");
        return Ok(Tags::default());
    };
    let mut tags = Tags { big_endian: layout.big_endian, map: BTreeMap::new() };
    let mut walker = Walker { source, layout, extra, found, tags: &mut tags, pointers: [None, None] };
    walker.directory(Dir::Main, first)?;
    if let Some(offset) = walker.pointers[0] {
        walker.directory(Dir::Exif, offset)?;
    }
    if let Some(offset) = walker.pointers[1] {
        walker.directory(Dir::Gps, offset)?;
    }
    Ok(tags)
}

/// Byte order and the two widths: classic TIFF and BigTIFF.
#[derive(Clone, Copy)]
struct Layout {
    big_endian: bool,
    wide: bool,
}

impl Layout {
    fn read(source: &mut dyn ByteSource) -> Result<Option<(Self, u64)>> {
        let Some(head) = array::<8>(source, 0)? else {
            return Ok(None);
        };
        let big_endian = match &head[..2] {
            b"MM" => true,
            b"II" => false,
            _ => return Ok(None),
        };
        Ok(match u16_of(&head[2..], big_endian) {
            42 => Some((Self { big_endian, wide: false }, u64::from(u32_of(&head[4..], big_endian)))),
            43 => array::<8>(source, 8)?.map(|first| (Self { big_endian, wide: true }, u64_of(&first, big_endian))),
            _ => None,
        })
    }

    fn entry_size(self) -> u64 {
        if self.wide { 20 } else { 12 }
    }

    /// How many entries the directory claims, and where they start.
    fn entries(self, source: &mut dyn ByteSource, offset: u64) -> Result<Option<(u64, u64)>> {
        Ok(if self.wide {
            array::<8>(source, offset)?.map(|count| (u64_of(&count, self.big_endian), offset + 8))
        } else {
            array::<2>(source, offset)?.map(|count| (u64::from(u16_of(&count, self.big_endian)), offset + 2))
        })
    }
}

struct Walker<'a> {
    source: &'a mut dyn ByteSource,
    layout: Layout,
    extra: &'a [(Dir, u16)],
    found: &'a mut Collector,
    tags: &'a mut Tags,
    /// Where the Exif and the GPS directory are, by the first pointer seen.
    pointers: [Option<u64>; 2],
}

impl Walker<'_> {
    fn directory(&mut self, dir: Dir, offset: u64) -> Result<()> {
        let Some((claimed, start)) = self.layout.entries(self.source, offset)? else {
            self.found.warn(format!("the {dir:?} directory lies outside the EXIF block"));
            return Ok(());
        };
        let size = self.layout.entry_size();
        let count = claimed.min((self.source.len() - start) / size).min(MAX_ENTRIES);
        if count < claimed {
            self.found.warn(format!("the {dir:?} directory claims {claimed} entries, {count} are read"));
        }
        let Some(entries) = tolerate(self.source.read_vec(start, count * size))? else {
            return Ok(());
        };
        for (index, entry) in entries.chunks_exact(size as usize).enumerate() {
            self.entry(dir, entry, start + index as u64 * size)?;
        }
        Ok(())
    }

    fn entry(&mut self, dir: Dir, entry: &[u8], at: u64) -> Result<()> {
        let big = self.layout.big_endian;
        let (tag, kind) = (u16_of(entry, big), u16_of(&entry[2..], big));
        let (count, value, inline) = if self.layout.wide {
            (u64_of(&entry[4..], big), &entry[12..], 8)
        } else {
            (u64::from(u32_of(&entry[4..], big)), &entry[8..], 4)
        };
        let target = if self.layout.wide { u64_of(value, big) } else { u64::from(u32_of(value, big)) };
        match tag {
            EXIF_POINTER => _ = self.pointers[0].get_or_insert(target),
            GPS_POINTER => _ = self.pointers[1].get_or_insert(target),
            _ if self.wanted((dir, tag)) => {
                let Some(size) = unit(kind).and_then(|unit| unit.checked_mul(count)) else {
                    self.found.warn(format!("tag {tag:#06x} has the unknown type {kind}"));
                    return Ok(());
                };
                let offset = if size <= inline { at + entry.len() as u64 - inline } else { target };
                let what = format!("the value of tag {tag:#06x}");
                if size == 0 {
                    return Ok(());
                }
                if let Some(bytes) = self.found.fetch(self.source, offset, size, &what)? {
                    self.tags.map.insert((dir, tag), Tag { kind, big_endian: big, bytes });
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The first value of a tag counts; a repeat must not cost anything.
    fn wanted(&self, place: (Dir, u16)) -> bool {
        let named = table::FIELDS.iter().any(|field| field.exif.contains(&place));
        (named || COMPANIONS.contains(&place) || self.extra.contains(&place)) && !self.tags.map.contains_key(&place)
    }
}

fn u16_of(bytes: &[u8], big_endian: bool) -> u16 {
    let pair = [bytes[0], bytes[1]];
    if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
}

fn u32_of(bytes: &[u8], big_endian: bool) -> u32 {
    let four = [bytes[0], bytes[1], bytes[2], bytes[3]];
    if big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
}

fn u64_of(bytes: &[u8], big_endian: bool) -> u64 {
    let (first, second) = (u64::from(u32_of(bytes, big_endian)), u64::from(u32_of(&bytes[4..], big_endian)));
    if big_endian { first << 32 | second } else { second << 32 | first }
}

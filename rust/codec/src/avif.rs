//! AVIF: the header, from the box tree (ISO/IEC 14496-12 and 23008-12). Decoding AV1 is not built in.

use imageparser_base::{Error, Format, Limits, Result};

use crate::Icc;
use crate::bytes::{Reader, be16, be32};
use crate::decode::{Stored, Want};
use crate::probe::Probe;

const MAX_BOXES: usize = 1000;

/// AV1 pictures are not decoded; the error says so.
pub(crate) fn decode(_: &[u8], _: Want, _: &Limits) -> Result<Stored> {
    Err(Error::unsupported("AVIF pictures cannot be decoded yet, only their header is read"))
}

/// Read the `meta` box and the properties of the primary item.
pub(crate) fn probe(reader: &mut Reader, limits: &Limits) -> Result<Probe> {
    let meta = meta(reader, limits)?;
    let meta = meta.get(4..).unwrap_or_default(); // version and flags
    let primary = child(meta, *b"pitm").map_or(0, |data| item_id(data, 4, data.first() == Some(&0)).0);
    let properties = child(meta, *b"iprp").ok_or_else(|| Error::corrupt("AVIF: there are no item properties"))?;
    let all: Vec<Box_> = boxes(child(properties, *b"ipco").unwrap_or_default()).collect();
    let own = child(properties, *b"ipma").map(|data| associations(data, primary)).unwrap_or_default();
    let of_primary: Vec<&Box_> = own.iter().filter_map(|&i| all.get(usize::from(i).checked_sub(1)?)).collect();
    let find = |kind: &[u8; 4]| of_primary.iter().find(|found| found.kind == *kind).map(|found| found.data);
    let size = find(b"ispe").ok_or_else(|| Error::corrupt("AVIF: the primary item has no size"))?;
    let has_alpha =
        all.iter().any(|found| found.kind == *b"auxC" && found.data.windows(6).any(|window| window == b":alpha"));
    let depth = find(b"pixi").and_then(|data| data.get(5)).copied().or_else(|| find(b"av1C").map(av1_depth));
    let grey = find(b"pixi").is_some_and(|data| data.get(4) == Some(&1))
        || find(b"av1C").is_some_and(|data| data.get(2).is_some_and(|flags| flags & 0x10 != 0));
    let mode = match (grey, has_alpha) {
        (false, false) => "RGB",
        (false, true) => "RGBA",
        (true, false) => "L",
        (true, true) => "LA",
    };
    let mut probe = Probe::still(Format::Avif, be32(size, 4), be32(size, 8), depth.unwrap_or(8), mode);
    let turns = find(b"irot").and_then(|data| data.first()).map_or(0, |angle| angle & 3);
    let mirror = find(b"imir").and_then(|data| data.first()).map(|axis| axis & 1);
    probe.orientation = orientation(turns, mirror);
    probe.icc = of_primary
        .iter()
        .filter(|found| found.kind == *b"colr")
        .find_map(|found| matches!(found.data.get(..4), Some(b"prof" | b"rICC")).then(|| Icc::of(&found.data[4..])));
    Ok(probe)
}

/// The EXIF value for quarter turns (anticlockwise) followed by a mirror (0: top and bottom swap, 1: left and right).
fn orientation(turns: u8, mirror: Option<u8>) -> u8 {
    match (turns, mirror) {
        (0, None) => 1,
        (1, None) => 8,
        (2, None) => 3,
        (_, None) => 6,
        (0, Some(0)) | (2, Some(1)) => 4,
        (0 | 2, Some(_)) => 2,
        (1, Some(0)) | (3, Some(1)) => 7,
        (_, Some(_)) => 5,
    }
}

/// Bits of a sample by the AV1 configuration.
fn av1_depth(data: &[u8]) -> u8 {
    match data.get(2).map(|flags| flags >> 5 & 3) {
        Some(0b10) => 10,
        Some(0b11) => 12,
        _ => 8,
    }
}

fn meta(reader: &mut Reader, limits: &Limits) -> Result<Vec<u8>> {
    let mut at = 0;
    for _ in 0..MAX_BOXES {
        let (head, length) = reader.head::<16>(at)?;
        let size = match be32(&head, 0) {
            0 => reader.len() - at,
            1 => u64::from(be32(&head, 8)) << 32 | u64::from(be32(&head, 12)),
            size => u64::from(size),
        };
        let header = if be32(&head, 0) == 1 { 16 } else { 8 };
        if length < 8 || size < header {
            break;
        }
        if head[4..8] == *b"meta" {
            if size > limits.max_metadata {
                return Err(Error::too_large("AVIF: the header is larger than the limit for metadata"));
            }
            return reader.source.read_vec(at + header, size - header);
        }
        at = at.saturating_add(size);
        if at >= reader.len() {
            break;
        }
    }
    Err(Error::corrupt("AVIF: there is no header box"))
}

struct Box_<'a> {
    kind: [u8; 4],
    data: &'a [u8],
}

/// The boxes that lie one after the other in `data`; a box that does not fit ends them.
fn boxes(mut data: &[u8]) -> impl Iterator<Item = Box_<'_>> {
    std::iter::from_fn(move || {
        let kind = *data.get(4..)?.first_chunk()?;
        let size = be32(data, 0) as usize;
        let content = data.get(8..size)?;
        data = &data[size..];
        Some(Box_ { kind, data: content })
    })
}

fn child(data: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    boxes(data).find(|found| found.kind == kind).map(|found| found.data)
}

/// An item number of 16 or 32 bits, and the offset behind it.
fn item_id(data: &[u8], at: usize, short: bool) -> (u32, usize) {
    if short { (u32::from(be16(data, at)), at + 2) } else { (be32(data, at), at + 4) }
}

/// The property indices (from 1) of `item`.
fn associations(data: &[u8], item: u32) -> Vec<u16> {
    let (version, wide) = (data.first().copied().unwrap_or(0), data.get(3).is_some_and(|flags| flags & 1 == 1));
    let mut at = 8;
    for _ in 0..be32(data, 4).min(MAX_BOXES as u32) {
        let (id, next) = item_id(data, at, version == 0);
        let count = usize::from(data.get(next).copied().unwrap_or(0));
        let width = if wide { 2 } else { 1 };
        let entries = data.get(next + 1..next + 1 + count * width).unwrap_or_default();
        if id == item {
            return if wide {
                entries.as_chunks::<2>().0.iter().map(|raw| u16::from_be_bytes(*raw) & 0x7FFF).collect()
            } else {
                entries.iter().map(|raw| u16::from(raw & 0x7F)).collect()
            };
        }
        at = next + 1 + count * width;
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::{Limits, SliceSource};

    fn boxed(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32 + 8).to_be_bytes(), &kind[..], data].concat()
    }

    fn sample(extra: &[u8]) -> Vec<u8> {
        let size = boxed(*b"ispe", &[0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0]);
        let bits = boxed(*b"pixi", &[0, 0, 0, 0, 3, 10, 10, 10]);
        let container = boxed(*b"ipco", &[size, bits, extra.to_vec()].concat());
        let map = boxed(*b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 3, 1, 0x82, 3]);
        let properties = boxed(*b"iprp", &[container, map].concat());
        let primary = boxed(*b"pitm", &[0, 0, 0, 0, 0, 1]);
        let meta = boxed(*b"meta", &[vec![0; 4], primary, properties].concat());
        [boxed(*b"ftyp", b"avif\0\0\0\0mif1avif"), meta].concat()
    }

    #[test]
    fn reads_size_depth_and_turn() {
        let bytes = sample(&boxed(*b"irot", &[3]));
        let probed = crate::probe(&mut SliceSource(&bytes), &Limits::default()).expect("probes");
        assert_eq!((probed.width, probed.height, probed.depth, probed.orientation), (512, 256, 10, 6));
        assert_eq!(probed.color_mode, "RGB");
        let error = crate::decode(&bytes, Want::default(), &Limits::default()).expect_err("no decoder");
        assert!(error.message().contains("AVIF"));
    }

    #[test]
    fn every_cut_is_an_error_and_no_panic() {
        let bytes = sample(&boxed(*b"imir", &[0]));
        for end in 0..bytes.len() {
            let _ = crate::probe(&mut SliceSource(&bytes[..end]), &Limits::default());
        }
        assert_eq!(orientation(0, Some(0)), 4);
        assert_eq!(orientation(1, Some(0)), 7);
    }
}

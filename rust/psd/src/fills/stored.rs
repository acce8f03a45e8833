//! The patterns of a document: blocks `Patt`, `Pat2`, `Pat3` ("Patterns" and "Virtual Memory Array List" of the file
//! format specification).

use std::io::Read;

use flate2::read::ZlibDecoder;
use imageparser_base::{Error, Limits, Result};

use crate::channels::prediction;
use crate::section::Section;

/// A pattern as it is stored: planes of its own colour mode.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct StoredPattern {
    /// Number of the colour mode, as in the file header.
    pub(super) mode: u32,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Colours of an indexed pattern.
    pub(super) palette: Vec<[u8; 3]>,
    /// Colour planes in order.
    pub(super) colors: Vec<Plane>,
    pub(super) alpha: Option<Plane>,
}

/// One channel; rows without padding.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plane {
    /// Bits of a sample: 1, 8, 16 or 32.
    pub(super) depth: u16,
    pub(super) bytes: Vec<u8>,
}

const INDEXED: u32 = 2;
const MOST_NAME: u64 = 65_536;
/// Slots of a list of arrays: Photoshop has 24 channels and two masks.
const MOST_SLOTS: u32 = 64;

/// The pattern with this id among those of the section; `None` where it is not there.
pub(super) fn find(section: &mut Section<'_>, id: &str, limits: &Limits) -> Result<Option<StoredPattern>> {
    while section.left() > 4 {
        let length = u64::from(section.u32()?);
        if length > section.left() {
            return Err(section.error(&format!("a pattern of {length} bytes ends early")));
        }
        let next = section.at() + length.next_multiple_of(4);
        if let Some(found) = pattern(&mut section.part(length), id, limits)? {
            return Ok(Some(found));
        }
        section.seek(next.min(section.end()))?;
    }
    Ok(None)
}

fn pattern(section: &mut Section<'_>, id: &str, limits: &Limits) -> Result<Option<StoredPattern>> {
    let version = section.u32()?;
    let mode = section.u32()?;
    section.skip(4)?;
    section.unicode(MOST_NAME)?;
    let length = u64::from(section.u8()?);
    let stored = section.bytes(length, 255)?;
    if stored.trim_ascii_end().strip_suffix(b"\0").unwrap_or(&stored) != id.as_bytes() {
        return Ok(None);
    }
    if version != 1 {
        return Err(Error::unsupported(format!("pattern of version {version}")));
    }
    let mut found = StoredPattern { mode, ..StoredPattern::default() };
    if mode == INDEXED {
        let bytes = section.bytes(768, 768)?;
        found.palette = bytes.as_chunks::<3>().0.to_vec();
        section.skip(4)?;
    }
    arrays(section, &mut found, limits)?;
    Ok(Some(found))
}

/// A version, a length, a rectangle, the number of colour slots, then the slots and two more for masks.
fn arrays(section: &mut Section<'_>, found: &mut StoredPattern, limits: &Limits) -> Result<()> {
    let version = section.u32()?;
    if version != 3 {
        return Err(Error::unsupported(format!("pattern whose list of arrays has version {version}")));
    }
    section.u32()?;
    (found.width, found.height) = size(section)?;
    let slots = section.u32()?;
    if slots > MOST_SLOTS {
        return Err(section.error(&format!("a pattern of {slots} channels")));
    }
    limits.check(found.width as u32, found.height as u32, 5 * 4)?;
    for slot in 0..slots.saturating_add(2) {
        // Some writers leave out the slots behind the last that is used.
        if section.left() < 4 {
            break;
        }
        let plane = array(section, (found.width, found.height), limits)?;
        match plane {
            Some(plane) if slot < slots => found.colors.push(plane),
            Some(plane) => found.alpha = Some(plane),
            None => {}
        }
    }
    Ok(())
}

fn size(section: &mut Section<'_>) -> Result<(usize, usize)> {
    let [top, left, bottom, right] = [section.i32()?, section.i32()?, section.i32()?, section.i32()?];
    let side = |from: i32, to: i32| to.checked_sub(from).filter(|&side| (1..=300_000).contains(&side));
    match (side(left, right), side(top, bottom)) {
        (Some(width), Some(height)) => Ok((width as usize, height as usize)),
        _ => Err(section.error("a pattern of no size")),
    }
}

/// One slot: whether it is used, its length, depth, rectangle, depth again, compression, samples.
fn array(section: &mut Section<'_>, expected: (usize, usize), limits: &Limits) -> Result<Option<Plane>> {
    let used = section.u32()? != 0;
    let length = if used { u64::from(section.u32()?) } else { 0 };
    if length == 0 {
        return Ok(None);
    }
    let next = section.at() + length;
    section.u32()?;
    if size(section)? != expected {
        return Err(Error::unsupported("pattern with channels of several sizes"));
    }
    let depth = section.u16()?;
    if ![1, 8, 16, 32].contains(&depth) {
        return Err(section.error(&format!("a pattern of {depth} bits")));
    }
    let compression = section.u8()?;
    let left = next.checked_sub(section.at()).ok_or_else(|| section.error("a channel of a pattern ends early"))?;
    let packed = section.bytes(left, limits.max_memory)?;
    let (width, height) = expected;
    let row = (width * usize::from(depth)).div_ceil(8);
    let bytes = unpacked(&packed, compression, depth, row, height).map_err(|message| section.error(message))?;
    Ok(Some(Plane { depth, bytes }))
}

fn unpacked(
    packed: &[u8],
    compression: u8,
    depth: u16,
    row: usize,
    rows: usize,
) -> std::result::Result<Vec<u8>, &'static str> {
    let mut bytes = vec![0; row * rows];
    match compression {
        0 => {
            let here = packed.len().min(bytes.len());
            bytes[..here].copy_from_slice(&packed[..here]);
        }
        1 => {
            let table = packed.get(..rows * 2).ok_or("a channel of a pattern ends in its row table")?;
            let mut at = rows * 2;
            for (line, &length) in bytes.chunks_exact_mut(row).zip(table.as_chunks::<2>().0) {
                let end = at.saturating_add(usize::from(u16::from_be_bytes(length))).min(packed.len());
                crate::rle::unpack(&packed[at..end], line);
                at = end;
            }
        }
        2 | 3 => {
            // A damaged stream gives what comes before the fault.
            let mut decoder = ZlibDecoder::new(packed);
            let mut filled = 0;
            while let Ok(count) = decoder.read(&mut bytes[filled..])
                && count > 0
            {
                filled += count;
            }
            if compression == 3 {
                let mut scratch = vec![0; row];
                bytes.chunks_exact_mut(row).for_each(|line| prediction::undo(line, depth, &mut scratch));
            }
        }
        _ => return Err("a pattern packed in an unknown way"),
    }
    Ok(bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use imageparser_base::{ErrorKind, SliceSource};

    pub(in crate::fills) fn channel(depth: u16, compression: u8, size: (u32, u32), data: &[u8]) -> Vec<u8> {
        let body = [
            &u32::from(depth).to_be_bytes()[..],
            &[0; 8],
            &size.1.to_be_bytes(),
            &size.0.to_be_bytes(),
            &depth.to_be_bytes(),
            &[compression],
            data,
        ]
        .concat();
        [&1_u32.to_be_bytes()[..], &(body.len() as u32).to_be_bytes(), &body].concat()
    }

    /// A pattern with these channels in the first slots and, if any, one in the last.
    pub(in crate::fills) fn made(
        mode: u32,
        id: &str,
        size: (u32, u32),
        channels: &[Vec<u8>],
        alpha: Option<Vec<u8>>,
    ) -> Vec<u8> {
        let mut slots = channels.to_vec();
        slots.resize(25, vec![0; 4]);
        slots.push(alpha.unwrap_or(vec![0; 4]));
        let slots = slots.concat();
        let list = [&[0; 8][..], &size.1.to_be_bytes(), &size.0.to_be_bytes(), &24_u32.to_be_bytes(), &slots].concat();
        let palette = if mode == INDEXED { (0..772).map(|i| i as u8).collect() } else { Vec::new() };
        let body = [
            &1_u32.to_be_bytes()[..],
            &mode.to_be_bytes(),
            &[0; 4],
            b"\0\0\0\x02\0a\0\0",
            &[id.len() as u8],
            id.as_bytes(),
            &palette,
            &3_u32.to_be_bytes(),
            &(list.len() as u32).to_be_bytes(),
            &list,
        ]
        .concat();
        let mut out = [&(body.len() as u32).to_be_bytes()[..], &body].concat();
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }

    fn read(bytes: &[u8], id: &str) -> Result<Option<StoredPattern>> {
        let mut source = SliceSource(bytes);
        find(&mut Section::new(&mut source, "patterns", 0, u64::MAX), id, &Limits::default())
    }

    #[test]
    fn channels_of_every_packing() {
        let zip = {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut encoder, &[7, 1, 1, 9, 0, 1]).expect("memory");
            encoder.finish().expect("memory")
        };
        let channels = [
            channel(8, 0, (3, 2), &[1, 2, 3, 4, 5, 6]),
            channel(8, 1, (3, 2), &[0, 2, 0, 4, 0xFE, 9, 2, 7, 8, 9]),
            channel(8, 3, (3, 2), &zip),
        ];
        let bytes = [
            made(3, "first", (1, 1), &[channel(8, 0, (1, 1), &[9])], None),
            made(3, "wanted", (3, 2), &channels, Some(channel(16, 0, (3, 2), &[1; 12]))),
        ]
        .concat();
        let found = read(&bytes, "wanted").expect("good").expect("there");
        assert_eq!((found.width, found.height, found.mode, found.colors.len()), (3, 2, 3, 3));
        assert_eq!(found.colors[0].bytes, [1, 2, 3, 4, 5, 6]);
        assert_eq!(found.colors[1].bytes, [9, 9, 9, 7, 8, 9]);
        assert_eq!(found.colors[2].bytes, [7, 8, 9, 9, 9, 10]);
        assert_eq!(found.alpha.map(|plane| plane.depth), Some(16));
        assert_eq!(read(&bytes, "other").expect("good"), None);
    }

    #[test]
    fn palettes_stand_before_the_samples() {
        let bytes = made(INDEXED, "p", (2, 1), &[channel(8, 0, (2, 1), &[0, 1])], None);
        let found = read(&bytes, "p").expect("good").expect("there");
        assert_eq!((found.palette.len(), found.palette[1]), (256, [3, 4, 5]));
        assert_eq!(found.colors[0].bytes, [0, 1]);
    }

    #[test]
    fn every_cut_is_an_error_or_a_shorter_list() {
        let bytes = made(3, "p", (3, 2), &vec![channel(8, 1, (3, 2), &[0, 2, 0, 2, 0xFE, 9, 0xFE, 7]); 3], None);
        for end in 0..bytes.len() {
            let _ = read(&bytes[..end], "p").map_err(|error| assert_eq!(error.kind(), ErrorKind::Corrupt));
        }
    }

    #[test]
    fn hostile_numbers_are_refused() {
        let good = made(3, "p", (3, 2), &[channel(8, 0, (3, 2), &[0; 6])], None);
        // Every 32-bit field in turn, with values that would be read as huge, negative or nothing.
        for at in 0..good.len() - 4 {
            for value in [0_u32, u32::MAX, 0x7FFF_FFFF, 0x0100_0000] {
                let mut bytes = good.clone();
                bytes[at..at + 4].copy_from_slice(&value.to_be_bytes());
                let _ = read(&bytes, "p");
            }
        }
    }
}

//! TIFF and BigTIFF: the first page, strips or tiles, any sample type.

mod decode;
mod ink;
mod patched;
mod samples;

use imageparser_base::{Error, Format, Limits, Result};

pub(crate) use decode::decode;

use crate::Icc;
use crate::bytes::Reader;
use crate::probe::Probe;

const MAX_ENTRIES: u64 = 4096;
const MAX_PAGES: u32 = 1000;

/// Tags that a header needs (TIFF 6.0 and its ICC and EXIF additions).
mod tag {
    pub(super) const WIDTH: u16 = 256;
    pub(super) const HEIGHT: u16 = 257;
    pub(super) const BITS: u16 = 258;
    pub(super) const PHOTOMETRIC: u16 = 262;
    pub(super) const ORIENTATION: u16 = 274;
    pub(super) const SAMPLES: u16 = 277;
    pub(super) const EXTRA_SAMPLES: u16 = 338;
    pub(super) const SAMPLE_FORMAT: u16 = 339;
    pub(super) const ICC: u16 = 34675;
}

/// Where directories and their entries lie: classic and big TIFF differ in the width of numbers only.
struct Layout {
    big: bool,
    first: u64,
}

impl Layout {
    fn read(reader: &mut Reader) -> Result<Self> {
        reader.little = reader.u8(0)? == b'I';
        if reader.u16(2)? == 43 {
            Ok(Self { big: true, first: reader.u64(8)? })
        } else {
            Ok(Self { big: false, first: u64::from(reader.u32(4)?) })
        }
    }

    fn entries(&self, reader: &mut Reader, at: u64) -> Result<u64> {
        let count = if self.big { reader.u64(at)? } else { u64::from(reader.u16(at)?) };
        if count > MAX_ENTRIES { Err(Error::corrupt("the TIFF directory has too many entries")) } else { Ok(count) }
    }

    /// Offset of entry `index`, or behind the last one of the link to the next directory.
    fn entry(&self, at: u64, index: u64) -> u64 {
        if self.big { at + 8 + index * 20 } else { at + 2 + index * 12 }
    }

    /// First value, count and offset of the values of the entry at `at`.
    fn value(&self, reader: &mut Reader, at: u64) -> Result<(u64, u64, u64)> {
        let kind = reader.u16(at + 2)?;
        let size = match kind {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 | 16..=18 => 8,
            _ => 1,
        };
        let (count, inline, room) =
            if self.big { (reader.u64(at + 4)?, at + 12, 8) } else { (u64::from(reader.u32(at + 4)?), at + 8, 4) };
        let fits = count.saturating_mul(size) <= room;
        let place = match (fits, self.big) {
            (true, _) => inline,
            (false, true) => reader.u64(inline)?,
            (false, false) => u64::from(reader.u32(inline)?),
        };
        let first = match kind {
            1 | 7 => reader.u8(place).map(u64::from),
            3 => reader.u16(place).map(u64::from),
            16 => reader.u64(place),
            _ => reader.u32(place).map(u64::from),
        };
        Ok((first.unwrap_or(0), count, place))
    }
}

/// Read the first directory, and the links to count pages.
pub(crate) fn probe(reader: &mut Reader, limits: &Limits) -> Result<Probe> {
    let layout = Layout::read(reader)?;
    let (mut width, mut height, mut bits, mut samples) = (0, 0, 1, 1);
    let (mut photometric, mut format, mut extra, mut orientation, mut icc) = (1, 1, None, 1, None);
    let entries = layout.entries(reader, layout.first)?;
    for index in 0..entries {
        let at = layout.entry(layout.first, index);
        let name = reader.u16(at)?;
        let Ok((value, count, place)) = layout.value(reader, at) else { continue };
        match name {
            tag::WIDTH => width = u32::try_from(value).unwrap_or(0),
            tag::HEIGHT => height = u32::try_from(value).unwrap_or(0),
            tag::BITS => bits = value.min(64) as u8,
            tag::PHOTOMETRIC => photometric = value,
            tag::ORIENTATION => orientation = value,
            tag::SAMPLES => samples = value.clamp(1, 255) as u8,
            tag::EXTRA_SAMPLES => extra = Some(value),
            tag::SAMPLE_FORMAT => format = value,
            tag::ICC if count <= limits.max_metadata => icc = reader.source.read_vec(place, count).ok(),
            _ => {}
        }
    }
    let alpha = matches!(extra, Some(1 | 2));
    let mut probe = Probe::still(Format::Tiff, width, height, bits, mode(photometric, samples, bits, format, alpha));
    probe.channels = samples;
    probe.has_alpha = alpha;
    probe.orientation = if (1..=8).contains(&orientation) { orientation as u8 } else { 1 };
    probe.icc = icc.map(|profile| Icc::of(&profile));
    probe.frames = pages(reader, &layout);
    Ok(probe)
}

fn mode(photometric: u64, samples: u8, bits: u8, format: u64, alpha: bool) -> &'static str {
    match (photometric, samples, bits) {
        (0 | 1, 1, 1) => "1",
        (0 | 1, 1, _) if format == 3 => "F",
        (0 | 1, 1, _) => "L",
        (0 | 1, _, _) if alpha => "LA",
        (0 | 1, _, _) => "L",
        (3, 1, _) => "P",
        (3, _, _) => "PA",
        (5, _, _) => "CMYK",
        (6, _, _) => "YCbCr",
        (8..=10, _, _) => "LAB",
        (_, 4.., _) if alpha => "RGBA",
        _ => "RGB",
    }
}

fn pages(reader: &mut Reader, layout: &Layout) -> Option<u32> {
    let (mut at, mut count) = (layout.first, 0);
    while at != 0 {
        count += 1;
        if count > MAX_PAGES {
            return None; // very many, or a loop
        }
        let entries = layout.entries(reader, at).ok()?;
        let link = layout.entry(at, entries);
        at = if layout.big { reader.u64(link).unwrap_or(0) } else { u64::from(reader.u32(link).unwrap_or(0)) };
    }
    Some(count)
}

use imageparser_base::{Error, Format, Limits, Result};

use super::chunks::{Color, Header, checksum_fits, inflate_profile};
use crate::bytes::{Reader, be32};
use crate::orientation::orientation_at;
use crate::probe::Probe;
use crate::{Icc, exif_orientation};

/// Chunks before the picture data that are looked at.
const MAX_CHUNKS: usize = 1000;
/// An EXIF chunk behind the picture data is looked for in so many last bytes.
const TAIL: u64 = 2048;

/// Read the chunks before the picture data, and the last bytes of the file for a late EXIF chunk.
pub(crate) fn probe(reader: &mut Reader, limits: &Limits) -> Result<Probe> {
    let start: [u8; 33] = reader.array(0).map_err(|_| Error::corrupt("the PNG file has no complete header"))?;
    if &start[8..16] != b"\0\0\0\x0dIHDR" {
        return Err(Error::corrupt("the PNG file does not begin with its header chunk"));
    }
    let ihdr = start[16..29].first_chunk().ok_or_else(|| Error::internal("a slice of 13 bytes"))?;
    let header = Header::parse(ihdr)?;
    let mut probe = Probe::still(Format::Png, header.width, header.height, header.depth, mode(&header));
    probe.progressive = header.interlaced;
    let exif_seen = walk(reader, &mut probe, limits)?;
    if !exif_seen {
        probe.orientation = late_orientation(reader).unwrap_or(1);
    }
    Ok(probe)
}

fn mode(header: &Header) -> &'static str {
    match (header.color, header.depth) {
        (Color::Grey, 1) => "1",
        (Color::Grey, _) => "L",
        (Color::Rgb, _) => "RGB",
        (Color::Palette, _) => "P",
        (Color::GreyAlpha, _) => "LA",
        (Color::Rgba, _) => "RGBA",
    }
}

/// Walk to the first IDAT; whether an EXIF chunk was there.
fn walk(reader: &mut Reader, probe: &mut Probe, limits: &Limits) -> Result<bool> {
    let (mut at, mut exif) = (33, false);
    for _ in 0..MAX_CHUNKS {
        let Ok(head) = reader.array::<8>(at) else { break };
        let length = u64::from(be32(&head, 0));
        if at + 12 + length > reader.len() {
            break;
        }
        match &head[4..] {
            b"IDAT" | b"IEND" => break,
            b"tRNS" => probe.has_alpha = true,
            b"acTL" => probe.frames = Some(reader.u32(at + 8)?.max(1)),
            b"eXIf" => {
                probe.orientation = orientation_at(reader, at + 8, length);
                exif = true;
            }
            b"iCCP" if length <= limits.max_metadata => {
                let data = reader.source.read_vec(at + 8, length)?;
                probe.icc = inflate_profile(&data, limits).ok().map(|profile| Icc::of(&profile));
            }
            _ => {}
        }
        at += 12 + length;
    }
    Ok(exif)
}

/// Tag editors add EXIF behind the picture data; found by its name, believed by its checksum.
fn late_orientation(reader: &mut Reader) -> Option<u8> {
    let start = reader.len().saturating_sub(TAIL).max(33);
    let tail = reader.source.read_vec(start, reader.len() - start).ok()?;
    let at = memchr::memmem::rfind(&tail, b"eXIf")?;
    let length = be32(&tail, at.checked_sub(4)?) as usize;
    let data = tail.get(at + 4..at.checked_add(4)?.checked_add(length)?)?;
    let sum = be32(&tail, at + 4 + length);
    checksum_fits(*b"eXIf", data, sum).then(|| exif_orientation(data))
}

//! JPEG segments up to the first scan: EXIF, XMP with its extension, Photoshop resources, comments.

use imageparser_base::{ByteSource, Result};

use crate::metadata::{Collector, array, no_signature};
use crate::{iptc, text};

const XMP_PREFIX: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENSION_PREFIX: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const PHOTOSHOP_PREFIX: &[u8] = b"Photoshop 3.0\0";
/// Bytes between segments that are skipped in search of the next marker.
const MAX_GARBAGE: u64 = 64 << 10;
/// No real file has so many; a hostile one must not keep us walking.
const MAX_SEGMENTS: u32 = 1 << 16;
const COMMENT: u8 = 0xFE;
const APP1: u8 = 0xE1;
const APP13: u8 = 0xED;

/// A piece of an extended XMP packet (XMP part 3, 1.1.3.1).
struct Piece {
    digest: Vec<u8>,
    offset: usize,
    bytes: Vec<u8>,
}

/// What has to wait until all segments are seen.
#[derive(Default)]
struct Pending {
    photoshop: Vec<u8>,
    extension: Option<String>,
    pieces: Vec<Piece>,
}

pub(crate) fn read(source: &mut dyn ByteSource, found: &mut Collector) -> Result<()> {
    if array::<2>(source, 0)? != Some([0xFF, 0xD8]) {
        return Err(no_signature("JPEG"));
    }
    let mut pending = Pending::default();
    segments(source, &mut pending, found)?;
    if !pending.photoshop.is_empty() {
        iptc::photoshop(&pending.photoshop, found);
    }
    extended_xmp(pending, found);
    Ok(())
}

fn segments(source: &mut dyn ByteSource, pending: &mut Pending, found: &mut Collector) -> Result<()> {
    let mut at = 2;
    for _ in 0..MAX_SEGMENTS {
        let Some((marker, start)) = next_marker(source, at, found)? else { return Ok(()) };
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            at = start;
            continue;
        }
        if matches!(marker, 0xD9 | 0xDA) {
            return Ok(());
        }
        let Some(length) = array::<2>(source, start)? else {
            found.warn("the file ends inside a segment header");
            return Ok(());
        };
        let length = u64::from(u16::from_be_bytes(length)).max(2);
        if matches!(marker, APP1 | APP13 | COMMENT) {
            segment(source, marker, start + 2, length - 2, pending, found)?;
        }
        at = start + length;
    }
    found.warn(format!("more than {MAX_SEGMENTS} segments"));
    Ok(())
}

/// The next marker and the offset behind it; fill bytes and garbage between segments are skipped.
fn next_marker(source: &mut dyn ByteSource, at: u64, found: &mut Collector) -> Result<Option<(u8, u64)>> {
    let mut position = at;
    while position - at < MAX_GARBAGE {
        let Some([first, second]) = array::<2>(source, position)? else {
            found.warn("the file ends before the first scan");
            return Ok(None);
        };
        if first == 0xFF && !matches!(second, 0x00 | 0xFF) {
            return Ok(Some((second, position + 2)));
        }
        position += 1;
    }
    found.warn(format!("no segment within {MAX_GARBAGE} bytes of offset {at}"));
    Ok(None)
}

fn segment(
    source: &mut dyn ByteSource,
    marker: u8,
    offset: u64,
    length: u64,
    pending: &mut Pending,
    found: &mut Collector,
) -> Result<()> {
    // A file cut inside a segment still gives the part that is there.
    let present = length.min(source.len().saturating_sub(offset));
    let Some(bytes) = found.fetch(source, offset, present, "a JPEG segment")? else {
        return Ok(());
    };
    match marker {
        COMMENT => {
            if let Some(comment) = text::field(&bytes) {
                found.add_text("comment".to_owned(), comment);
            }
        }
        APP13 => {
            if let Some(blocks) = bytes.strip_prefix(PHOTOSHOP_PREFIX) {
                pending.photoshop.extend_from_slice(blocks);
            }
        }
        _ => app1(&bytes, pending, found),
    }
    Ok(())
}

fn app1(bytes: &[u8], pending: &mut Pending, found: &mut Collector) {
    if let Some(packet) = bytes.strip_prefix(XMP_PREFIX) {
        let extension = found.add_xmp(packet);
        pending.extension = pending.extension.take().or(extension);
    } else if let Some(piece) = bytes.strip_prefix(EXTENSION_PREFIX) {
        // A digest of 32 letters, the full length and the offset of this piece.
        if let Some((head, bytes)) = piece.split_at_checked(40) {
            let offset = u32::from_be_bytes([head[36], head[37], head[38], head[39]]) as usize;
            pending.pieces.push(Piece { digest: head[..32].to_vec(), offset, bytes: bytes.to_vec() });
        }
    } else if bytes.starts_with(b"Exif\0") {
        found.add_exif(bytes);
    }
}

/// Join the pieces that the main packet names, in order and without gaps.
fn extended_xmp(pending: Pending, found: &mut Collector) {
    let Some(digest) = pending.extension else { return };
    let mut pieces = pending.pieces;
    pieces.retain(|piece| piece.digest == digest.as_bytes());
    pieces.sort_by_key(|piece| piece.offset);
    let mut packet = Vec::new();
    for piece in pieces {
        if piece.offset == packet.len() {
            packet.extend_from_slice(&piece.bytes);
        }
    }
    if packet.is_empty() {
        found.warn("the extended XMP packet is missing");
    } else {
        found.add_xmp(&packet);
    }
}

//! WebP chunks (RFC 9649, section 2): EXIF and XMP wherever they stand.

use imageparser_base::{ByteSource, Result};

use crate::metadata::{Collector, array, no_signature};

/// An animation has a chunk for each frame; a hostile file must not keep us walking.
const MAX_CHUNKS: u32 = 1 << 20;

pub(crate) fn read(source: &mut dyn ByteSource, found: &mut Collector) -> Result<()> {
    let head = array::<12>(source, 0)?;
    if !head.is_some_and(|head| head.starts_with(b"RIFF") && head.ends_with(b"WEBP")) {
        return Err(no_signature("WebP"));
    }
    let mut at = 12;
    for _ in 0..MAX_CHUNKS {
        let Some([name @ .., a, b, c, d]) = array::<8>(source, at)? else {
            return Ok(());
        };
        let length = u64::from(u32::from_le_bytes([a, b, c, d]));
        match &name {
            b"EXIF" => {
                if let Some(block) = found.fetch(source, at + 8, length, "the EXIF chunk")? {
                    found.add_exif(&block);
                }
            }
            b"XMP " => {
                if let Some(packet) = found.fetch(source, at + 8, length, "the XMP chunk")? {
                    found.add_xmp(&packet);
                }
            }
            _ => {}
        }
        at += 8 + length + (length & 1);
    }
    found.warn(format!("more than {MAX_CHUNKS} chunks"));
    Ok(())
}

use imageparser_base::{Error, Limits, Result};

use crate::bytes::{Reader, be16};
use crate::orientation::orientation_at;

/// Segments before the picture data that are looked at, and stray bytes between them.
const MAX_SEGMENTS: usize = 2000;
const MAX_STRAY: u64 = 64 << 10;
const EXIF: &[u8; 6] = b"Exif\0\0";
const ICC: &[u8; 12] = b"ICC_PROFILE\0";

/// The frame header: marker, precision, size and components.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) marker: u8,
    pub(crate) precision: u8,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) components: u8,
}

impl Frame {
    /// SOF2, 6, 10 and 14 are progressive.
    pub(crate) fn is_progressive(&self) -> bool {
        matches!(self.marker, 0xC2 | 0xC6 | 0xCA | 0xCE)
    }

    /// SOF3, 7, 11 and 15 are lossless.
    pub(crate) fn is_lossless(&self) -> bool {
        matches!(self.marker, 0xC3 | 0xC7 | 0xCB | 0xCF)
    }

    /// The coding process by its name in ITU-T T.81, table B.1.
    pub(crate) fn process(&self) -> &'static str {
        match self.marker {
            0xC0 => "baseline",
            0xC1 => "extended sequential",
            0xC2 => "progressive",
            0xC3 => "lossless",
            0xC5..=0xC7 => "hierarchical",
            0xC9 => "arithmetic sequential",
            0xCA => "arithmetic progressive",
            0xCB => "arithmetic lossless",
            _ => "arithmetic hierarchical",
        }
    }
}

/// What the segments before the picture data say.
#[derive(Debug, Default)]
pub(crate) struct Markers {
    pub(crate) frame: Option<Frame>,
    /// The colour transform of an Adobe segment: 0 none, 1 YCbCr, 2 YCCK.
    pub(crate) adobe: Option<u8>,
    has_jfif: bool,
    pub(crate) orientation: Option<u8>,
    icc_parts: Vec<(u8, u64, u64)>,
}

impl Markers {
    /// Walk to the start of the picture data; damage ends the walk.
    pub(crate) fn read(reader: &mut Reader) -> Self {
        let mut markers = Self::default();
        let _ = markers.walk(reader); // what was found before the damage counts
        markers
    }

    /// The frame header, which every picture must have.
    pub(crate) fn frame(&self) -> Result<Frame> {
        self.frame.ok_or_else(|| Error::corrupt("the JPEG file has no frame header before its picture data"))
    }

    /// Whether three components are RGB and not YCbCr, where a segment says so.
    pub(crate) fn is_rgb(&self) -> Option<bool> {
        if self.has_jfif { Some(false) } else { self.adobe.map(|transform| transform == 0) }
    }

    /// The profile joined from its parts in their order.
    pub(crate) fn icc(&self, reader: &mut Reader, limits: &Limits) -> Option<Vec<u8>> {
        let total: u64 = self.icc_parts.iter().map(|part| part.2).sum();
        if total == 0 || total > limits.max_metadata {
            return None;
        }
        let mut parts = self.icc_parts.clone();
        parts.sort_by_key(|part| part.0);
        let mut profile = Vec::with_capacity(total as usize);
        for (_, at, length) in parts {
            profile.extend(reader.source.read_vec(at, length).ok()?);
        }
        Some(profile)
    }

    fn walk(&mut self, reader: &mut Reader) -> Result<()> {
        let mut at = 2;
        for _ in 0..MAX_SEGMENTS {
            let (marker, segment) = next_marker(reader, at)?;
            if matches!(marker, 0xD9 | 0xDA) {
                break;
            }
            if matches!(marker, 0x01 | 0xD0..=0xD8) {
                at = segment;
                continue;
            }
            let length = u64::from(reader.u16(segment)?);
            if length < 2 {
                break;
            }
            self.segment(reader, marker, segment + 2, length - 2)?;
            at = segment + length;
        }
        Ok(())
    }

    fn segment(&mut self, reader: &mut Reader, marker: u8, at: u64, length: u64) -> Result<()> {
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF if self.frame.is_none() && length >= 6 => {
                let raw: [u8; 6] = reader.array(at)?;
                let (height, width) = (u32::from(be16(&raw, 1)), u32::from(be16(&raw, 3)));
                self.frame = Some(Frame { marker, precision: raw[0], width, height, components: raw[5] });
            }
            0xE0 if length >= 5 => self.has_jfif |= &reader.array::<5>(at)? == b"JFIF\0",
            0xE1 if self.orientation.is_none() && length > 14 && &reader.array::<6>(at)? == EXIF => {
                self.orientation = Some(orientation_at(reader, at + 6, length - 6));
            }
            0xE2 if length > 14 => {
                let head: [u8; 14] = reader.array(at)?;
                if head.starts_with(ICC) {
                    self.icc_parts.push((head[12], at + 14, length - 14));
                }
            }
            0xEE if length >= 12 => {
                let raw: [u8; 12] = reader.array(at)?;
                if raw.starts_with(b"Adobe") {
                    self.adobe = Some(raw[11]);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The next marker code at or after `at`, and the offset behind it; stray bytes are skipped as libjpeg does.
fn next_marker(reader: &mut Reader, at: u64) -> Result<(u8, u64)> {
    let mut position = at;
    loop {
        let pair: [u8; 2] = reader.array(position)?;
        if pair[0] == 0xFF && pair[1] != 0xFF && pair[1] != 0 {
            return Ok((pair[1], position + 2));
        }
        position += 1;
        if position - at > MAX_STRAY {
            return Err(Error::corrupt("the JPEG segments end in stray bytes"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::SliceSource;

    #[test]
    fn profile_parts_are_put_in_order() {
        let mut file = vec![0xFF, 0xD8];
        for (number, part) in [(2u8, b"World"), (1, b"Hello")] {
            file.extend([0xFF, 0xE2, 0, 21]);
            file.extend(ICC);
            file.extend([number, 2]);
            file.extend(part);
        }
        file.extend([0, 0xFF, 0xFF, 0xDA]);
        let mut source = SliceSource(&file);
        let mut reader = Reader::new(&mut source);
        let markers = Markers::read(&mut reader);
        assert_eq!(markers.icc(&mut reader, &Limits::default()).as_deref(), Some(&b"HelloWorld"[..]));
        assert!(markers.frame().is_err());
    }
}

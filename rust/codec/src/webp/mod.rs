//! WebP: lossy, lossless, alpha, and the first frame of animations, by libwebp.

pub(crate) mod encode;
mod ffi;

use imageparser_base::{Error, Format, Limits, PixelFormat, Pixels, Result, SliceSource};

use crate::Icc;
use crate::bytes::{Reader, le16, le24, le32};
use crate::decode::{Stored, Want, factor, reduce};
use crate::orientation::orientation_at;
use crate::probe::Probe;
use crate::stored_rows::RowSink;

/// Chunks of a container that are looked at; an animation has one for each frame.
const MAX_CHUNKS: usize = 20_000;
const ALPHA_FLAG: u8 = 0x10;
const ANIMATION_FLAG: u8 = 0x02;

/// The container's chunks by position: kind, offset and length of the payload.
#[derive(Debug, Default)]
struct Container {
    size: Option<(u32, u32)>,
    flags: u8,
    has_alpha: bool,
    frames: u32,
    first_frame: Option<(u64, u64)>,
    icc: Option<(u64, u64)>,
    exif: Option<(u64, u64)>,
}

impl Container {
    fn read(reader: &mut Reader) -> Result<Self> {
        let mut this = Self::default();
        let mut at = 12;
        for _ in 0..MAX_CHUNKS {
            let Ok(head) = reader.array::<8>(at) else { break };
            let length = u64::from(le32(&head, 4));
            let present = length.min(reader.len() - at - 8);
            this.chunk(reader, &head[..4], at + 8, present)?;
            let simple = this.flags == 0 && matches!(&head[..4], b"VP8 " | b"VP8L");
            at += 8 + length + length % 2;
            if simple || present < length {
                break;
            }
        }
        Ok(this)
    }

    fn chunk(&mut self, reader: &mut Reader, kind: &[u8], at: u64, length: u64) -> Result<()> {
        match kind {
            b"VP8X" if length >= 10 => {
                let raw: [u8; 10] = reader.array(at)?;
                self.flags = raw[0];
                self.has_alpha = raw[0] & ALPHA_FLAG != 0;
                self.size = Some((le24(&raw, 4) + 1, le24(&raw, 7) + 1));
            }
            b"VP8 " if self.size.is_none() && length >= 10 => {
                let raw: [u8; 10] = reader.array(at)?;
                if raw[3..6] != [0x9D, 0x01, 0x2A] {
                    return Err(Error::corrupt("WebP: the lossy frame has no start code"));
                }
                self.size = Some((u32::from(le16(&raw, 6) & 0x3FFF), u32::from(le16(&raw, 8) & 0x3FFF)));
            }
            b"VP8L" if self.size.is_none() && length >= 5 => {
                let raw: [u8; 5] = reader.array(at)?;
                if raw[0] != 0x2F {
                    return Err(Error::corrupt("WebP: the lossless frame has no signature"));
                }
                let bits = le32(&raw, 1);
                self.size = Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
                self.has_alpha = bits >> 28 & 1 == 1;
            }
            b"ANMF" => {
                self.frames += 1;
                self.first_frame.get_or_insert((at, length));
            }
            b"ICCP" => self.icc = Some((at, length)),
            b"EXIF" => self.exif = Some((at, length)),
            _ => {}
        }
        Ok(())
    }

    fn profile(&self, reader: &mut Reader, limits: &Limits) -> Option<Vec<u8>> {
        let (at, length) = self.icc.filter(|(_, length)| *length <= limits.max_metadata)?;
        reader.source.read_vec(at, length).ok()
    }

    fn orientation(&self, reader: &mut Reader) -> u8 {
        let Some((at, length)) = self.exif else { return 1 };
        let skip = if reader.array(at).is_ok_and(|head: [u8; 6]| &head == b"Exif\0\0") { 6 } else { 0 };
        orientation_at(reader, at + skip, length.saturating_sub(skip))
    }
}

/// Read the container's chunks, seeking over the picture data.
pub(crate) fn probe(reader: &mut Reader, limits: &Limits) -> Result<Probe> {
    let container = Container::read(reader)?;
    let (width, height) = container.size.ok_or_else(|| Error::corrupt("WebP: there is no picture header"))?;
    let mode = if container.has_alpha { "RGBA" } else { "RGB" };
    let mut probe = Probe::still(Format::Webp, width, height, 8, mode);
    probe.orientation = container.orientation(reader);
    probe.icc = container.profile(reader, limits).map(|profile| Icc::of(&profile));
    if container.flags & ANIMATION_FLAG != 0 {
        probe.frames = Some(container.frames.max(1));
    }
    Ok(probe)
}

/// Decode the picture, or the first frame of an animation on its transparent canvas.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let mut source = SliceSource(bytes);
    let mut reader = Reader::new(&mut source);
    let container = Container::read(&mut reader)?;
    let (orientation, icc) = (container.orientation(&mut reader), container.profile(&mut reader, limits));
    let animated = container.flags & ANIMATION_FLAG != 0;
    let mut stored = match (container.first_frame, container.size) {
        (Some((at, length)), Some(canvas)) if animated => {
            let chunk = &bytes[at as usize..(at + length) as usize];
            frame(chunk, canvas, want, limits)?
        }
        (None, _) if animated => return Err(Error::corrupt("WebP: the animation has no frame")),
        _ => still(bytes, want, limits)?,
    };
    stored.orientation = orientation;
    stored.icc = icc;
    Ok(stored)
}

/// Hand out the rows of a still picture as they are decoded.
pub(crate) fn stored_rows(bytes: &[u8], limits: &Limits, sink: &mut dyn RowSink) -> Result<()> {
    let mut source = SliceSource(bytes);
    let container = Container::read(&mut Reader::new(&mut source))?;
    if container.flags & ANIMATION_FLAG != 0 {
        return Err(Error::unsupported("WebP: animations are not read row by row"));
    }
    let features = ffi::features(bytes)?;
    limits.check(features.width, features.height, 8)?;
    let channels = if features.has_alpha { 4 } else { 3 };
    if sink.begin(features.width, features.height, channels) { ffi::rows(bytes, sink) } else { Ok(()) }
}

fn still(data: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let features = ffi::features(data)?;
    // Lossless frames are held whole by libwebp, four bytes a pixel, at any scale.
    limits.check(features.width, features.height, 4)?;
    let by = factor(features.width, features.height, want);
    let (width, height) = (features.width.div_ceil(by), features.height.div_ceil(by));
    let (data, complete) = ffi::decode(data, width, height)?;
    let format = if features.has_alpha { PixelFormat::Rgba8 } else { PixelFormat::Rgb8 };
    let warnings = if complete { Vec::new() } else { vec!["WebP: the file ends early or is broken".to_owned()] };
    let pixels = Pixels::new(width, height, format, data)?;
    Ok(Stored {
        pixels,
        scale: None,
        width: features.width,
        height: features.height,
        orientation: 1,
        icc: None,
        warnings,
    })
}

/// An ANMF chunk: 16 bytes of position and timing, then the frame's own chunks.
fn frame(chunk: &[u8], canvas: (u32, u32), want: Want, limits: &Limits) -> Result<Stored> {
    let data = chunk.get(16..).ok_or_else(|| Error::corrupt("WebP: the first frame is cut short"))?;
    let (left, top) = (le24(chunk, 0) * 2, le24(chunk, 3) * 2);
    let features = ffi::features(data)?;
    if (left, top, features.width, features.height) == (0, 0, canvas.0, canvas.1) {
        return still(data, want, limits);
    }
    limits.check(canvas.0, canvas.1, 8)?;
    let part = still(data, Want::default(), limits)?;
    let pixels = reduce(placed(&part.pixels, left, top, canvas)?, want)?;
    let scale = Some(1.0 / f64::from(factor(canvas.0, canvas.1, want)));
    Ok(Stored { pixels, scale, width: canvas.0, height: canvas.1, ..part })
}

fn placed(part: &Pixels, left: u32, top: u32, (width, height): (u32, u32)) -> Result<Pixels> {
    let channels = part.format().channels();
    let mut data = vec![0; width as usize * height as usize * 4];
    let visible = part.width().min(width.saturating_sub(left)) as usize;
    let rows = data.chunks_exact_mut(width as usize * 4).skip(top as usize);
    for (target, row) in rows.zip(part.data().chunks_exact(part.stride())) {
        let target = target.chunks_exact_mut(4).skip(left as usize);
        for (to, from) in target.zip(row.chunks_exact(channels).take(visible)) {
            to[3] = 255;
            to[..channels].copy_from_slice(from);
        }
    }
    Pixels::new(width, height, PixelFormat::Rgba8, data)
}

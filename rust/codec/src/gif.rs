//! GIF: the first frame on its canvas.

use std::io::Cursor;
use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};
use imageparser_base::{BoxReducer, Error, Format, Limits, PixelFormat, Result};

use crate::bytes::{Reader, le16};
use crate::decode::{Stored, Want, factor};
use crate::probe::Probe;

/// Frames are counted by walking blocks of at most 255 bytes; larger files are left uncounted.
const MAX_COUNTED: u64 = 512 << 10;

/// Read the screen descriptor and walk a small file's blocks.
pub(crate) fn probe(reader: &mut Reader) -> Result<Probe> {
    let head: [u8; 13] = reader.array(0).map_err(|_| Error::corrupt("the GIF file has no complete header"))?;
    let (width, height) = (u32::from(le16(&head, 6)), u32::from(le16(&head, 8)));
    let mut probe = Probe::still(Format::Gif, width, height, 8, "P");
    let mut seen = Blocks::default();
    let start = 13 + table_bytes(head[10]);
    let whole = seen.walk(reader, start).is_ok_and(|ended| ended) && seen.frames > 0;
    probe.frames = whole.then_some(seen.frames);
    probe.progressive = seen.interlaced;
    probe.has_alpha = seen.transparent;
    Ok(probe)
}

/// Bytes of the colour table that a packed field announces.
fn table_bytes(packed: u8) -> u64 {
    if packed & 0x80 != 0 { 3 << ((packed & 7) + 1) } else { 0 }
}

#[derive(Default)]
struct Blocks {
    frames: u32,
    interlaced: bool,
    transparent: bool,
}

impl Blocks {
    /// Whether the walk came to the end of the file; it stops early in large files once a frame is known.
    fn walk(&mut self, reader: &mut Reader, start: u64) -> Result<bool> {
        let mut at = start;
        loop {
            if at > MAX_COUNTED && self.frames > 0 {
                return Ok(false);
            }
            match reader.u8(at) {
                Ok(0x21) => {
                    let control: [u8; 4] = reader.array(at + 1).unwrap_or_default();
                    self.transparent |= self.frames == 0 && control[0] == 0xF9 && control[2] & 1 == 1;
                    at = Self::skip(reader, at + 2)?;
                }
                Ok(0x2C) => {
                    let packed = reader.u8(at + 9)?;
                    self.interlaced |= self.frames == 0 && packed & 0x40 != 0;
                    self.frames += 1;
                    at = Self::skip(reader, at + 11 + table_bytes(packed))?;
                }
                Ok(_) | Err(_) => return Ok(true),
            }
        }
    }

    fn skip(reader: &mut Reader, mut at: u64) -> Result<u64> {
        loop {
            let length = reader.u8(at)?;
            at += 1 + u64::from(length);
            if length == 0 || at > MAX_COUNTED {
                return Ok(at);
            }
        }
    }
}

/// Decode the first frame; what it does not cover is transparent.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(NonZeroU64::new(limits.max_memory).map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes));
    let broken = |e: gif::DecodingError| Error::corrupt(format!("GIF: {e}"));
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(broken)?;
    let frame = decoder.next_frame_info().map_err(broken)?;
    let frame = frame.ok_or_else(|| Error::corrupt("GIF: there is no frame"))?.clone();
    let (width, height) = (u32::from(decoder.width().max(1)), u32::from(decoder.height().max(1)));
    let by = factor(width, height, want);
    limits.check(width, height, 0)?;
    limits.check(u32::from(frame.width), u32::from(frame.height), 1)?;
    limits.check(width.div_ceil(by), height.div_ceil(by), 4)?;
    if frame.width == 0 || frame.height == 0 {
        return Err(Error::corrupt("GIF: the first frame is empty"));
    }
    let mut indices = vec![frame.transparent.unwrap_or(0); decoder.buffer_size()];
    let mut warnings = Vec::new();
    if let Err(error) = decoder.read_into_buffer(&mut indices) {
        warnings.push(format!("GIF: {error}"));
    }
    let palette = decoder.palette().map_err(broken)?;
    let mut colors = vec![[0, 0, 0, 255]; 256];
    for (entry, color) in colors.iter_mut().zip(palette.as_chunks::<3>().0) {
        entry[..3].copy_from_slice(color);
    }
    if let Some(index) = frame.transparent {
        colors[usize::from(index)] = [0; 4];
    }
    let canvas = Canvas { width: width as usize, height: height as usize, frame: &frame, colors: &colors };
    let pixels = canvas.paint(&indices, by)?;
    Ok(Stored { pixels, scale: Some(1.0 / f64::from(by)), width, height, orientation: 1, icc: None, warnings })
}

struct Canvas<'a> {
    width: usize,
    height: usize,
    frame: &'a gif::Frame<'static>,
    colors: &'a [[u8; 4]],
}

impl Canvas<'_> {
    fn covered(&self) -> bool {
        let frame = self.frame;
        (frame.left, frame.top) == (0, 0)
            && usize::from(frame.width) >= self.width
            && usize::from(frame.height) >= self.height
    }

    fn paint(&self, indices: &[u8], by: u32) -> Result<imageparser_base::Pixels> {
        let opaque = self.covered() && self.frame.transparent.is_none();
        let format = if opaque { PixelFormat::Rgb8 } else { PixelFormat::Rgba8 };
        let channels = format.channels();
        let mut reducer = BoxReducer::new(self.width as u32, self.height as u32, format, by);
        let mut row = vec![0; self.width * channels];
        let (left, top) = (usize::from(self.frame.left), usize::from(self.frame.top));
        for y in 0..self.height {
            row.fill(0);
            let source = y.checked_sub(top).and_then(|y| indices.chunks_exact(usize::from(self.frame.width)).nth(y));
            let targets = row.chunks_exact_mut(channels).skip(left);
            for (target, &index) in targets.zip(source.unwrap_or_default()) {
                target.copy_from_slice(&self.colors[usize::from(index)][..channels]);
            }
            reducer.push_row(&row);
        }
        reducer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode as decode_any;

    fn two_frames() -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = gif::Encoder::new(&mut bytes, 4, 3, &[255, 0, 0, 0, 255, 0]).expect("header");
        let frame = |left, data: Vec<u8>| gif::Frame {
            left,
            width: 2,
            height: 3,
            transparent: Some(1),
            buffer: data.into(),
            ..gif::Frame::default()
        };
        encoder.write_frame(&frame(1, vec![0, 0, 0, 1, 1, 0])).expect("first");
        encoder.write_frame(&frame(0, vec![1; 6])).expect("second");
        drop(encoder);
        bytes
    }

    #[test]
    fn first_frame_lies_on_a_transparent_canvas() {
        let bytes = two_frames();
        let decoded = decode_any(&bytes, Want::default(), &Limits::default()).expect("decodes");
        let alpha: Vec<u8> = decoded.pixels.data().chunks_exact(4).map(|p| p[3] / 255).collect();
        assert_eq!(alpha, [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
        assert_eq!(decoded.pixels.data()[4..8], [255, 0, 0, 255]);
        let mut source = imageparser_base::SliceSource(&bytes);
        let probed = crate::probe(&mut source, &Limits::default()).expect("probes");
        assert_eq!((probed.frames, probed.has_alpha, probed.width, probed.height), (Some(2), true, 4, 3));
    }
}

use std::io::Cursor;

use imageparser_base::{BoxReducer, Error, Limits, PixelFormat, Pixels, Result};
use tiff::ColorType;
use tiff::TiffError;
use tiff::decoder::Decoder;
use tiff::tags::Tag;

use super::samples::{needs_range, to_8_bits, widen};
use crate::decode::{Stored, Want, factor};

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

fn failed(error: &TiffError) -> Error {
    match error {
        TiffError::UnsupportedError(_) => Error::unsupported(format!("TIFF: {error}")),
        TiffError::LimitsExceeded => Error::too_large("TIFF: a part is larger than the limit for memory"),
        _ => Error::corrupt(format!("TIFF: {error}")),
    }
}

/// Decode the first page, a row of strips or tiles at a time.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let mut bounds = tiff::decoder::Limits::default();
    bounds.decoding_buffer_size = limits.max_memory as usize;
    bounds.intermediate_buffer_size = limits.max_memory as usize;
    bounds.ifd_value_size = limits.max_metadata as usize;
    let mut reader = Decoder::new(Cursor::new(bytes)).map_err(|e| failed(&e))?.with_limits(bounds);
    let (width, height) = reader.dimensions().map_err(|e| failed(&e))?;
    if width == 0 || height == 0 {
        return Err(Error::corrupt("TIFF: the page has no pixels"));
    }
    limits.check(width, height, 0)?;
    let ink = Ink::of(&mut reader)?;
    let by = factor(width, height, want);
    limits.check(width.div_ceil(by), height.div_ceil(by), ink.format().channels() as u64)?;
    let plan = Plan::of(&mut reader, &ink, (width, height), limits)?;
    let mut warnings = Vec::new();
    let pixels = plan.decode(&mut reader, &ink, by, &mut warnings)?;
    let orientation = reader.find_tag_unsigned::<u16>(Tag::Orientation).ok().flatten();
    let icc = reader.find_tag(Tag::IccProfile).ok().flatten().and_then(|value| value.into_u8_vec().ok());
    let orientation = orientation.filter(|o| (1..=8).contains(o)).map_or(1, |o| o as u8);
    Ok(Stored { pixels, width, height, orientation, icc, warnings })
}

/// What the samples of a pixel mean.
struct Ink {
    color: ColorType,
    /// Samples stored for each pixel.
    samples: usize,
    associated_alpha: bool,
    palette: Vec<[u8; 3]>,
}

impl Ink {
    fn of(reader: &mut Reader) -> Result<Self> {
        let color = reader.colortype().map_err(|e| failed(&e))?;
        let samples = reader.find_tag_unsigned::<u16>(Tag::SamplesPerPixel).ok().flatten().unwrap_or(1);
        let extra = reader.find_tag_unsigned_vec::<u16>(Tag::ExtraSamples).ok().flatten().unwrap_or_default();
        let bits = color.bit_depth();
        let supported = match color {
            ColorType::Gray(_) => true,
            ColorType::Palette(_) => bits <= 8,
            _ => bits >= 8,
        };
        if !supported || samples == 0 || (bits < 8 && samples != 1) {
            return Err(Error::unsupported(format!("TIFF: {color:?} pixels are not supported")));
        }
        let palette = if matches!(color, ColorType::Palette(_)) { palette(reader, bits)? } else { Vec::new() };
        Ok(Self { color, samples: usize::from(samples), associated_alpha: extra.first() == Some(&1), palette })
    }

    fn format(&self) -> PixelFormat {
        match self.color {
            ColorType::GrayA(_) => PixelFormat::La8,
            ColorType::RGBA(_) => PixelFormat::Rgba8,
            ColorType::CMYK(_) | ColorType::CMYKA(_) => PixelFormat::Cmyk8,
            ColorType::Multiband { .. } if self.samples == 2 => PixelFormat::La8,
            ColorType::Gray(_) | ColorType::Multiband { .. } => PixelFormat::L8,
            _ => PixelFormat::Rgb8,
        }
    }

    /// One row of 8-bit stored samples as a row of [`Ink::format`].
    fn paint(&self, row: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let channels = self.format().channels();
        for pixel in row.chunks_exact(self.samples) {
            match self.color {
                ColorType::Palette(_) => {
                    out.extend(self.palette.get(usize::from(pixel[0])).copied().unwrap_or_default());
                }
                ColorType::YCbCr(_) => out.extend(ycc_to_rgb(pixel[0], pixel[1], pixel[2])),
                ColorType::Lab(_) => out.extend(lab_to_rgb(pixel[0], pixel[1], pixel[2])),
                _ => out.extend_from_slice(&pixel[..channels.min(pixel.len())]),
            }
        }
        if self.associated_alpha && self.format().has_alpha() {
            out.chunks_exact_mut(channels).for_each(straighten);
        }
    }
}

fn palette(reader: &mut Reader, bits: u8) -> Result<Vec<[u8; 3]>> {
    let map = reader.find_tag_unsigned_vec::<u16>(Tag::ColorMap).map_err(|e| failed(&e))?.unwrap_or_default();
    let count = 1usize << bits;
    if map.len() < 3 * count {
        return Err(Error::corrupt("TIFF: the colour map is incomplete"));
    }
    Ok((0..count).map(|i| std::array::from_fn(|c| (map[c * count + i] >> 8) as u8)).collect())
}

/// Divide colours by their alpha.
fn straighten(pixel: &mut [u8]) {
    let [colors @ .., alpha] = pixel else { return };
    let alpha = u32::from(*alpha);
    for color in colors {
        let straight = (u32::from(*color) * 255 + alpha / 2).checked_div(alpha);
        *color = straight.unwrap_or(0).min(255) as u8;
    }
}

/// BT.601 in full range, as JPEG has it.
fn ycc_to_rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb].map(|v| v.round().clamp(0.0, 255.0) as u8)
}

/// CIE L*a*b* (D50, a and b offset by 128) to sRGB, with the D50 matrix of sRGB.
fn lab_to_rgb(l: u8, a: u8, b: u8) -> [u8; 3] {
    let (l, a, b) = (f64::from(l) / 2.55, f64::from(a) - 128.0, f64::from(b) - 128.0);
    let fy = (l + 16.0) / 116.0;
    let cube = |f: f64| if f > 6.0 / 29.0 { f.powi(3) } else { (f - 4.0 / 29.0) * 108.0 / 841.0 };
    let (x, y, z) = (0.9642 * cube(fy + a / 500.0), cube(fy), 0.8249 * cube(fy - b / 200.0));
    let encode = |v: f64| if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
    [
        3.133_9 * x - 1.616_9 * y - 0.490_6 * z,
        -0.978_8 * x + 1.916_1 * y + 0.033_5 * z,
        0.071_9 * x - 0.229_0 * y + 1.405_2 * z,
    ]
    .map(|v| (encode(v) * 255.0).round().clamp(0.0, 255.0) as u8)
}

/// How the chunks of the page lie.
struct Plan {
    width: u32,
    height: u32,
    chunk: (u32, u32),
    across: u32,
    down: u32,
    /// 1 where a chunk holds all samples of its pixels, else one chunk for each sample.
    planes: u32,
    bits: u8,
}

impl Plan {
    fn of(reader: &mut Reader, ink: &Ink, (width, height): (u32, u32), limits: &Limits) -> Result<Self> {
        let chunk = reader.chunk_dimensions();
        if chunk.0 == 0 || chunk.1 == 0 {
            return Err(Error::corrupt("TIFF: a strip or tile has no pixels"));
        }
        let separate = reader.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).ok().flatten() == Some(2);
        let planes = if separate { ink.samples as u32 } else { 1 };
        let (across, down) = (width.div_ceil(chunk.0), height.div_ceil(chunk.1));
        let bits = ink.color.bit_depth();
        let wide = u64::from(bits.div_ceil(8)) + 1;
        limits.check(width, chunk.1.min(height), ink.samples as u64 * wide)?;
        Ok(Self { width, height, chunk, across, down, planes, bits })
    }

    fn decode(&self, reader: &mut Reader, ink: &Ink, by: u32, warnings: &mut Vec<String>) -> Result<Pixels> {
        let range = self.range(reader)?;
        let mut reducer = BoxReducer::new(self.width, self.height, ink.format(), by);
        let stride = self.width as usize * ink.samples;
        let mut painted = Vec::new();
        for line in 0..self.down {
            let rows = self.chunk.1.min(self.height - line * self.chunk.1);
            let mut band = vec![0; stride * rows as usize];
            let outcome = self.band(reader, ink, line, range, &mut band);
            if let Err(error) = &outcome {
                if line == 0 {
                    return Err(failed(error));
                }
                warnings.push(format!("TIFF: {error}: {} of {} rows are there", reducer.rows_seen(), self.height));
                break;
            }
            for row in band.chunks_exact(stride) {
                ink.paint(row, &mut painted);
                reducer.push_row(&painted);
            }
        }
        reducer.finish()
    }

    /// Read one row of chunks into interleaved 8-bit samples.
    fn band(
        &self,
        reader: &mut Reader,
        ink: &Ink,
        line: u32,
        range: (f64, f64),
        band: &mut [u8],
    ) -> std::result::Result<(), TiffError> {
        let per_chunk = if self.planes == 1 { ink.samples } else { 1 };
        for plane in 0..self.planes {
            for column in 0..self.across {
                let index = (plane * self.down + line) * self.across + column;
                let (width, _) = reader.chunk_data_dimensions(index);
                let samples = to_8_bits(&reader.read_chunk(index)?, range);
                let samples = if self.bits < 8 { unpack(&samples, self.bits, width as usize, ink) } else { samples };
                let left = column as usize * self.chunk.0 as usize;
                let stride = self.width as usize * ink.samples;
                let rows = samples.chunks_exact(width as usize * per_chunk);
                for (target, row) in band.chunks_exact_mut(stride).zip(rows) {
                    let target = &mut target[left * ink.samples + plane as usize..];
                    if per_chunk == ink.samples {
                        target[..row.len()].copy_from_slice(row);
                    } else {
                        target.iter_mut().step_by(ink.samples).zip(row).for_each(|(to, from)| *to = *from);
                    }
                }
            }
        }
        Ok(())
    }

    /// The range of float and signed samples: 0 to 1 where all lie in it, else from the smallest to the largest.
    fn range(&self, reader: &mut Reader) -> Result<(f64, f64)> {
        let mut range = (0.0, 1.0);
        if !needs_range(&reader.read_chunk(0).map_err(|e| failed(&e))?) {
            return Ok(range);
        }
        for index in 0..self.across * self.down * self.planes {
            if let Ok(samples) = reader.read_chunk(index) {
                widen(&mut range, &samples);
            }
        }
        Ok(range)
    }
}

/// Rows of packed 1-, 2- or 4-bit samples to one byte each: grey is scaled to 255, palette indices are not.
fn unpack(packed: &[u8], bits: u8, width: usize, ink: &Ink) -> Vec<u8> {
    let per_byte = 8 / usize::from(bits);
    let mask = (1u8 << bits) - 1;
    let scale = if matches!(ink.color, ColorType::Palette(_)) { 1 } else { 255 / mask };
    let mut out = Vec::with_capacity(packed.len() * per_byte);
    for row in packed.chunks_exact(width.div_ceil(per_byte)) {
        out.extend((0..width).map(|x| {
            let shift = 8 - usize::from(bits) * (x % per_byte + 1);
            ((row[x / per_byte] >> shift) & mask) * scale
        }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_of_known_colours() {
        for (lab, rgb) in [([255, 128, 128], [255, 255, 255]), ([0, 128, 128], [0; 3]), ([137, 128, 128], [128; 3])] {
            let got = lab_to_rgb(lab[0], lab[1], lab[2]);
            assert!(got.iter().zip(rgb).all(|(a, b): (&u8, u8)| a.abs_diff(b) <= 2), "{lab:?}: {got:?}");
        }
        // sRGB red is L* 54.3, a* 80.8, b* 69.9 under D50.
        let red = lab_to_rgb(138, 209, 198);
        assert!(red[0] > 250 && red[1] < 12 && red[2] < 12, "{red:?}");
    }

    #[test]
    fn associated_alpha_is_divided_out() {
        let mut pixel = [50, 100, 0, 100];
        straighten(&mut pixel);
        assert_eq!(pixel, [128, 255, 0, 100]);
    }
}

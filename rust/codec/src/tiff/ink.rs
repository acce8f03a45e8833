use imageparser_base::{Error, PixelFormat, Result};
use tiff::ColorType;
use tiff::tags::Tag;

use super::decode::{Reader, failed};

/// Photometric interpretations that the `tiff` crate refuses.
pub(super) const PALETTE: u64 = 3;
pub(super) const SIGNED_LAB: u64 = 8;

/// What the samples of a pixel are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Model {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    Cmyk,
    YCbCr,
    /// L*, a*, b*: as ICC stores them, or with signed a* and b*.
    IccLab,
    SignedLab,
    Palette,
}

/// The colour model of a page and what it needs.
pub(super) struct Ink {
    model: Model,
    /// Samples stored for each pixel.
    pub(super) samples: usize,
    /// Bits of one sample.
    pub(super) bits: u8,
    associated_alpha: bool,
    palette: Vec<[u8; 3]>,
}

impl Ink {
    /// By the page's tags; `photometric` is what the file says, where the reader was told something else.
    pub(super) fn of(reader: &mut Reader, photometric: u64) -> Result<Self> {
        let color = reader.colortype().map_err(|e| failed(&e))?;
        let samples = reader.find_tag_unsigned::<u16>(Tag::SamplesPerPixel).ok().flatten().unwrap_or(1);
        let extra = reader.find_tag_unsigned_vec::<u16>(Tag::ExtraSamples).ok().flatten().unwrap_or_default();
        let bits = color.bit_depth();
        let model = match color {
            _ if photometric == PALETTE => Model::Palette,
            _ if photometric == SIGNED_LAB => Model::SignedLab,
            ColorType::GrayA(_) => Model::GreyAlpha,
            ColorType::Multiband { .. } if samples == 2 && matches!(extra[..], [1 | 2, ..]) => Model::GreyAlpha,
            ColorType::Gray(_) | ColorType::Multiband { .. } => Model::Grey,
            ColorType::RGBA(_) => Model::Rgba,
            ColorType::CMYK(_) | ColorType::CMYKA(_) => Model::Cmyk,
            ColorType::YCbCr(_) => Model::YCbCr,
            ColorType::Lab(_) => Model::IccLab,
            _ => Model::Rgb,
        };
        let fits = if model == Model::Palette { bits <= 8 } else { bits >= 8 || samples == 1 };
        if !fits || samples == 0 || !(matches!(bits, 1 | 2 | 4) || bits.is_multiple_of(8)) {
            return Err(Error::unsupported(format!("TIFF: {color:?} pixels of {samples} samples are not supported")));
        }
        let palette = if model == Model::Palette { palette(reader, bits)? } else { Vec::new() };
        let associated_alpha = extra.first() == Some(&1);
        Ok(Self { model, samples: usize::from(samples), bits, associated_alpha, palette })
    }

    pub(super) fn format(&self) -> PixelFormat {
        match self.model {
            Model::Grey => PixelFormat::L8,
            Model::GreyAlpha => PixelFormat::La8,
            Model::Rgba => PixelFormat::Rgba8,
            Model::Cmyk => PixelFormat::Cmyk8,
            _ => PixelFormat::Rgb8,
        }
    }

    /// One row of 8-bit stored samples as a row of [`Ink::format`].
    pub(super) fn paint(&self, row: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let channels = self.format().channels();
        for pixel in row.chunks_exact(self.samples) {
            match (self.model, pixel) {
                (Model::Palette, [index, ..]) => {
                    out.extend(self.palette.get(usize::from(*index)).copied().unwrap_or_default());
                }
                (Model::YCbCr, [y, cb, cr, ..]) => out.extend(ycc_to_rgb(*y, *cb, *cr)),
                (Model::IccLab, [l, a, b, ..]) => out.extend(lab_to_rgb(*l, *a, *b)),
                (Model::SignedLab, [l, a, b, ..]) => out.extend(lab_to_rgb(*l, a ^ 0x80, b ^ 0x80)),
                _ => {
                    let present = channels.min(pixel.len());
                    out.extend_from_slice(&pixel[..present]);
                    out.resize(out.len() + channels - present, 0);
                }
            }
        }
        if self.associated_alpha && self.format().has_alpha() {
            out.chunks_exact_mut(channels).for_each(straighten);
        }
    }

    /// Rows of packed 1-, 2- or 4-bit samples to one byte each: grey is scaled to 255, palette indices are not.
    pub(super) fn unpack(&self, packed: &[u8], width: usize) -> Vec<u8> {
        let per_byte = 8 / usize::from(self.bits);
        let mask = (1u8 << self.bits) - 1;
        let scale = if self.model == Model::Palette { 1 } else { 255 / mask };
        let mut out = Vec::with_capacity(packed.len() * per_byte);
        for row in packed.chunks_exact(width.div_ceil(per_byte)) {
            out.extend((0..width).map(|x| {
                let shift = 8 - usize::from(self.bits) * (x % per_byte + 1);
                ((row[x / per_byte] >> shift) & mask) * scale
            }));
        }
        out
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

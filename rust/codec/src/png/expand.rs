use imageparser_base::PixelFormat;

use super::chunks::{Chunks, Color};

/// Turns a stored row into 8-bit samples of one of the pixel formats.
pub(crate) struct Expander {
    pub(crate) format: PixelFormat,
    kind: Kind,
    row: Vec<u8>,
}

enum Kind {
    /// The stored row is the answer.
    Same,
    /// 16 bits to 8, with the transparent colour if there is one.
    Wide { channels: usize, key: Option<Vec<u8>> },
    /// Grey below 8 bits, or of 8 with a transparent value.
    Grey { depth: u8, key: Option<u8> },
    /// 8-bit RGB with a transparent colour.
    KeyedRgb([u8; 3]),
    /// Palette indices; missing entries are opaque black.
    Palette { depth: u8, colors: Vec<[u8; 4]> },
}

impl Expander {
    /// How rows of this file become 8-bit samples.
    pub(crate) fn new(png: &Chunks) -> Self {
        let header = png.header;
        let key = png.transparency.filter(|data| match header.color {
            Color::Grey => data.len() >= 2,
            Color::Rgb => data.len() >= 6,
            _ => false,
        });
        let format = match (header.color, key.is_some() || png.transparency.is_some()) {
            (Color::Grey, _) if key.is_none() => PixelFormat::L8,
            (Color::Grey | Color::GreyAlpha, _) => PixelFormat::La8,
            (Color::Rgb, _) if key.is_none() => PixelFormat::Rgb8,
            (Color::Palette, false) => PixelFormat::Rgb8,
            _ => PixelFormat::Rgba8,
        };
        let kind = match (header.color, header.depth, key) {
            (Color::Palette, depth, _) => Kind::Palette { depth, colors: palette(png) },
            (_, 16, key) => Kind::Wide { channels: header.channels(), key: key.map(<[u8]>::to_vec) },
            (Color::Grey, 8, None) => Kind::Same,
            (Color::Grey, depth, key) => Kind::Grey { depth, key: key.map(|data| data[1]) },
            (Color::Rgb, _, Some(key)) => Kind::KeyedRgb([key[1], key[3], key[5]]),
            _ => Kind::Same,
        };
        Self { format, kind, row: Vec::new() }
    }

    /// The samples of `width` pixels.
    pub(crate) fn expand<'a>(&'a mut self, stored: &'a [u8], width: usize) -> &'a [u8] {
        let out = &mut self.row;
        out.clear();
        match &self.kind {
            Kind::Same => return stored,
            Kind::Wide { channels, key } => narrow(stored, *channels, key.as_deref(), out),
            Kind::Grey { depth, key } => {
                let scale = 255 / ((1u16 << depth) - 1) as u8;
                for value in unpacked(stored, *depth, width) {
                    out.push(value * scale);
                    if let Some(key) = key {
                        out.push(if value == *key { 0 } else { 255 });
                    }
                }
            }
            Kind::KeyedRgb(key) => {
                for pixel in stored.as_chunks::<3>().0 {
                    out.extend_from_slice(pixel);
                    out.push(if pixel == key { 0 } else { 255 });
                }
            }
            Kind::Palette { depth, colors } => {
                let channels = self.format.channels();
                for index in unpacked(stored, *depth, width) {
                    out.extend_from_slice(&colors[index as usize][..channels]);
                }
            }
        }
        &self.row
    }
}

fn palette(png: &Chunks) -> Vec<[u8; 4]> {
    let mut colors = vec![[0, 0, 0, 255]; 256];
    for (entry, color) in colors.iter_mut().zip(png.palette.as_chunks::<3>().0) {
        entry[..3].copy_from_slice(color);
    }
    for (entry, alpha) in colors.iter_mut().zip(png.transparency.unwrap_or_default()) {
        entry[3] = *alpha;
    }
    colors
}

/// Values of 1, 2, 4 or 8 bits, most significant first.
fn unpacked(stored: &[u8], depth: u8, width: usize) -> impl Iterator<Item = u8> {
    let per_byte = 8 / usize::from(depth);
    let mask = ((1u16 << depth) - 1) as u8;
    (0..width).map(move |x| {
        let shift = 8 - usize::from(depth) * (x % per_byte + 1);
        (stored[x / per_byte] >> shift) & mask
    })
}

fn narrow(stored: &[u8], channels: usize, key: Option<&[u8]>, out: &mut Vec<u8>) {
    for pixel in stored.chunks_exact(channels * 2) {
        out.extend(pixel.as_chunks::<2>().0.iter().map(|raw| to_8_bits(u16::from_be_bytes(*raw))));
        if let Some(key) = key {
            out.push(if pixel == &key[..channels * 2] { 0 } else { 255 });
        }
    }
}

/// The nearest of the 256 values.
pub(crate) fn to_8_bits(value: u16) -> u8 {
    ((u32::from(value) * 255 + 32_895) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_round_to_the_nearest() {
        for value in 0..=u16::MAX {
            let nearest = (f64::from(value) / 257.0).round() as u8;
            assert_eq!(to_8_bits(value), nearest, "{value}");
        }
    }

    #[test]
    fn small_depths_unpack_from_the_top() {
        let values: Vec<u8> = unpacked(&[0b1011_0010, 0b1000_0000], 1, 9).collect();
        assert_eq!(values, [1, 0, 1, 1, 0, 0, 1, 0, 1]);
        assert_eq!(unpacked(&[0x1B], 2, 4).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(unpacked(&[0xAF], 4, 2).collect::<Vec<_>>(), [10, 15]);
    }
}

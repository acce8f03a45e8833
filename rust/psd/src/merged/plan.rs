use std::ops::Range;

use imageparser_base::{Error, PixelFormat, Result};
use pulp::Arch;

use super::lab;
use crate::document::Document;
use crate::header::ColorMode;

/// Which channels make the picture, and how.
pub(super) struct Plan {
    /// The channels to read, colours first.
    pub(super) channels: Vec<usize>,
    /// Which of those is transparency.
    pub(super) alpha: Option<usize>,
    pub(super) format: PixelFormat,
    paint: Paint,
    /// The stored colours lie on white and are still on it (32-bit samples were freed while they were linear).
    on_white: bool,
}

enum Paint {
    Grey,
    Rgb,
    /// RGB beside an alpha that the file does not have.
    Opaque,
    Indexed {
        palette: Vec<[u8; 4]>,
    },
    Inks,
    Lab,
}

impl Plan {
    pub(super) fn new(document: &Document) -> Result<Self> {
        use ColorMode as M;
        let header = &document.header;
        let present = usize::from(header.channels);
        let alpha = document.transparency_channel.map(usize::from);
        let (paint, colors, alpha, format) = match header.color_mode {
            M::Bitmap => (Paint::Grey, 1, None, PixelFormat::L8),
            M::Grayscale | M::Duotone => (Paint::Grey, 1, alpha, PixelFormat::L8),
            M::Multichannel if present < 3 => (Paint::Grey, 1, None, PixelFormat::L8),
            M::Rgb => (Paint::Rgb, 3, alpha, PixelFormat::Rgb8),
            M::Cmyk => (Paint::Inks, 4, None, PixelFormat::Cmyk8),
            M::Multichannel => (Paint::Inks, present.min(4), None, PixelFormat::Cmyk8),
            M::Lab => (Paint::Lab, 3, None, PixelFormat::Rgb8),
            M::Indexed => {
                let palette = palette(document);
                let opaque = palette.iter().all(|color| color[3] == 255);
                (Paint::Indexed { palette }, 1, None, if opaque { PixelFormat::Rgb8 } else { PixelFormat::Rgba8 })
            }
        };
        if present < colors {
            let mode = header.color_mode.name();
            return Err(Error::corrupt(format!("file header at offset 12: {present} channels for {mode}")));
        }
        let format = match (alpha, format) {
            (Some(_), PixelFormat::L8) => PixelFormat::La8,
            (Some(_), PixelFormat::Rgb8) => PixelFormat::Rgba8,
            (_, format) => format,
        };
        let channels = (0..colors).chain(alpha).collect();
        let on_white = alpha.is_some() && header.depth != 32;
        Ok(Self { channels, alpha: alpha.map(|_| colors), format, paint, on_white })
    }

    /// Give RGB without transparency an opaque alpha.
    pub(super) fn add_alpha(&mut self) {
        if matches!(self.paint, Paint::Rgb) && self.alpha.is_none() {
            self.paint = Paint::Opaque;
            self.format = PixelFormat::Rgba8;
        }
    }

    /// Whether 32-bit samples of this channel are light (else they are shares, indices or inks).
    pub(super) fn is_light(&self, index: usize) -> bool {
        self.alpha != Some(index) && matches!(self.paint, Paint::Grey | Paint::Rgb | Paint::Opaque)
    }

    /// Interleave one row of 8-bit planes.
    pub(super) fn paint(&self, planes: &[Vec<u8>], place: Range<usize>, row: &mut [u8]) {
        let plane = |index: usize| &planes[index][place.clone()];
        match (&self.paint, self.format) {
            (Paint::Indexed { palette }, format) => indexed(plane(0), palette, format.channels(), row),
            (Paint::Lab, _) => lab::row(plane(0), plane(1), plane(2), row),
            (Paint::Inks, _) => inks(self.channels.len(), plane, row),
            (Paint::Grey, PixelFormat::La8) => weave([plane(0), plane(1)], row),
            (Paint::Grey, _) => row.copy_from_slice(plane(0)),
            (Paint::Rgb, PixelFormat::Rgba8) => weave([plane(0), plane(1), plane(2), plane(3)], row),
            (Paint::Rgb, _) => weave([plane(0), plane(1), plane(2)], row),
            (Paint::Opaque, _) => opaque([plane(0), plane(1), plane(2)], row),
        }
        if self.on_white {
            match self.format {
                PixelFormat::La8 => off_white::<2>(row),
                _ => off_white::<4>(row),
            }
        }
    }
}

/// The palette with alpha; indices beyond it are black.
fn palette(document: &Document) -> Vec<[u8; 4]> {
    let clear = document.transparent_index.map(usize::from);
    let stored = document.color_mode_data.palette.iter().enumerate();
    let mut colors: Vec<[u8; 4]> =
        stored.map(|(i, &[r, g, b])| if Some(i) == clear { [0; 4] } else { [r, g, b, 255] }).collect();
    colors.resize(256, [0, 0, 0, 255]);
    colors
}

fn indexed(indices: &[u8], palette: &[[u8; 4]], size: usize, row: &mut [u8]) {
    for (pixel, &index) in row.chunks_exact_mut(size).zip(indices) {
        pixel.copy_from_slice(&palette[usize::from(index)][..size]);
    }
}

fn weave<const N: usize>(planes: [&[u8]; N], row: &mut [u8]) {
    let pixels = row.as_chunks_mut::<N>().0;
    let planes = planes.map(|plane| &plane[..pixels.len()]);
    for (x, pixel) in pixels.iter_mut().enumerate() {
        *pixel = std::array::from_fn(|channel| planes[channel][x]);
    }
}

fn opaque(planes: [&[u8]; 3], row: &mut [u8]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let pixels = row.as_chunks_mut::<4>().0;
            let [red, green, blue] = planes.map(|plane| &plane[..pixels.len()]);
            for (x, pixel) in pixels.iter_mut().enumerate() {
                *pixel = [red[x], green[x], blue[x], 255];
            }
        },
    );
}

/// Inks are stored inverted: 255 is bare paper. A missing black is none.
fn inks<'a>(count: usize, plane: impl Fn(usize) -> &'a [u8], row: &mut [u8]) {
    let black = if count > 3 { Some(plane(3)) } else { None };
    let (cyan, magenta, yellow) = (plane(0), plane(1), plane(2));
    for (x, pixel) in row.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        *pixel = [255 - cyan[x], 255 - magenta[x], 255 - yellow[x], black.map_or(0, |black| 255 - black[x])];
    }
}

/// Photoshop stores the merged colours composited on white: `stored = colour x alpha + white x (1 - alpha)`.
fn off_white<const N: usize>(row: &mut [u8]) {
    for pixel in row.as_chunks_mut::<N>().0 {
        let alpha = i32::from(pixel[N - 1]);
        if alpha == 0 || alpha == 255 {
            continue;
        }
        for sample in &mut pixel[..N - 1] {
            let free = (i32::from(*sample) + alpha - 255) * 255;
            *sample = ((free + alpha / 2) / alpha).clamp(0, 255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_taken_out() {
        for alpha in 1..=255i32 {
            for color in (0..=255).step_by(15) {
                let stored = (color * alpha + 255 * (255 - alpha) + 127) / 255;
                let mut pixel = [stored as u8, alpha as u8];
                off_white::<2>(&mut pixel);
                let rounding = 128 / alpha + 1;
                assert!((i32::from(pixel[0]) - color).abs() <= rounding, "{color} at {alpha}: {pixel:?}");
            }
        }
        let mut clear = [7, 0];
        off_white::<2>(&mut clear);
        assert_eq!(clear, [7, 0]);
    }

    #[test]
    fn planes_are_woven() {
        let mut row = [0; 6];
        weave([&[1, 4], &[2, 5], &[3, 6]], &mut row);
        assert_eq!(row, [1, 2, 3, 4, 5, 6]);
        let mut row = [0; 8];
        opaque([&[1, 4], &[2, 5], &[3, 6]], &mut row);
        assert_eq!(row, [1, 2, 3, 255, 4, 5, 6, 255]);
        let planes = [[0u8, 255], [255, 0], [10, 20]];
        let mut row = [9; 8];
        inks(3, |i| &planes[i], &mut row);
        assert_eq!(row, [255, 0, 245, 0, 0, 255, 235, 0]);
    }
}

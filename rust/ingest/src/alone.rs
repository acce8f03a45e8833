//! One layer by itself, whatever lies around it.

use imageparser_base::{CancelToken, PixelFormat, Pixels, Rect, Result};
use imageparser_psd::pixels::{LayerPixels, Samples, read_layer};
use imageparser_psd::{ColorMode, Document, Layer};

use crate::record::PixelSource;
use crate::render::{Ask, Renderer, Rendering};
use crate::srgb::{in_srgb, rgba};

/// The picture of one layer: its pixels as stored, in sRGB; what it shows of the canvas where it has none of its own
/// (fills, shapes without pixels). No pixels at all where it shows nothing.
///
/// # Errors
/// `Corrupt`, `TooLarge` or `Unsupported` where they cannot be had; `Cancelled`.
pub fn layer_picture(renderer: &Renderer, layer: &Layer, cancel: &CancelToken) -> Result<Rendering> {
    let context = renderer.context();
    let stored = stored(&context.document, read_layer(context, layer)?);
    let Some(stored) = stored else { return composed(renderer, layer, cancel) };
    let mut warnings = Vec::new();
    let pixels = rgba(stored.in_srgb(&context.document, &mut warnings)?)?;
    Ok(Rendering { pixels, source: PixelSource::Decoded, unrendered: Vec::new(), warnings })
}

/// Colours as stored but in 8 bits, and alpha.
pub struct Stored {
    colors: Pixels,
    alpha: Option<Vec<u8>>,
}

impl Stored {
    /// In sRGB, with alpha where there is one.
    ///
    /// # Errors
    /// None for pixels that fit together.
    pub fn in_srgb(self, document: &Document, warnings: &mut Vec<String>) -> Result<Pixels> {
        in_srgb(self.colors, self.alpha, document, warnings)
    }
}

/// Bring pixels to 8 bits; `None` where they must be composed: no pixels, not all colours, light, or L*a*b*.
pub fn stored(document: &Document, pixels: LayerPixels) -> Option<Stored> {
    let inks = match document.header.color_mode {
        ColorMode::Cmyk | ColorMode::Multichannel => true,
        ColorMode::Lab | ColorMode::Indexed => return None,
        _ => false,
    };
    let alpha = pixels.channels.last() == Some(&-1);
    let (all, colors) = (pixels.channels.len(), pixels.channels.len() - usize::from(alpha));
    let format = match (colors, inks) {
        (1, false) => PixelFormat::L8,
        (3, false) => PixelFormat::Rgb8,
        (4, true) => PixelFormat::Cmyk8,
        _ => return None,
    };
    let samples = match pixels.samples {
        Samples::U8(samples) => samples,
        Samples::U16(samples) => samples.iter().map(|&v| ((u32::from(v) * 255 + 32_767) / 65_535) as u8).collect(),
        Samples::F32(_) => return None,
    };
    let (width, height) = (pixels.rect.width() as u32, pixels.rect.height() as u32);
    let mut planes = Vec::with_capacity(samples.len() / all * colors);
    for pixel in samples.chunks_exact(all) {
        // Inks are stored inverted.
        planes.extend(pixel[..colors].iter().map(|&v| if inks { 255 - v } else { v }));
    }
    let alpha = alpha.then(|| samples.chunks_exact(all).map(|pixel| pixel[colors]).collect());
    Some(Stored { colors: Pixels::new(width, height, format, planes).ok()?, alpha })
}

/// What the layer shows of the canvas, trimmed.
///
/// # Errors
/// As [`Renderer::render`].
pub fn composed(renderer: &Renderer, layer: &Layer, cancel: &CancelToken) -> Result<Rendering> {
    let header = &renderer.context().document.header;
    let [left, top, right, bottom] = layer.bbox;
    let inside = Rect::new(left, top, right, bottom).intersect(Rect::of_size(header.width, header.height));
    let region = (!inside.is_empty()).then_some(inside);
    let ask = Ask { only: Some(layer.id), region, scale: 1.0, ..Ask::default() };
    let mut made = renderer.render(&ask, cancel)?;
    made.pixels = trimmed(made.pixels)?;
    let about = format!("on '{}'", layer.name);
    made.unrendered.retain(|what| what.contains(&about));
    Ok(made)
}

/// The least part of RGBA pixels that is not transparent; no rows where all are.
///
/// # Errors
/// None for pixels whose length fits.
pub fn trimmed(pixels: Pixels) -> Result<Pixels> {
    let rows = || pixels.data().chunks_exact(pixels.stride().max(1));
    let seen = |row: &[u8]| row.chunks_exact(4).any(|pixel| pixel[3] > 0);
    let Some(top) = rows().position(seen) else { return Pixels::new(0, 0, PixelFormat::Rgba8, Vec::new()) };
    let bottom = rows().rposition(seen).unwrap_or(top) + 1;
    let (mut left, mut right) = (pixels.width() as usize, 0);
    for row in rows().skip(top).take(bottom - top) {
        let mut alphas = row.chunks_exact(4).map(|pixel| pixel[3] > 0);
        left = left.min(alphas.clone().position(|seen| seen).unwrap_or(left));
        right = right.max(alphas.rposition(|seen| seen).map_or(right, |x| x + 1));
    }
    if (left, top, right, bottom) == (0, 0, pixels.width() as usize, pixels.height() as usize) {
        return Ok(pixels);
    }
    let part = rows().skip(top).take(bottom - top).flat_map(|row| &row[left * 4..right * 4]).copied().collect();
    Pixels::new((right - left) as u32, (bottom - top) as u32, PixelFormat::Rgba8, part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(width: u32, height: u32, places: &[(u32, u32)]) -> Pixels {
        let mut data = vec![0; (width * height * 4) as usize];
        for (x, y) in places {
            data[((y * width + x) * 4) as usize..][..4].copy_from_slice(&[*x as u8, *y as u8, 9, 255]);
        }
        Pixels::new(width, height, PixelFormat::Rgba8, data).expect("fits")
    }

    #[test]
    fn empty_edges_are_cut() {
        let cut = trimmed(dots(6, 5, &[(2, 1), (4, 3)])).expect("fits");
        assert_eq!((cut.width(), cut.height()), (3, 3));
        assert_eq!((&cut.data()[..4], &cut.data()[32..]), (&[2, 1, 9, 255][..], &[4, 3, 9, 255][..]));
        let full = dots(2, 1, &[(0, 0), (1, 0)]);
        assert_eq!(trimmed(full.clone()).expect("fits"), full);
        assert_eq!(trimmed(dots(3, 3, &[])).expect("fits").data(), [0u8; 0]);
    }
}

use std::collections::HashSet;
use std::path::Path;

use imageparser_base::{BoxReducer, CancelToken, ErrorKind, Format, Limits, PixelFormat, Pixels, Result};
use imageparser_psd::pixels::read_layer;
use imageparser_psd::{Document, Layer, LayerKind};

use crate::alone::{composed, stored, trimmed};
use crate::header::{open_document, probe_file};
use crate::record::Thumbnail;
use crate::render::Renderer;
use crate::samples::digest_of;
use crate::srgb::rgba;

/// Which layers of a document get a picture, and what kind of one.
#[derive(Debug, Clone)]
pub struct PictureAsk {
    /// Layers whose longer side is no larger are left out.
    pub least: u32,
    /// Longest edge of a picture.
    pub edge: u32,
    /// Only these layers; all where it is `None`.
    pub ids: Option<Vec<u32>>,
    /// WebP quality, 0 to 100.
    pub quality: u8,
    /// WebP effort, 0 (fast) to 6 (small).
    pub method: u8,
}

/// The picture of one layer by itself.
#[derive(Debug, Clone)]
pub struct LayerPicture {
    /// The layer's id.
    pub id: u32,
    /// Digest of its decoded pixels; of what is shown where it has none of its own.
    pub digest: [u8; 32],
    /// The layer alone, trimmed, on a plain ground that it stands out from.
    pub picture: Thumbnail,
}

/// The pictures of a document's layers, bottom to top; none for a file that is no layered document.
///
/// # Errors
/// As opening the document; `Cancelled`.
pub fn layer_pictures(
    path: &Path,
    ask: &PictureAsk,
    limits: &Limits,
    cancel: &CancelToken,
) -> Result<Vec<LayerPicture>> {
    if !matches!(probe_file(path, limits)?.format, Format::Psd | Format::Psb) {
        return Ok(Vec::new());
    }
    let renderer = Renderer::new(open_document(path, limits)?);
    let mut pictures = Vec::new();
    for layer in wanted(&renderer.context().document, ask) {
        cancel.check()?;
        match picture(&renderer, layer, ask, cancel) {
            Ok(picture) => pictures.extend(picture),
            Err(error) if error.kind() == ErrorKind::Cancelled => return Err(error.at(path)),
            Err(_) => {} // a layer that cannot be read has no picture; reading the document warns of it
        }
    }
    Ok(pictures)
}

/// Visible layers of the right kind and size.
fn wanted<'d>(document: &'d Document, ask: &'d PictureAsk) -> impl Iterator<Item = &'d Layer> {
    let hidden: HashSet<u32> = document.layers.iter().filter(|layer| !layer.visible).map(|layer| layer.id).collect();
    document.layers.iter().filter(move |layer| {
        use LayerKind::{Pixel, Shape, SmartObject, Type};
        let [left, top, right, bottom] = layer.bbox.map(i64::from);
        let longer = (right - left).max(bottom - top);
        // A shape may be stored without pixels, and then without a box.
        let large = longer > i64::from(ask.least) || (longer <= 0 && layer.kind == Shape);
        matches!(layer.kind, Pixel | Shape | Type | SmartObject)
            && large
            && layer.visible
            && !layer.path.iter().any(|group| hidden.contains(group))
            && ask.ids.as_ref().is_none_or(|ids| ids.contains(&layer.id))
    })
}

fn picture(renderer: &Renderer, layer: &Layer, ask: &PictureAsk, cancel: &CancelToken) -> Result<Option<LayerPicture>> {
    let context = renderer.context();
    let pixels = read_layer(context, layer)?;
    let none = pixels.samples.is_empty();
    let mut digest = digest_of(context, &pixels);
    let shown = match stored(&context.document, pixels) {
        Some(stored) => trimmed(rgba(stored.in_srgb(&context.document, &mut Vec::new())?)?)?,
        None => composed(renderer, layer, cancel)?.pixels,
    };
    if none {
        digest = *blake3::hash(shown.data()).as_bytes();
        if shown.width().max(shown.height()) <= ask.least {
            return Ok(None);
        }
    }
    if shown.data().is_empty() {
        return Ok(None);
    }
    let ground = on_ground(&fitted(&shown, ask.edge)?);
    let webp = imageparser_codec::encode_webp(&ground, ask.quality, ask.method)?;
    let picture = Thumbnail { webp, width: ground.width(), height: ground.height() };
    Ok(Some(LayerPicture { id: layer.id, digest, picture }))
}

/// Shrunk to a longer side of `edge`, by blocks first.
fn fitted(pixels: &Pixels, edge: u32) -> Result<Pixels> {
    let factor = BoxReducer::factor_for(pixels.width(), pixels.height(), edge.max(1) * 2);
    if factor == 1 {
        return Ok(imageparser_raster::fit(pixels, edge));
    }
    let mut reducer = BoxReducer::new(pixels.width(), pixels.height(), pixels.format(), factor);
    pixels.data().chunks_exact(pixels.stride()).for_each(|row| reducer.push_row(row));
    Ok(imageparser_raster::fit(&reducer.finish()?, edge))
}

/// White is the ground of all pictures; what is nearly white itself (white lettering) gets a dark one.
fn on_ground(pixels: &Pixels) -> Pixels {
    const LIGHT: u64 = 225;
    let (mut sum, mut weight) = (0u64, 0u64);
    for pixel in pixels.data().chunks_exact(4) {
        let [r, g, b, a] = [pixel[0], pixel[1], pixel[2], pixel[3]].map(u64::from);
        sum += (2 * r + 5 * g + b) / 8 * a;
        weight += a;
    }
    let ground = if weight > 0 && sum / weight > LIGHT { [64; 3] } else { [255; 3] };
    debug_assert_eq!(pixels.format(), PixelFormat::Rgba8);
    pixels.to_rgb(ground)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_lettering_stands_on_dark() {
        let one = |pixel: [u8; 4]| Pixels::new(2, 1, PixelFormat::Rgba8, [pixel, [0; 4]].concat()).expect("fits");
        assert_eq!(on_ground(&one([255, 255, 255, 200])).data()[3..], [64; 3]);
        assert_eq!(on_ground(&one([90, 20, 20, 255])).data()[3..], [255; 3]);
    }

    #[test]
    fn large_layers_are_shrunk_twice() {
        let large = Pixels::new(1000, 300, PixelFormat::Rgba8, vec![200; 1_200_000]).expect("fits");
        let small = fitted(&large, 100).expect("fits");
        assert_eq!((small.width(), small.height()), (100, 30));
        assert!(small.data().iter().all(|&v| v.abs_diff(200) <= 1));
    }
}

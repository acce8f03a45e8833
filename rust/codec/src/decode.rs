use imageparser_base::{BoxReducer, Error, Format, Limits, Part, PixelFormat, Pixels, Result};

use crate::orientation::upright_size;
use crate::probe::sniff;
use crate::{avif, bmp, gif, icc, jpeg, orient, png, tiff, webp};

/// What the caller needs of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Want {
    /// Decode no more than is needed for this long edge: the result's long edge is at least this, unless the
    /// picture itself is smaller. `None` decodes in full size.
    pub long_edge: Option<u32>,
}

impl Want {
    /// Shrink while loading, to a long edge of at least `pixels`.
    pub fn at_least(pixels: u32) -> Self {
        Self { long_edge: Some(pixels) }
    }
}

/// A decoded picture: upright, sRGB, 8 bits, straight alpha (never [`PixelFormat::Cmyk8`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The picture, shrunk as [`Want::long_edge`] allowed.
    pub pixels: Pixels,
    /// What the picture covers of `pixels`: nearly everything, for blocks at the edge may be partial.
    pub part: Part,
    /// Upright columns in full size.
    pub width: u32,
    /// Upright rows in full size.
    pub height: u32,
    /// The format that was decoded.
    pub format: Format,
    /// The EXIF orientation that was applied.
    pub orientation: u8,
    /// Whether `pixels` is smaller than the picture.
    pub shrunk: bool,
    /// What was wrong with the file and tolerated, one sentence each.
    pub warnings: Vec<String>,
}

/// A picture as its format stores it; [`decode`] makes it upright and sRGB.
pub(crate) struct Stored {
    pub(crate) pixels: Pixels,
    /// By how much blocks of the picture were shrunk; `None` where the picture fills its pixels exactly.
    pub(crate) scale: Option<f64>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) orientation: u8,
    pub(crate) icc: Option<Vec<u8>>,
    pub(crate) warnings: Vec<String>,
}

impl Stored {
    /// `full` reduced as `want` allows, with nothing else known about it.
    pub(crate) fn reduced(full: Pixels, want: Want) -> Result<Self> {
        let (width, height) = (full.width(), full.height());
        let scale = Some(1.0 / f64::from(factor(width, height, want)));
        Ok(Self { pixels: reduce(full, want)?, scale, width, height, orientation: 1, icc: None, warnings: Vec::new() })
    }
}

/// Decode a picture held in memory.
///
/// # Errors
/// `Unsupported` for formats or features that are not known, named in the message; `Corrupt` where nothing can be
/// shown; `TooLarge` beyond `limits`. Damage that leaves a picture is a warning.
pub fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Decoded> {
    let format = sniff(&bytes[..bytes.len().min(64)])?;
    let stored = match format {
        Format::Png => png::decode(bytes, want, limits),
        Format::Jpeg => jpeg::decode(bytes, want, limits),
        Format::Webp => webp::decode(bytes, want, limits),
        Format::Gif => gif::decode(bytes, want, limits),
        Format::Bmp => bmp::decode(bytes, want, limits),
        Format::Tiff => tiff::decode(bytes, want, limits),
        Format::Avif => avif::decode(bytes, want, limits),
        Format::Psd | Format::Psb => Err(Error::unsupported("Photoshop files are read by their own reader")),
    }?;
    Ok(finish(stored, format))
}

fn finish(stored: Stored, format: Format) -> Decoded {
    let Stored { mut pixels, scale, width, height, orientation, icc, mut warnings } = stored;
    let size = (pixels.width(), pixels.height());
    let part = scale.map_or(Part::whole(size.0, size.1), |scale| Part::shrunk((width, height), size, scale));
    let part = part.upright(size, orientation);
    let shrunk = (pixels.width(), pixels.height()) != (width, height);
    if let Some(Err(error)) = icc.map(|profile| icc::to_srgb(&mut pixels, &profile)) {
        warnings.push(format!("the colour profile is not used: {error}"));
    }
    if pixels.format() == PixelFormat::Cmyk8 {
        pixels = pixels.to_rgb([255; 3]);
    }
    let (width, height) = upright_size(width, height, orientation);
    Decoded { pixels: orient(pixels, orientation), part, width, height, format, orientation, shrunk, warnings }
}

/// The factor by which a picture may be box-reduced for `want`.
pub(crate) fn factor(width: u32, height: u32, want: Want) -> u32 {
    want.long_edge.map_or(1, |keep| BoxReducer::factor_for(width, height, keep))
}

/// Box-reduce a whole picture for `want`.
pub(crate) fn reduce(full: Pixels, want: Want) -> Result<Pixels> {
    let factor = factor(full.width(), full.height(), want);
    if factor == 1 || full.data().is_empty() {
        return Ok(full);
    }
    let mut reducer = BoxReducer::new(full.width(), full.height(), full.format(), factor);
    full.data().chunks_exact(full.stride()).for_each(|row| reducer.push_row(row));
    reducer.finish()
}

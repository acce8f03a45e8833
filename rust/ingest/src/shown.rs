use imageparser_base::{BoxReducer, Part, Pixels};
use imageparser_codec::Decoded;
use imageparser_psd::Document;

/// Upright sRGB pixels that stand for a picture, shrunk while they were decoded.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The pixels.
    pub pixels: Pixels,
    /// What the picture covers of them.
    pub part: Part,
    /// Columns and rows of the picture in full size.
    pub full: (u32, u32),
}

impl Shown {
    /// The same picture with a long edge of at most `long_edge`.
    pub fn fit(&self, long_edge: u32) -> Pixels {
        imageparser_raster::fit_part(&self.pixels, self.part, self.full, long_edge)
    }

    /// The merged picture of a document, decoded for `long_edge` and not yet turned upright.
    pub fn merged(pixels: Pixels, document: &Document, long_edge: u32) -> Self {
        let (width, height) = (document.header.width, document.header.height);
        let size = (pixels.width(), pixels.height());
        let scale = 1.0 / f64::from(BoxReducer::factor_for(width, height, long_edge));
        let part = Part::shrunk((width, height), size, scale).upright(size, document.orientation);
        let full = if document.orientation >= 5 { (height, width) } else { (width, height) };
        Self { pixels: imageparser_codec::orient(pixels, document.orientation), part, full }
    }
}

impl From<Decoded> for Shown {
    fn from(decoded: Decoded) -> Self {
        Self { part: decoded.part, full: (decoded.width, decoded.height), pixels: decoded.pixels }
    }
}

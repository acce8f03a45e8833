//! Vector masks, shapes and their strokes.

use std::sync::Arc;

use imageparser_base::{Rect, Result};
use imageparser_raster::scene::{Effect, Paint, Source};

use crate::context::Context;
use crate::layers::Layer;

/// The vector mask of a layer.
#[derive(Debug, Clone)]
pub(crate) struct VectorMask {
    /// One plane: how much of each pixel the path covers; nothing outside.
    pub(crate) source: Arc<dyn Source>,
    /// What the path covers is hidden.
    pub(crate) inverted: bool,
    /// Switched off.
    pub(crate) disabled: bool,
    /// Does not move with its layer.
    pub(crate) not_linked: bool,
}

/// The vector mask (`vmsk`, `vsms`) of a layer; `None` where it has none.
pub(crate) fn mask(_context: &Context, _layer: &Layer) -> Result<Option<VectorMask>> {
    Ok(None)
}

/// The stroke of a shape (`vstk`); `None` where it has none or it is switched off.
pub(crate) fn stroke(_context: &Context, _layer: &Layer) -> Result<Option<Arc<dyn Effect>>> {
    Ok(None)
}

/// The paint of a shape (`vscg`); `None` where the block is missing or filling is switched off.
pub(crate) fn fill(_context: &Context, _layer: &Layer, _bounds: Rect) -> Result<Option<Arc<dyn Paint>>> {
    Ok(None)
}

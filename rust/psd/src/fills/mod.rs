//! Fill layers: colours, gradients and patterns, from their blocks to types of `raster::fill`.

mod blend;
mod color;
mod gradient;

use std::sync::Arc;

use imageparser_base::{Error, Rect, Result};
use imageparser_raster::scene::{Paint, Solid};

use crate::context::Context;
use crate::descriptor::{self, Descriptor};
use crate::layers::Layer;

pub(crate) use blend::blend_mode;
pub(crate) use color::{color, model};
pub(crate) use gradient::{gradient, mixing, ramp};

/// The paint of a fill layer (`SoCo`, `GdFl`, `PtFl`: version 16 and a descriptor); `None` where it is none.
/// `bounds` is what "align with layer" refers to.
///
/// # Errors
/// `Corrupt` for a block that cannot be read, `Unsupported` for a paint that cannot be drawn.
pub(crate) fn read(context: &Context, layer: &Layer, bounds: Rect) -> Result<Option<Arc<dyn Paint>>> {
    for (key, paint) in KINDS {
        if let Some(block) = context.block(layer, key)? {
            let descriptor = descriptor::from_block(&block, 0, context.limits.max_metadata)?;
            return paint(context, &descriptor, bounds).map(Some);
        }
    }
    Ok(None)
}

type Read = fn(&Context, &Descriptor, Rect) -> Result<Arc<dyn Paint>>;
const KINDS: [(&[u8; 4], Read); 3] = [(b"SoCo", solid), (b"GdFl", gradient), (b"PtFl", pattern)];

/// One colour: the descriptor with the key `Clr `.
///
/// # Errors
/// As [`color`]; `Corrupt` where there is none.
pub(crate) fn solid(context: &Context, descriptor: &Descriptor, _bounds: Rect) -> Result<Arc<dyn Paint>> {
    let found = descriptor.object("Clr ").ok_or_else(|| Error::corrupt("fill: a solid colour without a colour"))?;
    Ok(Arc::new(Solid { color: color(context, found)? }))
}

/// A pattern.
///
/// # Errors
/// As [`read`].
pub(crate) fn pattern(_context: &Context, _descriptor: &Descriptor, _bounds: Rect) -> Result<Arc<dyn Paint>> {
    Err(Error::unsupported("pattern fill"))
}

//! Fill layers: colours, gradients and patterns, from their blocks to types of `raster::fill`.

mod blend;
mod color;
mod gradient;
mod stored;
mod tile;

use std::sync::Arc;

use imageparser_base::{Error, Rect, Result};
use imageparser_raster::fill::{Pattern, PatternPlacement};
use imageparser_raster::scene::{Paint, Solid};

use crate::context::Context;
use crate::descriptor::{self, Descriptor};
use crate::layers::Layer;

pub(crate) use blend::blend_mode;
pub(crate) use color::{color, model};
pub(crate) use gradient::{gradient, mixing, ramp};

/// The paint of a fill layer (`SoCo`, `GdFl`, `PtFl`: version 16 and a descriptor); `None` where it is none.
/// `bounds` is what "align with layer" refers to unless a user mask hides everything outside of its rectangle: then that
/// is (as in psd-tools' gradient-fill.psd).
///
/// # Errors
/// `Corrupt` for a block that cannot be read, `Unsupported` for a paint that cannot be drawn.
pub(crate) fn read(context: &Context, layer: &Layer, bounds: Rect) -> Result<Option<Arc<dyn Paint>>> {
    for key in [b"SoCo", b"GdFl", b"PtFl"] {
        if let Some(block) = context.block(layer, key)? {
            let descriptor = descriptor::from_block(&block, 0, context.limits.max_metadata)?;
            return content(context, layer, &descriptor, masked(context, layer, bounds)?).map(Some);
        }
    }
    Ok(None)
}

fn masked(context: &Context, layer: &Layer, bounds: Rect) -> Result<Rect> {
    let Some(mask) = context.mask(layer)? else { return Ok(bounds) };
    let user = mask.user;
    let hides = user.default_color == 0 && !user.flags.disabled() && !user.flags.inverted() && !user.rect.is_empty();
    Ok(if hides { bounds.intersect(user.rect) } else { bounds })
}

/// One colour: the descriptor with the key `Clr `.
///
/// # Errors
/// As [`color`]; `Corrupt` where there is none.
pub(crate) fn solid(context: &Context, descriptor: &Descriptor, _bounds: Rect) -> Result<Arc<dyn Paint>> {
    let found = descriptor.object("Clr ").ok_or_else(|| Error::corrupt("fill: a solid colour without a colour"))?;
    Ok(Arc::new(Solid { color: color(context, found)? }))
}

/// A pattern: the descriptor with the keys `Ptrn` (name and id), `Scl `, `Angl`, `phase`, `Algn` or `Lnkd`; it begins at
/// a reference point (see [`reference`]) unless it does not move with its layer.
///
/// # Errors
/// As [`read`].
pub(crate) fn pattern(context: &Context, descriptor: &Descriptor, reference: (f64, f64)) -> Result<Arc<dyn Paint>> {
    let id = descriptor.object("Ptrn").and_then(|found| found.text("Idnt"));
    let id = id.ok_or_else(|| Error::corrupt("fill: a pattern fill without a pattern"))?;
    let phase = descriptor.object("phase");
    let moved = |key: &str| phase.and_then(|phase| phase.number(key)).unwrap_or(0.0);
    let linked = descriptor.flag("Algn").or_else(|| descriptor.flag("Lnkd")).unwrap_or(true);
    let (x, y) = if linked { reference } else { (0.0, 0.0) };
    let placement = PatternPlacement {
        origin: (x + moved("Hrzn"), y + moved("Vrtc")),
        scale: descriptor.number("Scl ").unwrap_or(100.0) / 100.0,
        angle: descriptor.number("Angl").unwrap_or(0.0),
    };
    Ok(Arc::new(Pattern::new(tile::tile(context, id)?, &placement)))
}

/// The reference point of a layer (block `fxrp`, two doubles), where its patterns begin; the origin where it has none.
///
/// # Errors
/// The kind of the I/O error.
pub(crate) fn reference(context: &Context, layer: &Layer) -> Result<(f64, f64)> {
    let block = context.block(layer, b"fxrp")?.unwrap_or_default();
    let numbers = block.as_chunks::<8>().0;
    let number = |index: usize| numbers.get(index).map(|&bytes| f64::from_be_bytes(bytes)).filter(|v| v.is_finite());
    Ok((number(0).unwrap_or(0.0), number(1).unwrap_or(0.0)))
}

/// The paint of a descriptor of the layer, by what it holds.
///
/// # Errors
/// As [`read`].
pub(crate) fn content(
    context: &Context,
    layer: &Layer,
    descriptor: &Descriptor,
    bounds: Rect,
) -> Result<Arc<dyn Paint>> {
    if descriptor.get("Grad").is_some() {
        return gradient(context, descriptor, bounds);
    }
    if descriptor.get("Ptrn").is_some() {
        return pattern(context, descriptor, reference(context, layer)?);
    }
    solid(context, descriptor, bounds)
}

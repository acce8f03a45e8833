//! Vector masks, shapes and their strokes.
//!
//! # Stored pixels or paint?
//!
//! A fill layer or shape (`SoCo`, `GdFl`, `PtFl`, `vscg`) whose channels hold samples was drawn by Photoshop: these
//! samples are the fill cut by the vector mask, with the stroke, anti-aliased; neither the vector mask nor the stroke is
//! to be applied again (but a user mask is). Where the channels are empty (2 bytes each; files saved without "maximise
//! compatibility", 32-bit files and most other writers) the layer is to be drawn: [`pixels`], or [`crate::fills::read`]
//! where there is no vector mask. A vector mask on a layer of pixels (one that is not a fill) always cuts it; then
//! channel -2 may hold it rendered (mask flag 8, "user mask came from rendering other data"), with the real user mask in
//! channel -3: either the rendered mask alone is used, or the vector mask times the real user mask, never both.

mod records;
mod style;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use imageparser_base::{Rect, Result};
use imageparser_raster::blend::BlendMode;
use imageparser_raster::path::{Coverage, Painted, PathStroke};
use imageparser_raster::scene::{Paint, Source};

use crate::context::Context;
use crate::descriptor::{self, Descriptor};
use crate::fills;
use crate::layers::Layer;
use records::Records;

/// The vector mask of a layer.
#[derive(Debug, Clone)]
pub(crate) struct VectorMask {
    /// One plane: how much of each pixel shows, inversion applied; its bounds are the whole canvas and a margin where
    /// what lies outside of the path shows, else nothing shows outside of them.
    pub(crate) source: Arc<dyn Source>,
    /// What the path covers is hidden (the source is so already).
    pub(crate) inverted: bool,
    /// Switched off.
    pub(crate) disabled: bool,
}

/// How far beyond the canvas shapes are drawn: effects may bring in what lies there.
const MARGIN: i32 = 256;

/// The vector mask (`vmsk`, `vsms`) of a layer; `None` where it has none.
///
/// # Errors
/// `Corrupt` or `Unsupported` for records that make no sense, `TooLarge` for a path that would take minutes to draw.
pub(crate) fn mask(context: &Context, layer: &Layer) -> Result<Option<VectorMask>> {
    let Some(records) = records(context, layer)? else { return Ok(None) };
    let Records { inverted, disabled, .. } = records;
    let source = Arc::new(coverage(context, &records)?);
    Ok(Some(VectorMask { source, inverted, disabled }))
}

/// The paint of a shape or fill layer; `None` where there is none or filling is switched off.
///
/// # Errors
/// As [`crate::fills::read`].
pub(crate) fn fill(context: &Context, layer: &Layer, bounds: Rect) -> Result<Option<Arc<dyn Paint>>> {
    let style = stroke_style(context, layer)?;
    if style.is_some_and(|style| style.flag("fillEnabled") == Some(false)) {
        return Ok(None);
    }
    let Some(block) = context.block(layer, b"vscg")? else { return fills::read(context, layer, bounds) };
    let descriptor = descriptor::from_block(&block, 4, context.limits.max_metadata)?;
    fills::content(context, layer, &descriptor, bounds).map(Some)
}

/// The pixels of a shape that stores none: its path filled and stroked; `None` for a layer without a path (or with one
/// that is switched off) or a paint.
///
/// # Errors
/// As [`mask`] and [`fill`].
pub(crate) fn pixels(context: &Context, layer: &Layer) -> Result<Option<Arc<dyn Source>>> {
    let found = records(context, layer)?.filter(|records| !records.disabled);
    let Some(records) = found else { return Ok(None) };
    let coverage = coverage(context, &records)?;
    let fill = fill(context, layer, bounds(context, &records, &coverage))?;
    let stroke = path_stroke(context, layer, &records)?;
    if fill.is_none() && stroke.is_none() {
        return Ok(None);
    }
    let painted = Painted::new(fills::model(context), area(context), fill.map(|paint| (coverage, paint)), stroke)?;
    Ok(Some(Arc::new(painted)))
}

fn records(context: &Context, layer: &Layer) -> Result<Option<Records>> {
    let block = match context.block(layer, b"vmsk")? {
        Some(block) => Some(block),
        None => context.block(layer, b"vsms")?,
    };
    let header = &context.document.header;
    block.map(|block| records::read(&block, (header.width, header.height))).transpose()
}

fn coverage(context: &Context, records: &Records) -> Result<Coverage> {
    let coverage = Coverage::new(&records.path, 1.0, area(context))?;
    Ok(if records.inverted { coverage.inverted() } else { coverage })
}

/// What aligned gradients span: the path, or the canvas where what lies outside of the path shows.
fn bounds(context: &Context, records: &Records, coverage: &Coverage) -> Rect {
    let header = &context.document.header;
    if coverage.covers_outside() { Rect::of_size(header.width, header.height) } else { records.path.bounds() }
}

fn area(context: &Context) -> Rect {
    let header = &context.document.header;
    Rect::of_size(header.width, header.height).grow(MARGIN)
}

fn stroke_style(context: &Context, layer: &Layer) -> Result<Option<Descriptor>> {
    let block = context.block(layer, b"vstk")?;
    block.map(|block| descriptor::from_block(&block, 0, context.limits.max_metadata)).transpose()
}

/// Whether a stroke is drawn along the path of a layer.
pub(crate) fn is_stroked(context: &Context, layer: &Layer) -> bool {
    let style = stroke_style(context, layer).ok().flatten();
    style.is_some_and(|style| style.flag("strokeEnabled") != Some(false))
}

fn path_stroke(context: &Context, layer: &Layer, records: &Records) -> Result<Option<PathStroke>> {
    let Some(descriptor) = stroke_style(context, layer)? else { return Ok(None) };
    if descriptor.flag("strokeEnabled") == Some(false) {
        return Ok(None);
    }
    let Some(found) = descriptor.object("strokeStyleContent") else { return Ok(None) };
    let bounds = bounds(context, records, &coverage(context, records)?);
    let paint = fills::content(context, layer, found, bounds)?;
    let blend = descriptor.choice("strokeStyleBlendMode").and_then(fills::blend_mode).unwrap_or(BlendMode::Normal);
    let opacity = descriptor.number("strokeStyleOpacity").unwrap_or(100.0) / 100.0;
    let opacity = opacity.clamp(0.0, 1.0) as f32;
    PathStroke::new(records.path.clone(), &style::style(&descriptor), paint, blend, opacity).map(Some)
}

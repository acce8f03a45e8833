use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::scene::{Content, Effect, Node, Paint};

use super::artboard;
use super::build::Builder;
use super::masks;
use crate::context::Context;
use crate::layers::Layer;
use crate::layers::kind::LayerKind;
use crate::layers::mask::Softness;
use crate::{adjustments, detail, effects, fills, pixels, vector};

/// The node of one layer; `None` where it has nothing to draw.
pub(super) fn node(builder: &mut Builder<'_>, layer: &Layer, members: &[Layer], depth: usize) -> Result<Option<Node>> {
    let Some(content) = content(builder, layer, members, depth)? else { return Ok(None) };
    let context = builder.context;
    let flags = context.flags(layer);
    let flags = builder.soften(layer, "flags", flags)?.unwrap_or_default();
    let ranges = context.blend_ranges(layer);
    let ranges = builder.soften(layer, "blend-if", ranges)?.flatten();
    let mut node = Node {
        id: layer.id,
        name: layer.name.clone(),
        visible: layer.visible,
        blend: layer.blend,
        edges: builder.text.filter(|_| layer.kind == LayerKind::Type),
        opacity: f32::from(layer.opacity) / 255.0,
        fill: flags.fill,
        clipped_as_group: flags.clipped_as_group,
        interior_as_group: flags.interior_as_group,
        knockout: flags.knockout,
        blend_if: ranges.map(Arc::new),
        locked_channels: flags.locked_channels,
        ..Node::new(content)
    };
    node.masks = builder.masks(layer, &flags, matches!(node.content, Content::Fill(_)))?;
    if layer.kind == LayerKind::Artboard {
        let artboard = detail::artboard(context, layer);
        if let Some(artboard) = builder.soften(layer, "artboard", artboard)?.flatten() {
            artboard::furnish(&mut node, &artboard, builder.canvas, builder.model);
        }
    }
    node.effects = effects_of(builder, layer)?;
    Ok(Some(node))
}

fn effects_of(builder: &mut Builder<'_>, layer: &Layer) -> Result<Vec<Arc<dyn Effect>>> {
    let read = effects::read(builder.context, layer);
    let Some(read) = builder.soften(layer, "effects", read)? else { return Ok(Vec::new()) };
    builder.unrendered.extend(read.unrendered.iter().map(|what| (layer.id, format!("{what} on '{}'", layer.name))));
    Ok(read.list)
}

fn content(builder: &mut Builder<'_>, layer: &Layer, members: &[Layer], depth: usize) -> Result<Option<Content>> {
    if matches!(layer.kind, LayerKind::Group | LayerKind::Artboard) {
        let members = builder.siblings(members, depth + 1)?;
        return Ok(Some(Content::Group { members, pass_through: layer.blend == BlendMode::PassThrough }));
    }
    let adjustment = adjustments::read(builder.context, layer);
    match builder.soften(layer, layer.kind.name(), adjustment)? {
        None => return Ok(None),
        Some(Some(adjust)) => return Ok(Some(Content::Adjustment(adjust))),
        Some(None) => {}
    }
    if let Some(paint) = shape_paint(builder, layer)? {
        return Ok(Some(Content::Fill(paint)));
    }
    let source = pixels::source(builder.context, layer);
    let source = builder.soften(layer, "pixels", source)?.flatten();
    if let Some(source) = source {
        return Ok(Some(Content::Pixels(source)));
    }
    let painted = painted(builder, layer)?;
    if painted.is_none() && matches!(layer.kind, LayerKind::Type | LayerKind::SmartObject) {
        let what = format!("{} on '{}': no pixels are stored", layer.kind.name(), layer.name);
        builder.unrendered.push((layer.id, what));
    }
    Ok(painted)
}

/// The paint of a shape that is drawn though its pixels may be stored: they are not what it shows.
fn shape_paint(builder: &mut Builder<'_>, layer: &Layer) -> Result<Option<Arc<dyn Paint>>> {
    let context = builder.context;
    let shape = vector::mask(context, layer).ok().flatten().filter(|shape| !shape.disabled);
    let Some(shape) = shape.filter(|_| needs_coverage(layer) || is_soft(context, layer)) else { return Ok(None) };
    let paint = vector::fill(context, layer, shape.source.bounds());
    Ok(builder.soften(layer, "fill", paint)?.flatten())
}

/// Whether the path of a shape has soft edges or does not hide all: stored pixels are those of the sharp path, and the
/// fill goes beyond them. What is stroked stays as stored.
fn is_soft(context: &Context, layer: &Layer) -> bool {
    let softness = context.mask(layer).ok().flatten().map(|data| data.vector_softness).unwrap_or_default();
    masks::is_painted(layer.kind) && softness != Softness::default() && !vector::is_stroked(context, layer)
}

/// Whether a shape is filled with a gradient or pattern, which may be transparent, and has effects, which follow the
/// coverage of the shape all the same: the stored pixels do not have it.
fn needs_coverage(layer: &Layer) -> bool {
    let has = |keys: &[&[u8; 4]]| layer.blocks.iter().any(|block| keys.contains(&&block.key));
    has(&[b"GdFl", b"PtFl"]) && has(&[b"vmsk", b"vsms"]) && has(&[b"lfx2", b"lmfx"])
}

/// Shapes and fill layers without stored pixels are drawn from what they say.
fn painted(builder: &mut Builder<'_>, layer: &Layer) -> Result<Option<Content>> {
    let shape = vector::pixels(builder.context, layer);
    if let Some(source) = builder.soften(layer, "shape", shape)?.flatten() {
        return Ok(Some(Content::Pixels(source)));
    }
    let fill = fills::read(builder.context, layer, builder.canvas);
    Ok(builder.soften(layer, "fill", fill)?.flatten().map(Content::Fill))
}

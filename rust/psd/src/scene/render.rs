use std::collections::BTreeSet;

use imageparser_base::{CancelToken, Error, PixelFormat, Pixels, Rect, Result};
use imageparser_raster::composite::{Flat, render};
use imageparser_raster::scene::{Content, Model, Node, Scene};

use super::build::{Built, build};
use super::shown::shown;
use crate::channels::samples::srgb_table;
use crate::context::Context;
use crate::merged::lab;

/// What to show of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Only this part, in canvas pixels; all where there is none.
    pub region: Option<Rect>,
    /// Shrunk by this whole factor on the way; 0 and 1 are the full size.
    pub factor: u32,
    /// Layers to show though they are hidden.
    pub show: BTreeSet<u32>,
    /// Layers to hide though they are visible.
    pub hide: BTreeSet<u32>,
    /// Only this layer (with its members and what is clipped to it), as it is in its groups.
    pub only: Option<u32>,
}

/// A picture made from layers.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Straight colours: `L8`, `Rgb8` or `Cmyk8`, to be converted by the document's profile.
    pub pixels: Pixels,
    /// One byte per pixel.
    pub alpha: Vec<u8>,
    /// Where it lies, in cells of the factor.
    pub area: Rect,
    /// What the picture should show but does not.
    pub unrendered: Vec<String>,
    /// What was damaged.
    pub warnings: Vec<String>,
}

/// Composite a document from its layers.
///
/// # Errors
/// `Unsupported` for a document without layers, `TooLarge` by the limits, `Cancelled`, or the kind of an I/O error.
pub fn composite(context: &Context, view: &View, cancel: &CancelToken) -> Result<Rendered> {
    let built = build(context)?;
    let scene = built.scene.reduced(view.factor);
    draw(context, &built, scene, view, cancel)
}

/// Draw a built scene, reduced already, as the view asks.
pub(super) fn draw(
    context: &Context,
    built: &Built,
    mut scene: Scene,
    view: &View,
    cancel: &CancelToken,
) -> Result<Rendered> {
    if context.document.layers.is_empty() {
        return Err(Error::unsupported("the document has no layers to composite"));
    }
    choose(&mut scene.nodes, view);
    if let Some(id) = view.only {
        keep_only(&mut scene.nodes, id);
    }
    let region = view.region.unwrap_or(scene.canvas).intersect(scene.canvas).cells(scene.factor);
    if region.is_empty() {
        return Err(Error::unsupported("the region lies outside the canvas"));
    }
    context.limits.check(region.width() as u32, region.height() as u32, scene.model.channels() as u64 + 1)?;
    let is_light = context.document.header.depth == 32 && matches!(scene.model, Model::Rgb | Model::Grey);
    let table = srgb_table();
    let light = move |share: f32| table[(share.clamp(0.0, 1.0) * 65_535.0 + 0.5) as usize];
    let flat = render(&scene, region, if is_light { Some(&light) } else { None }, cancel)?;
    let shown = shown(&context.document.layers, view);
    let unrendered = built.unrendered.iter().filter(|(id, _)| shown.contains(id)).map(|(_, what)| what.clone());
    finish(flat, scene.model, built, unrendered.collect())
}

fn finish(flat: Flat, model: Model, built: &Built, unrendered: Vec<String>) -> Result<Rendered> {
    let (width, height) = (flat.area.width() as u32, flat.area.height() as u32);
    let mut warnings = built.warnings.clone();
    warnings.extend(flat.warnings);
    let (format, colors) = match model {
        Model::Grey => (PixelFormat::L8, flat.colors),
        Model::Rgb => (PixelFormat::Rgb8, flat.colors),
        // Stored 255 is bare paper, but 0 is no ink in `Cmyk8`.
        Model::Cmyk => (PixelFormat::Cmyk8, flat.colors.into_iter().map(|ink| 255 - ink).collect()),
        Model::Lab => (PixelFormat::Rgb8, lab::pixels(flat.colors)),
    };
    Ok(Rendered {
        pixels: Pixels::new(width, height, format, colors)?,
        alpha: flat.alpha,
        area: flat.area,
        unrendered,
        warnings,
    })
}

/// Set which nodes are drawn. A layer that is asked for is seen only if its groups are, as in Photoshop.
fn choose(nodes: &mut [Node], view: &View) {
    for node in nodes.iter_mut() {
        node.visible = (node.visible || view.show.contains(&node.id)) && !view.hide.contains(&node.id);
        if let Content::Group { members, .. } = &mut node.content {
            choose(members, view);
        }
        choose(&mut node.clipped, view);
    }
}

/// Hide everything but `id` and what leads to it; says whether it is among the nodes.
fn keep_only(nodes: &mut [Node], id: u32) -> bool {
    let mut found = false;
    for node in nodes.iter_mut() {
        let here = node.id == id;
        let inside = match &mut node.content {
            Content::Group { members, .. } if !here => keep_only(members, id),
            _ => false,
        };
        let clipped = !here && keep_only(&mut node.clipped, id);
        if clipped {
            // Of the base only its outline counts.
            (node.fill, node.clipped_as_group) = (0.0, false);
            node.effects.clear();
        }
        node.visible = here || inside || clipped;
        found |= node.visible;
    }
    found
}

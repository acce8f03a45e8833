//! Renderings on request: of a document with layers switched on and off, or of any picture file.

mod ask;
mod cut;

use std::path::Path;

use imageparser_base::{BoxReducer, CancelToken, ErrorKind, Limits, Pixels, Result};
use imageparser_psd::Context;

use crate::document::stored;
use crate::engine::{View, composite};
use crate::picture::open_picture;
use crate::read::with_snapshot;
use crate::record::PixelSource;
use crate::srgb::{in_srgb, rgba};
pub use ask::{Ask, Wanted};

/// A picture made to be looked at.
#[derive(Debug, Clone)]
pub struct Rendering {
    /// Red, green, blue and straight alpha in sRGB.
    pub pixels: Pixels,
    /// Where they come from.
    pub source: PixelSource,
    /// What the layers ask for and the picture lacks.
    pub unrendered: Vec<String>,
    /// What was tolerated.
    pub warnings: Vec<String>,
}

/// Render a document as `ask` says, as its canvas lies (its EXIF orientation is not applied).
///
/// # Errors
/// `Unsupported`, `Corrupt` or `TooLarge` where no pixels can be had; `Cancelled`.
pub fn render(context: &Context, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
    let layers = !context.document.layers.is_empty();
    match ask.wanted {
        Wanted::Layers if layers => from_layers(context, ask, cancel),
        Wanted::Auto if layers && ask.changes_layers() => from_layers(context, ask, cancel),
        Wanted::Auto if layers => automatic(context, ask, cancel),
        wanted => {
            let note = (wanted == Wanted::Layers).then(|| "the document has no layers".to_owned());
            merged(context, ask, stored(context, Some(ask.scaled_edge(context)))?, note)
        }
    }
}

/// The stored picture where it is real, else the layers where they can be rendered, else what is stored.
fn automatic(context: &Context, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
    let pixels = stored(context, Some(ask.scaled_edge(context))).ok();
    let real = context.document.has_real_merged();
    match pixels {
        Some(pixels) if real && !imageparser_psd::is_blank(&pixels) => merged(context, ask, pixels, None),
        pixels => from_layers(context, ask, cancel).or_else(|error| match pixels {
            Some(pixels) if error.kind() != ErrorKind::Cancelled => {
                let note = format!("the layers cannot be rendered: {}", error.message());
                merged(context, ask, pixels, Some(note))
            }
            _ => Err(error),
        }),
    }
}

fn merged(context: &Context, ask: &Ask, pixels: Pixels, note: Option<String>) -> Result<Rendering> {
    let document = &context.document;
    let mut warnings: Vec<String> = note.into_iter().collect();
    if !document.has_real_merged() {
        warnings.push("the document says that its merged picture is not real".to_owned());
    }
    let edge = ask.scaled_edge(context);
    let pixels = in_srgb(pixels, None, document, &mut warnings)?;
    let factor = BoxReducer::factor_for(document.header.width, document.header.height, edge);
    let area = ask::canvas(context).cells(factor);
    let pixels = rgba(&cut::cut(pixels, area, factor, ask.region(context), ask.size(context)))?;
    Ok(Rendering { pixels, source: PixelSource::Merged, unrendered: Vec::new(), warnings })
}

fn from_layers(context: &Context, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
    let factor = ask.factor();
    let region = ask.region(context);
    let view = View { region: Some(region), factor, show: ask.show.clone(), hide: ask.hide.clone(), only: ask.only };
    let rendered = composite(context, &view, cancel)?;
    let mut warnings = rendered.warnings;
    let pixels = in_srgb(rendered.pixels, rendered.alpha, &context.document, &mut warnings)?;
    let pixels = rgba(&cut::cut(pixels, region.cells(factor), factor, region, ask.size(context)))?;
    Ok(Rendering { pixels, source: PixelSource::Composite, unrendered: rendered.unrendered, warnings })
}

/// Any picture file as it is shown: upright and sRGB; no larger than is needed for `long_edge`.
///
/// # Errors
/// As reading and decoding, with the path.
pub fn decode(path: &Path, long_edge: Option<u32>, limits: &Limits, cancel: &CancelToken) -> Result<Rendering> {
    let edge = long_edge.unwrap_or(u32::MAX);
    with_snapshot(path, limits, |snapshot| {
        let picture = open_picture(snapshot, edge, limits, cancel)?;
        let pixels = rgba(&picture.shown.fit(edge))?;
        Ok(Rendering { pixels, source: picture.source, unrendered: picture.unrendered, warnings: picture.warnings })
    })
    .map_err(|error| error.at(path))
}

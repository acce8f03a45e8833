//! Renderings on request: of a document with layers switched on and off, or of any picture file.

mod ask;
mod cut;
mod file;

use imageparser_base::{BoxReducer, CancelToken, ErrorKind, Pixels, Rect, Result};
use imageparser_psd::Context;

use crate::document::stored;
use crate::engine::{View, composite};
use crate::record::PixelSource;
use crate::srgb::{in_srgb, rgba};
pub use ask::{Ask, Wanted};
pub use file::render_file;

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
/// `Usage` for what the document does not have; `Unsupported`, `Corrupt` or `TooLarge` where no pixels can be had;
/// `Cancelled`.
pub fn render(context: &Context, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
    ask.check(&context.document)?;
    let layers = !context.document.layers.is_empty();
    match ask.wanted {
        Wanted::Layers if layers => from_layers(context, ask, cancel),
        Wanted::Auto if layers && ask.changes_layers() => from_layers(context, ask, cancel),
        Wanted::Auto if layers => automatic(context, ask, cancel),
        wanted => {
            let note = (wanted == Wanted::Layers).then(|| "the document has no layers".to_owned());
            merged(context, ask, stored(context, Some(ask.long_edge(canvas(context))))?, note)
        }
    }
}

/// The stored picture where it is real, else the layers where they can be rendered, else what is stored.
fn automatic(context: &Context, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
    let pixels = stored(context, Some(ask.long_edge(canvas(context)))).ok();
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
    let whole = canvas(context);
    let pixels = in_srgb(pixels, None, document, &mut warnings)?;
    let factor = BoxReducer::factor_for(document.header.width, document.header.height, ask.long_edge(whole));
    let part = cut::of_cells(ask.region(whole), whole.cells(factor), factor);
    let pixels = rgba(cut::cut(pixels, part, ask.size(whole)))?;
    Ok(Rendering { pixels, source: PixelSource::Merged, unrendered: Vec::new(), warnings })
}

fn from_layers(context: &Context, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
    let factor = ask.factor();
    let whole = canvas(context);
    let region = ask.region(whole);
    let view = View { region: Some(region), factor, show: ask.show.clone(), hide: ask.hide.clone(), only: ask.only };
    let rendered = composite(context, &view, cancel)?;
    let mut warnings = rendered.warnings;
    let pixels = in_srgb(rendered.pixels, rendered.alpha, &context.document, &mut warnings)?;
    let part = cut::of_cells(region, region.cells(factor), factor);
    let pixels = rgba(cut::cut(pixels, part, ask.size(whole)))?;
    Ok(Rendering { pixels, source: PixelSource::Composite, unrendered: rendered.unrendered, warnings })
}

/// The whole canvas.
fn canvas(context: &Context) -> Rect {
    Rect::of_size(context.document.header.width, context.document.header.height)
}

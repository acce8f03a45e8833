//! Renderings on request: of a document with layers switched on and off, or of any picture file.

mod ask;
mod cut;
mod file;

use std::sync::{Arc, Mutex, PoisonError};

use imageparser_base::{BoxReducer, CancelToken, ErrorKind, Pixels, Rect, Result, SharedSource};
use imageparser_psd::{Context, Preview, View};

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

/// An open document that is rendered again and again: what its layers say is read once, and layers that were shrunk for
/// a preview are kept for the next one at the same scale.
#[derive(Debug)]
pub struct Renderer {
    context: Context,
    preview: Mutex<Option<Arc<Preview>>>,
}

impl Renderer {
    /// For an open document.
    pub fn new(context: Context) -> Self {
        Self { context, preview: Mutex::new(None) }
    }

    /// The open document.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Render the document as `ask` says, as its canvas lies (its EXIF orientation is not applied).
    ///
    /// # Errors
    /// `Usage` for what the document does not have; `Unsupported`, `Corrupt` or `TooLarge` where no pixels can be had;
    /// `Cancelled`.
    pub fn render(&self, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
        let context = &self.context;
        ask.check(&context.document)?;
        let layers = !context.document.layers.is_empty();
        match ask.wanted {
            Wanted::Layers if layers => self.composited(ask, cancel),
            Wanted::Auto if layers && ask.changes_layers() => self.composited(ask, cancel),
            Wanted::Auto if layers => self.automatic(ask, cancel),
            wanted => {
                let note = (wanted == Wanted::Layers).then(|| "the document has no layers".to_owned());
                merged(context, ask, stored(context, ask)?, note)
            }
        }
    }

    /// The stored picture where it is real, else the layers where they can be rendered, else what is stored.
    fn automatic(&self, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
        let context = &self.context;
        let pixels = stored(context, ask).ok();
        let real = context.document.has_real_merged();
        match pixels {
            Some(pixels) if real && !imageparser_psd::is_blank(&pixels) => merged(context, ask, pixels, None),
            pixels => self.composited(ask, cancel).or_else(|error| match pixels {
                Some(pixels) if error.kind() != ErrorKind::Cancelled => {
                    let note = format!("the layers cannot be rendered: {}", error.message());
                    merged(context, ask, pixels, Some(note))
                }
                _ => Err(error),
            }),
        }
    }

    fn composited(&self, ask: &Ask, cancel: &CancelToken) -> Result<Rendering> {
        cancel.check()?;
        let whole = canvas(&self.context);
        let (factor, region) = (ask.factor(), ask.region(whole));
        let view =
            View { region: Some(region), factor, show: ask.show.clone(), hide: ask.hide.clone(), only: ask.only };
        let rendered = self.preview()?.composite(&view, cancel)?;
        let (part, mut warnings) = (cut::of_cells(region, rendered.area, factor), rendered.warnings);
        let pixels = in_srgb(rendered.pixels, Some(rendered.alpha), &self.context.document, &mut warnings)?;
        let pixels = rgba(cut::cut(pixels, part, ask.size(whole)))?;
        Ok(Rendering { pixels, source: PixelSource::Composite, unrendered: rendered.unrendered, warnings })
    }

    fn preview(&self) -> Result<Arc<Preview>> {
        let mut kept = self.preview.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(preview) = &*kept {
            return Ok(preview.clone());
        }
        let preview = Arc::new(Preview::new(self.context.clone())?);
        *kept = Some(preview.clone());
        Ok(preview)
    }
}

/// The stored picture as stored, no smaller than `ask` wants it.
fn stored(context: &Context, ask: &Ask) -> Result<Pixels> {
    let mut source = SharedSource(context.bytes.clone());
    let long_edge = ask.long_edge(canvas(context));
    imageparser_psd::merged_rgba(&mut source, &context.document, Some(long_edge), &context.limits)
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

/// The whole canvas.
fn canvas(context: &Context) -> Rect {
    Rect::of_size(context.document.header.width, context.document.header.height)
}

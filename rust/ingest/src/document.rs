//! Which pixels stand for a layered document: the stored picture where it is real, else one made from the layers, else
//! the embedded preview.

use imageparser_base::{BoxReducer, CancelToken, ErrorKind, Limits, PixelFormat, Pixels, Result, SharedSource};
use imageparser_codec::Want;
use imageparser_psd::{Context, Document, View, composite};

use crate::guard::apart;
use crate::record::PixelSource;
use crate::shown::Shown;
use crate::srgb::in_srgb;

/// The pixels chosen for a document.
#[derive(Debug)]
pub struct Chosen {
    /// The picture.
    pub shown: Shown,
    /// Which it is.
    pub source: PixelSource,
    /// What the layers ask for and the picture lacks.
    pub unrendered: Vec<String>,
}

impl Chosen {
    fn new(shown: Shown, source: PixelSource) -> Self {
        Self { shown, source, unrendered: Vec::new() }
    }
}

/// Choose the pixels of a document, its long edge at least `long_edge` where it is that large.
///
/// # Errors
/// What decoding the stored picture gives where nothing else can be had; `Cancelled`.
pub fn choose(context: &Context, long_edge: u32, cancel: &CancelToken, warnings: &mut Vec<String>) -> Result<Chosen> {
    let document = &context.document;
    let merged = stored(context, Some(long_edge));
    let real = document.has_real_merged()
        && merged.as_ref().is_ok_and(|pixels| document.layers.is_empty() || !imageparser_psd::is_blank(pixels));
    if !real {
        if let Some(made) = composited(context, long_edge, cancel, warnings)? {
            return Ok(made);
        }
        if let Some(preview) = embedded(document, long_edge, &context.limits) {
            return Ok(Chosen::new(preview, PixelSource::Embedded));
        }
    }
    let pixels = merged?;
    if !document.has_real_merged() {
        warnings.push("the document stores no real merged picture and no preview".to_owned());
    }
    let pixels = in_srgb(pixels, None, document, warnings)?;
    Ok(Chosen::new(Shown::merged(pixels, document, long_edge), PixelSource::Merged))
}

/// The stored merged picture, as stored.
///
/// # Errors
/// As [`imageparser_psd::merged`].
fn stored(context: &Context, long_edge: Option<u32>) -> Result<Pixels> {
    let mut source = SharedSource(context.bytes.clone());
    imageparser_psd::merged(&mut source, &context.document, long_edge, &context.limits)
}

/// The picture made from the layers; `None` where there are none, they show nothing, or it cannot be made.
fn composited(
    context: &Context,
    long_edge: u32,
    cancel: &CancelToken,
    warnings: &mut Vec<String>,
) -> Result<Option<Chosen>> {
    let document = &context.document;
    if document.layers.is_empty() {
        return Ok(None);
    }
    let factor = BoxReducer::factor_for(document.header.width, document.header.height, long_edge);
    let view = View { factor, ..View::default() };
    let rendered = match apart(|| composite(context, &view, cancel)) {
        Ok(rendered) => rendered,
        Err(error) if error.kind() == ErrorKind::Cancelled => return Err(error),
        Err(error) => {
            warnings.push(format!("the layers cannot be rendered: {}", error.message()));
            return Ok(None);
        }
    };
    if rendered.alpha.iter().all(|&alpha| alpha == 0) {
        return Ok(None);
    }
    warnings.extend(rendered.warnings);
    let pixels = in_srgb(rendered.pixels, Some(rendered.alpha), document, warnings)?;
    let shown = Shown::merged(pixels, document, long_edge);
    Ok(Some(Chosen { shown, source: PixelSource::Composite, unrendered: rendered.unrendered }))
}

fn embedded(document: &Document, long_edge: u32, limits: &Limits) -> Option<Shown> {
    let jpeg = document.thumbnail.as_deref()?;
    let mut decoded = imageparser_codec::decode(jpeg, Want::at_least(long_edge), limits).ok()?;
    if document.thumbnail_is_bgr && decoded.pixels.format() == PixelFormat::Rgb8 {
        decoded.pixels.data_mut().chunks_exact_mut(3).for_each(|pixel| pixel.swap(0, 2));
    }
    Some(decoded.into())
}

use std::path::Path;

use imageparser_base::{CancelToken, Error, Format, Limits, Part, Rect, Result};

use super::{Ask, Renderer, Rendering, cut};
use crate::header::{open_document, probe_file};
use crate::picture::open_picture;
use crate::read::{Snapshot, with_snapshot};
use crate::srgb::rgba;

/// Render any picture file: a layered document as [`Renderer`] does, another one upright as it is shown.
///
/// # Errors
/// As [`Renderer::render`], reading and decoding, with the path.
pub fn render_file(path: &Path, ask: &Ask, limits: &Limits, cancel: &CancelToken) -> Result<Rendering> {
    let probe = probe_file(path, limits)?;
    if matches!(probe.format, Format::Psd | Format::Psb) {
        return Renderer::new(open_document(path, limits)?).render(ask, cancel).map_err(|error| error.at(path));
    }
    if ask.changes_layers() {
        return Err(Error::usage("the picture has no layers to be shown or hidden").at(path));
    }
    let turned = probe.orientation >= 5;
    let size = if turned { (probe.height, probe.width) } else { (probe.width, probe.height) };
    ask.check_size(size.0, size.1).map_err(|error| error.at(path))?;
    let whole = Rect::of_size(size.0, size.1);
    with_snapshot(path, limits, |snapshot| flat(snapshot, ask, whole, limits, cancel)).map_err(|error| error.at(path))
}

fn flat(snapshot: &Snapshot<'_>, ask: &Ask, whole: Rect, limits: &Limits, cancel: &CancelToken) -> Result<Rendering> {
    let picture = open_picture(snapshot, ask.long_edge(whole), limits, cancel)?;
    let (shown, region) = (picture.shown, ask.region(whole));
    let (across, down) = (shown.part.width / f64::from(shown.full.0), shown.part.height / f64::from(shown.full.1));
    let part = Part {
        left: shown.part.left + f64::from(region.left) * across,
        top: shown.part.top + f64::from(region.top) * down,
        width: region.width() as f64 * across,
        height: region.height() as f64 * down,
    };
    let pixels = rgba(cut::cut(shown.pixels, part, ask.size(whole)))?;
    let (source, unrendered, warnings) = (picture.source, picture.unrendered, picture.warnings);
    Ok(Rendering { pixels, source, unrendered, warnings })
}

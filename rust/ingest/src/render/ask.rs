use std::collections::BTreeSet;

use imageparser_base::Rect;
use imageparser_psd::Context;

/// Which picture of a document is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Made from the layers.
    #[default]
    Layers,
    /// The stored one.
    Merged,
    /// The stored one where it is real and no layer is switched, else the layers.
    Auto,
}

impl Wanted {
    /// By its word: "layers", "merged" or "auto".
    pub fn named(word: &str) -> Option<Self> {
        let words = [("layers", Self::Layers), ("merged", Self::Merged), ("auto", Self::Auto)];
        words.into_iter().find(|(known, _)| *known == word).map(|(_, wanted)| wanted)
    }
}

/// What is to be rendered of a document.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Layers shown though they are hidden.
    pub show: BTreeSet<u32>,
    /// Layers hidden though they are visible.
    pub hide: BTreeSet<u32>,
    /// The only layer to be shown.
    pub only: Option<u32>,
    /// Size of the result to that of the region; above 0 and at most 1, else 1.
    pub scale: f64,
    /// The part of the canvas, in canvas pixels; the whole where it is `None`.
    pub region: Option<Rect>,
    /// Which picture.
    pub wanted: Wanted,
}

/// The whole canvas.
pub fn canvas(context: &Context) -> Rect {
    Rect::of_size(context.document.header.width, context.document.header.height)
}

impl Ask {
    /// Why it cannot be answered for this document; `None` where it can.
    pub fn fault(&self, context: &Context) -> Option<String> {
        let known = |id: &u32| context.document.layers.iter().any(|layer| layer.id == *id);
        let unknown: Vec<String> = self
            .show
            .iter()
            .chain(&self.hide)
            .chain(&self.only)
            .filter(|id| !known(id))
            .map(ToString::to_string)
            .collect();
        if !unknown.is_empty() {
            return Some(format!("the document has no layer {}", unknown.join(", ")));
        }
        if !(self.scale > 0.0 && self.scale <= 1.0) {
            return Some(format!("a scale is above 0 and at most 1, not {}", self.scale));
        }
        let region = self.region?;
        let whole = canvas(context);
        let Rect { left, top, right, bottom } = region;
        let (width, height) = (whole.right, whole.bottom);
        (region.is_empty() || !whole.contains(region)).then(|| {
            format!("the region {left},{top},{right},{bottom} is empty or outside the canvas of {width} x {height}")
        })
    }

    /// Whether any layer is shown otherwise than the document says.
    pub(super) fn changes_layers(&self) -> bool {
        self.only.is_some() || !self.show.is_empty() || !self.hide.is_empty()
    }

    pub(super) fn region(&self, context: &Context) -> Rect {
        self.region.unwrap_or_else(|| canvas(context))
    }

    fn scale(&self) -> f64 {
        if self.scale > 0.0 && self.scale <= 1.0 { self.scale } else { 1.0 }
    }

    /// Columns and rows of the result.
    pub(super) fn size(&self, context: &Context) -> (u32, u32) {
        let region = self.region(context);
        let scaled = |side: usize| ((side as f64 * self.scale()).round() as u32).max(1);
        (scaled(region.width()), scaled(region.height()))
    }

    /// The whole factor by which the canvas may be reduced before the rest of the scale is done by a filter.
    pub(super) fn factor(&self) -> u32 {
        (1.0 / self.scale()).floor().clamp(1.0, 128.0) as u32
    }

    /// The long edge of the whole canvas at this scale.
    pub(super) fn scaled_edge(&self, context: &Context) -> u32 {
        let header = &context.document.header;
        let edge = f64::from(header.width.max(header.height));
        (edge * self.scale()).floor().max(1.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_leave_enough_pixels() {
        for (scale, factor) in [(1.0, 1), (0.6, 1), (0.5, 2), (0.34, 2), (0.01, 100), (0.000_1, 128)] {
            assert_eq!(Ask { scale, ..Ask::default() }.factor(), factor, "{scale}");
        }
        assert_eq!(Ask::default().factor(), 1, "a scale of zero is none");
    }
}

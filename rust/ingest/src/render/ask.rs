use std::collections::BTreeSet;

use imageparser_base::{Error, Rect, Result};
use imageparser_psd::Document;

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

impl Ask {
    /// Refuse layers that `document` does not have, and what [`Ask::check_size`] refuses.
    ///
    /// # Errors
    /// `Usage`.
    pub fn check(&self, document: &Document) -> Result<()> {
        let known = |id: &u32| document.layers.iter().any(|layer| layer.id == *id);
        let named = self.show.iter().chain(&self.hide).chain(&self.only);
        let unknown: Vec<String> = named.filter(|id| !known(id)).map(ToString::to_string).collect();
        if !unknown.is_empty() {
            return Err(Error::usage(format!("the document has no layer {}", unknown.join(", "))));
        }
        self.check_size(document.header.width, document.header.height)
    }

    /// Refuse a scale or region that a picture of this size does not have.
    ///
    /// # Errors
    /// `Usage`.
    pub fn check_size(&self, width: u32, height: u32) -> Result<()> {
        if !(self.scale > 0.0 && self.scale <= 1.0) {
            return Err(Error::usage(format!("a scale is above 0 and at most 1, not {}", self.scale)));
        }
        match self.region {
            Some(region) if region.is_empty() || !Rect::of_size(width, height).contains(region) => {
                let Rect { left, top, right, bottom } = region;
                Err(Error::usage(format!(
                    "the region {left},{top},{right},{bottom} is empty or outside the picture of {width} x {height}"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Whether any layer is shown otherwise than the document says.
    pub(super) fn changes_layers(&self) -> bool {
        self.only.is_some() || !self.show.is_empty() || !self.hide.is_empty()
    }

    /// The region of a picture whose whole is this.
    pub(super) fn region(&self, whole: Rect) -> Rect {
        self.region.unwrap_or(whole)
    }

    fn scale(&self) -> f64 {
        if self.scale > 0.0 && self.scale <= 1.0 { self.scale } else { 1.0 }
    }

    /// Columns and rows of the result.
    pub(super) fn size(&self, whole: Rect) -> (u32, u32) {
        let region = self.region(whole);
        let scaled = |side: usize| ((side as f64 * self.scale()).round() as u32).max(1);
        (scaled(region.width()), scaled(region.height()))
    }

    /// The whole factor by which the canvas may be reduced before the rest of the scale is done by a filter.
    pub(super) fn factor(&self) -> u32 {
        (1.0 / self.scale()).floor().clamp(1.0, 128.0) as u32
    }

    /// The long edge of the whole picture at this scale.
    pub(super) fn long_edge(&self, whole: Rect) -> u32 {
        let edge = whole.width().max(whole.height()) as f64;
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

    #[test]
    fn what_a_picture_does_not_have_is_refused() {
        let ask = |scale, region| Ask { scale, region, ..Ask::default() }.check_size(10, 5);
        assert!(ask(1.0, None).is_ok() && ask(0.001, Some(Rect::new(0, 0, 10, 5))).is_ok());
        for scale in [0.0, -1.0, 1.01, f64::NAN, f64::INFINITY] {
            assert!(ask(scale, None).is_err(), "{scale}");
        }
        for region in [[0, 0, 11, 5], [-1, 0, 5, 5], [3, 3, 3, 4], [5, 0, 4, 5], [i32::MIN, 0, i32::MAX, 1]] {
            let [left, top, right, bottom] = region;
            assert!(ask(1.0, Some(Rect::new(left, top, right, bottom))).is_err(), "{region:?}");
        }
    }
}

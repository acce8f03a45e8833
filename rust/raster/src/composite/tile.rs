use std::ops::Range;

use imageparser_base::Rect;

use crate::blend::{Backdrop, Curve};
use crate::scene::Model;

/// Part of a picture under work: premultiplied colour planes, then alpha.
#[derive(Debug, Clone)]
pub(super) struct Tile {
    pub(super) area: Rect,
    pub(super) model: Model,
    planes: Vec<Vec<f32>>,
}

impl Tile {
    /// A transparent tile.
    pub(super) fn new(area: Rect, model: Model) -> Self {
        Self { area, model, planes: vec![vec![0.0; area.area()]; model.channels() + 1] }
    }

    /// The part of this tile inside `area`.
    pub(super) fn part(&self, area: Rect) -> Self {
        let area = area.intersect(self.area);
        let mut part = Self::new(area, self.model);
        for y in area.top..area.bottom {
            let (from, to) = (self.place(y, area.left..area.right), part.place(y, area.left..area.right));
            for (target, source) in part.planes.iter_mut().zip(&self.planes) {
                target[to.clone()].copy_from_slice(&source[from.clone()]);
            }
        }
        part
    }

    /// Where a row of columns lies in the planes.
    pub(super) fn place(&self, y: i32, columns: Range<i32>) -> Range<usize> {
        let start = (y - self.area.top) as usize * self.area.width() + (columns.start - self.area.left) as usize;
        start..start + (columns.end - columns.start) as usize
    }

    /// Alpha of a row.
    pub(super) fn alpha(&self, place: Range<usize>) -> &[f32] {
        &self.planes[self.model.channels()][place]
    }

    /// Colours, premultiplied, and alpha of a row.
    pub(super) fn row(&self, place: &Range<usize>) -> Vec<&[f32]> {
        self.planes.iter().map(|plane| &plane[place.clone()]).collect()
    }

    /// Let `work` change a row.
    pub(super) fn change(&mut self, place: Range<usize>, work: impl FnOnce(&mut Backdrop<'_>)) {
        let model = self.model;
        let Some((alpha, colors)) = self.planes.split_last_mut() else { return };
        let alpha = &mut alpha[place.clone()];
        // Four is the most colours there are; a list on the stack keeps the hot path free of allocations.
        match colors {
            [a] => work(&mut Backdrop { model, colors: &mut [&mut a[place]], alpha }),
            [a, b, c] => {
                let mut rows = [&mut a[place.clone()], &mut b[place.clone()], &mut c[place]];
                work(&mut Backdrop { model, colors: &mut rows, alpha });
            }
            [a, b, c, d] => {
                let mut rows = [&mut a[place.clone()], &mut b[place.clone()], &mut c[place.clone()], &mut d[place]];
                work(&mut Backdrop { model, colors: &mut rows, alpha });
            }
            _ => {}
        }
    }

    /// Straight colours of a row into `rows`; nothing where it is transparent.
    pub(super) fn straight(&self, place: &Range<usize>, rows: &mut [Vec<f32>]) {
        let alpha = self.alpha(place.clone());
        for (row, plane) in rows.iter_mut().zip(&self.planes[..self.model.channels()]) {
            row.clear();
            let samples = plane[place.clone()].iter().zip(alpha);
            row.extend(samples.map(|(&c, &a)| if a > 0.0 { c / a } else { 0.0 }));
        }
    }

    /// Go from this tile to `target` by the share of each pixel in `shape` (rows over the target's area).
    pub(super) fn approach(&mut self, target: &Self, shape: &[f32]) {
        let area = target.area;
        for y in area.top..area.bottom {
            let from = target.place(y, area.left..area.right);
            let to = self.place(y, area.left..area.right);
            let shares = &shape[from.clone()];
            for (plane, goal) in self.planes.iter_mut().zip(&target.planes) {
                let samples = plane[to.clone()].iter_mut().zip(&goal[from.clone()]);
                for ((sample, goal), share) in samples.zip(shares) {
                    *sample += share * (goal - *sample);
                }
            }
        }
    }

    /// The same for straight colours that mix by `curve`.
    pub(super) fn approach_by_gamma(&mut self, target: &Self, shape: &[f32], curve: Curve) {
        let before = self.part(target.area);
        self.approach(target, shape);
        let count = target.model.channels();
        for y in target.area.top..target.area.bottom {
            let (from, to) = (
                target.place(y, target.area.left..target.area.right),
                self.place(y, target.area.left..target.area.right),
            );
            for (place, out) in from.zip(to) {
                let share = shape[place];
                let (under, over) = (before.planes[count][place], target.planes[count][place]);
                if share <= 0.0 || share >= 1.0 || under <= 0.0 || over <= 0.0 {
                    continue; // nothing mixes, or only with nothing
                }
                let weights = [(1.0 - share) * under, share * over];
                for channel in 0..count {
                    let colors = [before.planes[channel][place] / under, target.planes[channel][place] / over];
                    self.planes[channel][out] = curve.between(colors, weights) * (weights[0] + weights[1]);
                }
            }
        }
    }

    /// Take the channels of `mask` (bit 0 is the first colour) back from an earlier state.
    pub(super) fn restore(&mut self, earlier: &Self, channels: u8) {
        for (index, (plane, before)) in self.planes.iter_mut().zip(&earlier.planes).enumerate() {
            if index < 4 && channels & (1 << index) != 0 && index < self.model.channels() {
                plane.copy_from_slice(before);
            }
        }
    }

    /// The opaque colours that, by the shares given, made this tile of `before`; nothing where the share is none.
    pub(super) fn without(&self, before: &Self, shares: &[f32]) -> Self {
        let mut found = self.clone();
        let Some((alpha, colors)) = found.planes.split_last_mut() else { return found };
        for (plane, earlier) in colors.iter_mut().zip(&before.planes) {
            for ((sample, &b), &share) in plane.iter_mut().zip(earlier).zip(shares) {
                *sample = if share > 0.0 { (*sample - (1.0 - share) * b) / share } else { 0.0 };
            }
        }
        alpha.fill(1.0);
        found
    }

    /// Make every pixel opaque without changing its colour; what was transparent becomes black.
    pub(super) fn set_opaque(&mut self) {
        let Some((alpha, colors)) = self.planes.split_last_mut() else { return };
        for plane in colors {
            for (sample, &a) in plane.iter_mut().zip(&*alpha) {
                *sample = if a > 0.0 { *sample / a } else { 0.0 };
            }
        }
        alpha.fill(1.0);
    }
}

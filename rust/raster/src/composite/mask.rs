use std::ops::Range;

use super::bands::Bands;
use super::drawn::DrawnMask;

impl DrawnMask {
    /// Multiply `alpha`, a row of coverages at `columns` of row `y`, by this mask.
    pub(super) fn cut(&self, bands: &Bands, y: i32, columns: &Range<i32>, alpha: &mut [f32], samples: &mut Vec<f32>) {
        let band = bands.get(self.source);
        let inside = columns.start.max(band.area.left)..columns.end.min(band.area.right);
        let outside = self.share(self.outside);
        if y < band.area.top || y >= band.area.bottom || inside.is_empty() {
            alpha.iter_mut().for_each(|alpha| *alpha *= outside);
            return;
        }
        band.load(0, y, inside.clone(), samples);
        let start = (inside.start - columns.start) as usize;
        let end = (inside.end - columns.start) as usize;
        alpha[..start].iter_mut().for_each(|alpha| *alpha *= outside);
        for (alpha, &coverage) in alpha[start..end].iter_mut().zip(&*samples) {
            *alpha *= self.share(coverage);
        }
        alpha[end..].iter_mut().for_each(|alpha| *alpha *= outside);
    }

    fn share(&self, coverage: f32) -> f32 {
        let coverage = if self.inverted { 1.0 - coverage } else { coverage };
        1.0 - self.density * (1.0 - coverage)
    }
}

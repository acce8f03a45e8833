use crate::scene::{Adjust, Model};

use super::tone::{each_rgb, luma, with_luma};

/// Photo filter: light that passes a coloured glass, by density.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PhotoFilter {
    /// The glass.
    pub color: [f32; 3],
    /// 0-1.
    pub density: f32,
    /// Whether each pixel keeps its luma.
    pub keep_luma: bool,
}

impl Adjust for PhotoFilter {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model != Model::Rgb {
            return;
        }
        let factors = self.color.map(|value| 1.0 + (value - 1.0) * self.density);
        let pass = |color: [f32; 3]| [color[0] * factors[0], color[1] * factors[1], color[2] * factors[2]];
        if self.keep_luma {
            each_rgb(colors, |color| with_luma(pass(color), luma(color)));
        } else {
            each_rgb(colors, pass);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(adjust: &PhotoFilter, color: [f32; 3]) -> [f32; 3] {
        let [mut r, mut g, mut b] = color.map(|value| [value]);
        adjust.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        [r[0], g[0], b[0]]
    }

    #[test]
    fn the_glass_takes_light_by_density() {
        let filter = PhotoFilter { color: [1.0, 0.5, 0.0], density: 0.5, keep_luma: false };
        assert_eq!(one(&filter, [0.8, 0.8, 0.8]), [0.8, 0.6, 0.4]);
        let filter = PhotoFilter { keep_luma: true, ..filter };
        assert!((luma(one(&filter, [0.5; 3])) - 0.5).abs() < 1e-6);
    }
}

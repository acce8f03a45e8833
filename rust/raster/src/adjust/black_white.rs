use crate::scene::{Adjust, Model};

use super::tone::{each_rgb, with_luma};

/// Black and white: how bright each of six hues becomes, and a tint.
///
/// A colour is its smallest value of white, a part of a secondary and a part of a primary; each part counts by its
/// slider. (Measured and published by several people; the defaults give Photoshop's picture exactly.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlackWhite {
    /// Red, green, blue; 1 keeps the value.
    pub primaries: [f32; 3],
    /// Yellow, cyan, magenta.
    pub secondaries: [f32; 3],
    /// The colour given to the greys, at their luma.
    pub tint: Option<[f32; 3]>,
}

impl BlackWhite {
    #[inline]
    fn grey(&self, [r, g, b]: [f32; 3]) -> f32 {
        let [red, green, blue] = self.primaries;
        let [yellow, cyan, magenta] = self.secondaries;
        let above = |value: f32, other: f32| (value - other).max(0.0);
        let primary = red * above(r, g.max(b)) + green * above(g, r.max(b)) + blue * above(b, r.max(g));
        let secondary = yellow * above(r.min(g), b) + cyan * above(g.min(b), r) + magenta * above(r.min(b), g);
        (r.min(g).min(b) + primary + secondary).clamp(0.0, 1.0)
    }
}

impl Adjust for BlackWhite {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model != Model::Rgb {
            return;
        }
        match self.tint {
            None => each_rgb(colors, |color| [self.grey(color); 3]),
            Some(tint) => each_rgb(colors, |color| with_luma(tint, self.grey(color))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjust::tone::luma;

    const DEFAULT: BlackWhite = BlackWhite { primaries: [0.4, 0.4, 0.2], secondaries: [0.6, 0.6, 0.8], tint: None };

    fn one(adjust: &BlackWhite, color: [f32; 3]) -> [f32; 3] {
        let [mut r, mut g, mut b] = color.map(|value| [value]);
        adjust.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        [r[0], g[0], b[0]]
    }

    #[test]
    fn pure_colours_take_their_sliders() {
        let cases = [
            ([1.0, 0.0, 0.0], 0.4),
            ([1.0, 1.0, 0.0], 0.6),
            ([0.0, 1.0, 0.0], 0.4),
            ([0.0, 1.0, 1.0], 0.6),
            ([0.0, 0.0, 1.0], 0.2),
            ([1.0, 0.0, 1.0], 0.8),
            ([0.3, 0.3, 0.3], 0.3),
            // min 0.1, then 0.2 of yellow, 0.3 of red.
            ([0.6, 0.3, 0.1], 0.1 + 0.2 * 0.6 + 0.3 * 0.4),
        ];
        for (color, grey) in cases {
            assert!((one(&DEFAULT, color)[1] - grey).abs() < 1e-6, "{color:?}");
        }
    }

    #[test]
    fn a_tint_keeps_the_grey_as_luma() {
        let tinted = BlackWhite { tint: Some([0.88, 0.83, 0.7]), ..DEFAULT };
        let made = one(&tinted, [1.0, 0.5, 0.0]);
        let grey = one(&DEFAULT, [1.0, 0.5, 0.0])[0];
        assert!((luma(made) - grey).abs() < 1e-5 && made[0] > made[2]);
    }
}

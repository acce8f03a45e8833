use crate::scene::{Adjust, Model};

use super::table::Table;
use super::tone::{each_rgb, luma, with_luma};

/// Colour balance: cyan-red, magenta-green, yellow-blue of shadows, midtones and highlights, -1 to 1 each.
///
/// Adobe tells no formula. Midtones move by a parabola over the levels; shadows and highlights by a curve that is
/// steep at their end when they stretch the range and by the same parabola when they compress it, as GIMP 2.8 and libpsd
/// take it.
#[derive(Debug, Clone)]
pub struct ColorBalance {
    tables: [Table; 3],
    keep_luma: bool,
}

/// The most a slider moves a level.
const REACH: f64 = 100.0 / 255.0;

fn parabola(x: f64) -> f64 {
    let away = 2.0 * x - 1.0;
    0.667 * (1.0 - away * away)
}

fn steep(x: f64) -> f64 {
    (1.075 - 1.0 / (x * 255.0 / 16.0 + 1.0)).max(0.0)
}

/// The new level of `x` under one channel's shadows, midtones and highlights.
fn balanced([shadows, midtones, highlights]: [f64; 3], x: f64) -> f64 {
    let dark = if shadows > 0.0 { parabola(x) } else { steep(1.0 - x) };
    let x = (x + REACH * shadows * dark).clamp(0.0, 1.0);
    let x = (x + REACH * midtones * parabola(x)).clamp(0.0, 1.0);
    let light = if highlights > 0.0 { steep(x) } else { parabola(x) };
    (x + REACH * highlights * light).clamp(0.0, 1.0)
}

impl ColorBalance {
    /// `tones` are shadows, midtones and highlights, each for red, green and blue.
    pub fn new(depth: u16, tones: [[f64; 3]; 3], keep_luma: bool) -> Self {
        let table = |channel: usize| {
            let own = tones.map(|tone| tone[channel]);
            Table::new(depth, move |x| balanced(own, x))
        };
        Self { tables: [table(0), table(1), table(2)], keep_luma }
    }
}

impl Adjust for ColorBalance {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model != Model::Rgb {
            return;
        }
        let [red, green, blue] = &self.tables;
        if self.keep_luma {
            each_rgb(colors, |color| with_luma([red.at(color[0]), green.at(color[1]), blue.at(color[2])], luma(color)));
        } else {
            each_rgb(colors, |color| [red.at(color[0]), green.at(color[1]), blue.at(color[2])]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(adjust: &ColorBalance, color: [f32; 3]) -> [f32; 3] {
        let [mut r, mut g, mut b] = color.map(|value| [value]);
        adjust.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        [r[0], g[0], b[0]]
    }

    #[test]
    fn nothing_set_changes_nothing() {
        for keep_luma in [false, true] {
            let adjust = ColorBalance::new(8, [[0.0; 3]; 3], keep_luma);
            for color in [[0.0, 0.2, 1.0], [0.4, 0.4, 0.4]] {
                let off = one(&adjust, color).iter().zip(color).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(off < 1e-2, "{off}");
            }
        }
    }

    #[test]
    fn midtones_move_the_middle_most() {
        let adjust = ColorBalance::new(16, [[0.0; 3], [1.0, 0.0, -1.0], [0.0; 3]], false);
        let [red, green, blue] = one(&adjust, [0.5; 3]);
        assert!((red - 0.7616).abs() < 1e-3 && (green - 0.5).abs() < 1e-3 && (blue - 0.2384).abs() < 1e-3);
        assert_eq!(one(&adjust, [0.0; 3])[0], 0.0);
    }

    #[test]
    fn luma_is_kept_when_asked_for() {
        let adjust = ColorBalance::new(16, [[0.3, 0.0, 0.0], [0.5, -0.2, 0.1], [0.0, 0.4, 0.0]], true);
        for color in [[0.2, 0.5, 0.7], [0.9, 0.8, 0.1], [0.5; 3]] {
            assert!((luma(one(&adjust, color)) - luma(color)).abs() < 1e-4);
        }
    }

    #[test]
    fn curves_rise_and_stay_in_range() {
        for tones in [[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [0.3, -0.8, 0.9]] {
            for i in 0..=255 {
                assert!((0.0..=1.0).contains(&balanced(tones, f64::from(i) / 255.0)));
            }
        }
    }
}

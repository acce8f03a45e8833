use crate::fill::{Color, to_linear, to_srgb};
use crate::scene::{Adjust, Model};

use super::table::Table;
use super::tone::{each_rgb, luma, with_luma};

/// Photo filter: light that passes a coloured glass, by density.
///
/// Adobe tells no formula. Of those tried on `fillAdjustments.psd` of webtoon/psd (a stack of eight adjustments over
/// gradients) the nearest is taken: each of XYZ is weakened by the glass, in linear light of sRGB, then each pixel gets
/// its luma back.
#[derive(Debug, Clone)]
pub struct PhotoFilter {
    /// From linear red, green, blue to those behind the glass.
    matrix: [[f32; 3]; 3],
    to_light: Table,
    from_light: Table,
    keep_luma: bool,
}

type Matrix = [[f64; 3]; 3];

/// Linear sRGB to XYZ under D50, white being 1 each (the matrix of the sRGB ICC profile by its white point), and back.
const TO_XYZ: Matrix =
    [[0.452_246, 0.399_443, 0.148_388], [0.222_493, 0.716_887, 0.060_617], [0.016_873, 0.117_644, 0.865_354]];
const FROM_XYZ: Matrix =
    [[3.022_046, -1.617_209, -0.404_926], [-0.943_729, 1.916_130, 0.027_589], [0.069_389, -0.228_994, 1.160_042]];

impl PhotoFilter {
    /// A glass of this colour and density (0-1); `keep_luma` gives each pixel its luma back.
    pub fn new(color: Color, density: f64, keep_luma: bool) -> Self {
        let glass = white_relative(color).map(|share| 1.0 + (share.clamp(0.0, 1.0) - 1.0) * density);
        let cell = |row: usize, column: usize| -> f64 {
            (0..3).map(|i| FROM_XYZ[row][i] * glass[i] * TO_XYZ[i][column]).sum()
        };
        let matrix = [0, 1, 2].map(|row| [0, 1, 2].map(|column| cell(row, column) as f32));
        let (to_light, from_light) = (Table::new(16, to_linear), Table::new(16, to_srgb));
        Self { matrix, to_light, from_light, keep_luma }
    }

    #[inline]
    fn pass(&self, color: [f32; 3]) -> [f32; 3] {
        let light = color.map(|value| self.to_light.at(value));
        let [red, green, blue] = self.matrix.map(|row| row[0] * light[0] + row[1] * light[1] + row[2] * light[2]);
        [self.from_light.at(red), self.from_light.at(green), self.from_light.at(blue)]
    }
}

/// XYZ of a colour as shares of white.
fn white_relative(color: Color) -> [f64; 3] {
    if let Color::Lab([lightness, a, b]) = color {
        let y = (lightness + 16.0) / 116.0;
        let curve = |t: f64| if t > 6.0 / 29.0 { t.powi(3) } else { (116.0 * t - 16.0) * 27.0 / 24389.0 };
        return [curve(y + a / 500.0), curve(y), curve(y - b / 200.0)];
    }
    let light = color.rgb().map(to_linear);
    TO_XYZ.map(|row| row[0] * light[0] + row[1] * light[1] + row[2] * light[2])
}

impl Adjust for PhotoFilter {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model != Model::Rgb {
            return;
        }
        if self.keep_luma {
            each_rgb(colors, |color| with_luma(self.pass(color), luma(color)));
        } else {
            each_rgb(colors, |color| self.pass(color));
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
    fn clear_glass_changes_nothing() {
        for filter in [
            PhotoFilter::new(Color::Rgb([1.0; 3]), 1.0, false),
            PhotoFilter::new(Color::Rgb([1.0, 0.0, 0.0]), 0.0, true),
        ] {
            for color in [[0.0, 0.5, 1.0], [0.3, 0.3, 0.3], [1.0, 1.0, 1.0]] {
                let off = one(&filter, color).iter().zip(color).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(off < 2e-3, "{off}");
            }
        }
    }

    #[test]
    fn a_warm_glass_takes_blue_and_keeps_luma() {
        let warm = Color::Lab([67.06, 32.0, 120.0]);
        let [red, green, blue] = one(&PhotoFilter::new(warm, 0.25, false), [0.8; 3]);
        assert!(red > green && green > blue && red < 0.8, "{red} {green} {blue}");
        // 209 grey becomes what was measured by hand: 220, 206, 197.
        let made = one(&PhotoFilter::new(warm, 0.25, true), [209.0 / 255.0; 3]).map(|value| (value * 255.0).round());
        assert_eq!(made, [220.0, 206.0, 197.0]);
    }
}

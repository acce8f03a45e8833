use crate::scene::Model;

/// A colour in the space in which somebody chose it; [`Color::in_model`] brings it to the picture's own.
///
/// RGB and grey are taken as sRGB, Lab is D50. CMYK is converted without a profile (the ink coverages multiplied), as
/// the picture's profile is unknown here; that is seldom needed, because a document mostly keeps its own model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Color {
    /// Red, green, blue; 0-1.
    Rgb([f64; 3]),
    /// Hue as a share of the circle, saturation, brightness; 0-1.
    Hsb([f64; 3]),
    /// Cyan, magenta, yellow, black: ink, 0-1 (0 is bare paper).
    Cmyk([f64; 4]),
    /// Lightness 0-100, a and b.
    Lab([f64; 3]),
    /// Lightness as stored, 0-1 (0 is black).
    Grey(f64),
}

impl Color {
    /// The samples of this colour in `model`, limited to 0-1; what is no number is 0.
    pub fn in_model(self, model: Model) -> Vec<f32> {
        let samples = match (model, self) {
            (Model::Grey, Self::Grey(grey)) => vec![grey],
            (Model::Cmyk, Self::Cmyk(ink)) => ink.map(|share| 1.0 - share).to_vec(),
            (Model::Lab, Self::Lab(lab)) => stored_lab(lab),
            (Model::Grey, _) => vec![grey(self.rgb())],
            (Model::Rgb, _) => self.rgb().to_vec(),
            (Model::Cmyk, _) => paper(self.rgb()),
            (Model::Lab, _) => stored_lab(rgb_to_lab(self.rgb())),
        };
        samples.into_iter().map(share).collect()
    }

    /// Its sRGB values, 0-1.
    pub fn rgb(self) -> [f64; 3] {
        match self {
            Self::Rgb(rgb) => rgb.map(limited),
            Self::Hsb(hsb) => hsb_to_rgb(hsb),
            Self::Cmyk([cyan, magenta, yellow, black]) => {
                [cyan, magenta, yellow].map(|ink| (1.0 - limited(ink)) * (1.0 - limited(black)))
            }
            Self::Lab(lab) => lab_to_rgb(lab),
            Self::Grey(grey) => [limited(grey); 3],
        }
    }
}

/// The sRGB curve (IEC 61966-2-1) undone.
pub fn to_linear(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The sRGB curve.
pub fn to_srgb(value: f64) -> f64 {
    if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
}

/// `max` and `min` turn what is no number into 0.
fn limited(value: f64) -> f64 {
    value.max(0.0).min(1.0)
}

fn share(value: f64) -> f32 {
    limited(value) as f32
}

/// Smith 1978; a whole turn of hue is 1.
fn hsb_to_rgb([hue, saturation, brightness]: [f64; 3]) -> [f64; 3] {
    let hue = if hue.is_finite() { hue.rem_euclid(1.0) * 6.0 } else { 0.0 };
    let (saturation, brightness) = (limited(saturation), limited(brightness));
    [5.0, 3.0, 1.0].map(|offset: f64| {
        let place = (offset + hue) % 6.0;
        brightness * (1.0 - saturation * place.min(4.0 - place).clamp(0.0, 1.0))
    })
}

/// Luminance (Rec. 709 weights of linear light) with the sRGB curve.
fn grey(rgb: [f64; 3]) -> f64 {
    let [red, green, blue] = rgb.map(to_linear);
    to_srgb(0.2126 * red + 0.7152 * green + 0.0722 * blue)
}

/// What is left of the paper when black takes the common part of the three inks.
fn paper(rgb: [f64; 3]) -> Vec<f64> {
    let black = rgb[0].max(rgb[1]).max(rgb[2]);
    let left = |value: f64| if black > 0.0 { value / black } else { 1.0 };
    vec![left(rgb[0]), left(rgb[1]), left(rgb[2]), black]
}

fn stored_lab([lightness, a, b]: [f64; 3]) -> Vec<f64> {
    vec![lightness / 100.0, (a + 128.0) / 255.0, (b + 128.0) / 255.0]
}

/// D50, the white of the profile connection space.
const WHITE: [f64; 3] = [0.964_22, 1.0, 0.825_21];
/// Linear sRGB to XYZ adapted to D50 by Bradford (the matrix of the sRGB ICC profile).
const TO_XYZ: [[f64; 3]; 3] =
    [[0.436_065, 0.385_151, 0.143_079], [0.222_493, 0.716_887, 0.060_617], [0.013_924, 0.097_081, 0.714_099]];
const FROM_XYZ: [[f64; 3]; 3] =
    [[3.134_187, -1.617_209, -0.490_694], [-0.978_749, 1.916_130, 0.033_433], [0.071_964, -0.228_994, 1.405_754]];

fn product(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}

/// CIE 1976.
fn rgb_to_lab(rgb: [f64; 3]) -> [f64; 3] {
    let xyz = product(TO_XYZ, rgb.map(to_linear));
    let curve = |t: f64| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 };
    let [x, y, z] = [curve(xyz[0] / WHITE[0]), curve(xyz[1] / WHITE[1]), curve(xyz[2] / WHITE[2])];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn lab_to_rgb([lightness, a, b]: [f64; 3]) -> [f64; 3] {
    let y = (lightness + 16.0) / 116.0;
    let curve = |t: f64| if t > 6.0 / 29.0 { t.powi(3) } else { (116.0 * t - 16.0) * 27.0 / 24389.0 };
    let xyz = [WHITE[0] * curve(y + a / 500.0), WHITE[1] * curve(y), WHITE[2] * curve(y - b / 200.0)];
    product(FROM_XYZ, xyz).map(|value| limited(to_srgb(limited(value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(left: &[f32], right: &[f32]) {
        assert_eq!(left.len(), right.len());
        let far = left.iter().zip(right).any(|(a, b)| (a - b).abs() > 2e-3);
        assert!(!far, "{left:?} is not {right:?}");
    }

    #[test]
    fn a_colour_of_the_model_stays_as_it_is() {
        near(&Color::Rgb([0.1, 0.5, 2.0]).in_model(Model::Rgb), &[0.1, 0.5, 1.0]);
        near(&Color::Grey(0.25).in_model(Model::Grey), &[0.25]);
        near(&Color::Cmyk([0.0, 0.2, 1.0, 0.5]).in_model(Model::Cmyk), &[1.0, 0.8, 0.0, 0.5]);
        near(&Color::Lab([50.0, 0.0, 127.0]).in_model(Model::Lab), &[0.5, 128.0 / 255.0, 1.0]);
    }

    #[test]
    fn hues_go_round() {
        for (hue, rgb) in [
            (0.0, [1.0, 0.0, 0.0]),
            (1.0 / 6.0, [1.0, 1.0, 0.0]),
            (1.0 / 3.0, [0.0, 1.0, 0.0]),
            (-1.0 / 3.0, [0.0, 0.0, 1.0]),
            (1.0, [1.0, 0.0, 0.0]),
        ] {
            near(&Color::Hsb([hue, 1.0, 1.0]).in_model(Model::Rgb), &rgb);
        }
        near(&Color::Hsb([0.5, 0.5, 0.8]).in_model(Model::Rgb), &[0.4, 0.8, 0.8]);
    }

    #[test]
    fn known_colours_of_other_models() {
        near(
            &Color::Rgb([1.0, 0.0, 0.0]).in_model(Model::Lab),
            &[0.5429, (80.8 + 128.0) / 255.0, (69.9 + 128.0) / 255.0],
        );
        near(&Color::Lab([54.29, 80.8, 69.89]).in_model(Model::Rgb), &[1.0, 0.0, 0.0]);
        near(&Color::Rgb([0.5; 3]).in_model(Model::Grey), &[0.5]);
        near(&Color::Rgb([1.0, 0.5, 0.0]).in_model(Model::Cmyk), &[1.0, 0.5, 0.0, 1.0]);
        near(&Color::Cmyk([0.0, 0.0, 0.0, 1.0]).in_model(Model::Rgb), &[0.0; 3]);
        near(&Color::Rgb([0.0; 3]).in_model(Model::Cmyk), &[1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn nonsense_is_a_colour_too() {
        for bad in [f64::NAN, f64::INFINITY, -1e300] {
            for model in [Model::Grey, Model::Rgb, Model::Cmyk, Model::Lab] {
                for color in [Color::Rgb([bad; 3]), Color::Hsb([bad; 3]), Color::Cmyk([bad; 4]), Color::Lab([bad; 3])] {
                    let samples = color.in_model(model);
                    assert!(samples.iter().all(|value| (0.0..=1.0).contains(value)), "{color:?} {samples:?}");
                }
            }
        }
    }
}

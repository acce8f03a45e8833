use super::table::Table;
use super::tone::each_rgb;
use crate::fill::{to_linear, to_srgb};
use crate::scene::{Adjust, Model};

/// Vibrance: a saturation that depends on how saturated a colour is already, and a plain one.
///
/// Adobe tells no formula; this one was fitted to what another renderer gives for many colours, and it meets the picture
/// that Photoshop stored in `fillAdjustments.psd` of webtoon/psd. All happens in linear light. Vibrance keeps the
/// strongest channel and moves the others to or from it; saturation moves all from a grey without any blue.
#[derive(Debug, Clone)]
pub struct Vibrance {
    /// How much the distance from the strongest channel changes, by saturation; taken off where `lowers`.
    change: Table,
    lowers: bool,
    /// The factor of the distance from grey.
    gain: f32,
    to_light: Table,
    from_light: Table,
}

/// Red and green in the grey of a colour.
const GREY: [f32; 2] = [0.288, 0.712];

/// How the distance changes at a full slider, for a colour of this saturation.
fn share(lowers: bool, saturation: f64) -> f64 {
    if lowers { 1.0 - 0.755 * saturation.powf(1.45) } else { 0.812 * saturation.powf(1.4) * (1.0 - saturation) }
}

impl Vibrance {
    /// Both settings from -1 to 1. Samples of 32 bits are linear light already.
    pub fn new(depth: u16, vibrance: f64, saturation: f64) -> Self {
        let lowers = vibrance < 0.0;
        let curve = |curve: fn(f64) -> f64| Table::new(16, move |x| if depth == 32 { x } else { curve(x) });
        Self {
            change: Table::new(16, |s| vibrance.abs() * share(lowers, s)),
            lowers,
            gain: 1.0 + saturation as f32,
            to_light: curve(to_linear),
            from_light: curve(to_srgb),
        }
    }

    #[inline]
    fn change(&self, color: [f32; 3]) -> [f32; 3] {
        let light = color.map(|value| self.to_light.at(value));
        let high = light[0].max(light[1]).max(light[2]);
        let low = light[0].min(light[1]).min(light[2]);
        let change = self.change.at((high - low) / high.max(1e-6));
        let factor = if self.lowers { 1.0 - change } else { 1.0 + change };
        let light = light.map(|value| high - (high - value) * factor);
        let grey = GREY[0] * light[0] + GREY[1] * light[1];
        light.map(|value| self.from_light.at(grey + (value - grey) * self.gain))
    }
}

impl Adjust for Vibrance {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model == Model::Rgb {
            each_rgb(colors, |color| self.change(color));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(vibrance: f64, saturation: f64, color: [u8; 3]) -> [i32; 3] {
        let made = Vibrance::new(8, vibrance, saturation).change(color.map(|value| f32::from(value) / 255.0));
        made.map(|value| (value * 255.0).round() as i32)
    }

    fn near(made: [i32; 3], expected: [i32; 3]) {
        assert!(
            made.iter().zip(expected).all(|(made, wanted)| (made - wanted).abs() <= 2),
            "{made:?} for {expected:?}"
        );
    }

    #[test]
    fn colours_that_were_measured() {
        near(bytes(-1.0, 0.0, [210, 242, 63]), [221, 242, 151]);
        near(bytes(-0.5, 0.0, [31, 116, 250]), [104, 144, 250]);
        near(bytes(-0.06, 0.0, [69, 211, 65]), [76, 211, 72]);
        near(bytes(0.5, 0.0, [104, 164, 140]), [97, 164, 138]);
        near(bytes(1.0, 0.0, [79, 222, 108]), [47, 222, 91]);
        near(bytes(0.0, -0.5, [243, 8, 36]), [200, 101, 104]);
        near(bytes(0.0, 0.5, [121, 131, 193]), [117, 132, 217]);
    }

    #[test]
    fn equals_the_double_precision_twin() {
        for (vibrance, saturation) in [(-0.7, 0.3), (0.4, -0.6), (0.0, 0.0), (1.0, 1.0)] {
            let adjust = Vibrance::new(16, vibrance, saturation);
            for color in [[0.9, 0.2, 0.4], [0.1, 0.5, 0.45], [1.0, 1.0, 0.0], [0.3, 0.3, 0.3], [0.0, 0.0, 0.0]] {
                let light = color.map(to_linear);
                let high = light.iter().copied().fold(0.0, f64::max);
                let low = light.iter().copied().fold(1.0, f64::min);
                let s = if high > 0.0 { (high - low) / high } else { 0.0 };
                let factor = 1.0 + vibrance * share(vibrance < 0.0, s);
                let moved = light.map(|value| high - (high - value) * factor);
                let grey = 0.288 * moved[0] + 0.712 * moved[1];
                let twin = moved.map(|v| to_srgb((grey + (v - grey) * (1.0 + saturation)).clamp(0.0, 1.0)));
                for (got, expected) in adjust.change(color.map(|value| value as f32)).iter().zip(twin) {
                    assert!((f64::from(*got) - expected).abs() < 4e-3, "{color:?}: {got} for {expected}");
                }
            }
        }
    }

    #[test]
    fn greys_stay_and_linear_light_has_no_curve() {
        for grey in [0, 7, 128, 255] {
            assert_eq!(bytes(-1.0, 0.4, [grey; 3]), [i32::from(grey); 3]);
        }
        let half = Vibrance::new(32, 0.0, -0.5).change([0.8, 0.4, 0.0]);
        let grey = 0.288 * 0.8 + 0.712 * 0.4;
        assert!((half[0] - f32::midpoint(0.8, grey)).abs() < 1e-3 && (half[2] - grey / 2.0).abs() < 1e-3, "{half:?}");
    }
}

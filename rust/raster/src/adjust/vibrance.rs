use crate::scene::{Adjust, Model};

use super::tone::{each_rgb, luma};

/// Vibrance: a saturation that spares what is saturated already and (when it grows) skin, and a plain one.
///
/// Adobe tells no formula; colours move away from their luma by a share that falls with their saturation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vibrance {
    /// -1 to 1.
    pub vibrance: f32,
    /// -1 to 1.
    pub saturation: f32,
}

/// How far a full vibrance moves a colour that is nearly grey.
const REACH: f32 = 1.0;

impl Vibrance {
    #[inline]
    fn change(self, color: [f32; 3]) -> [f32; 3] {
        let high = color[0].max(color[1]).max(color[2]);
        let low = color[0].min(color[1]).min(color[2]);
        let saturation = (high - low) / high.max(1e-6);
        // Hues from red to yellow, where red is largest and blue smallest, are skin.
        let skin = if self.vibrance > 0.0 && color[0] >= color[1] && color[1] >= color[2] { 0.5 } else { 1.0 };
        let gain = 1.0 + self.vibrance * REACH * skin * (1.0 - saturation);
        let gain = gain * (1.0 + self.saturation);
        let grey = luma(color);
        color.map(|value| (grey + (value - grey) * gain).clamp(0.0, 1.0))
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

    #[test]
    fn pale_colours_gain_more_than_vivid_ones() {
        let vibrance = Vibrance { vibrance: 0.5, saturation: 0.0 };
        let spread = |color: [f32; 3]| color[2] - color[0];
        let pale = spread(vibrance.change([0.5, 0.55, 0.6])) / 0.1;
        let vivid = spread(vibrance.change([0.1, 0.2, 0.6])) / 0.5;
        assert!(pale > vivid && vivid > 1.0, "{pale} {vivid}");
    }

    #[test]
    fn no_saturation_is_grey_and_nothing_set_stays() {
        let grey = Vibrance { vibrance: 0.0, saturation: -1.0 }.change([0.9, 0.3, 0.1]);
        assert!(grey.iter().all(|value| (value - grey[0]).abs() < 1e-6));
        assert_eq!(Vibrance { vibrance: 0.0, saturation: 0.0 }.change([0.0; 3]), [0.0; 3]);
    }
}

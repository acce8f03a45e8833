//! Brightness/contrast, measured from Photoshop's own pictures where Adobe tells no formula.

/// How many steps of brightness double the shadows.
const STEPS_A_STOP: f64 = 110.26;
/// Where the shoulder that leads to white begins, without brightness, and how much later at full brightness.
const SHOULDER: (f64, f64) = (0.4232, 0.163);
/// How flat the shoulder meets white.
const END: f64 = 1.5543;
/// How much of the slope full contrast takes from the ends.
const BEND: f64 = 0.757;

/// The present method. Brightness is an exposure by stops (one in 110 steps) whose highlights roll off towards white;
/// darkening is the inverse of lightening. Contrast is two parabolas that meet at middle grey.
///
/// Fitted to the tables of the file `brightnesscontrast_grayscale.psd` of psd-tools (four pairs of settings): the mean
/// error is half a level of 255.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brightness {
    /// -150 to 150.
    pub brightness: f64,
    /// -50 to 100.
    pub contrast: f64,
}

impl Brightness {
    /// The new level (0-1) of `x`.
    pub fn at(&self, x: f64) -> f64 {
        let size = self.brightness.abs();
        let lighter = Lighter { gain: (size / STEPS_A_STOP).exp2(), shoulder: SHOULDER.0 + SHOULDER.1 * size / 150.0 };
        let bright = if self.brightness >= 0.0 { lighter.at(x) } else { inverse(|y| lighter.at(y), x) };
        s_curve(self.contrast / 100.0, bright)
    }
}

/// A gain with a shoulder.
struct Lighter {
    gain: f64,
    shoulder: f64,
}

impl Lighter {
    fn at(&self, x: f64) -> f64 {
        let Self { gain, shoulder } = *self;
        let raised = gain * x;
        if raised <= shoulder || gain <= 1.0 {
            return raised.min(1.0);
        }
        let way = (raised - shoulder) / (1.0 - shoulder);
        let whole = (gain - shoulder) / (1.0 - shoulder);
        let left = (1.0 - way / whole).max(0.0).powf(END) * (-way * (1.0 - END / whole)).exp();
        1.0 - (1.0 - shoulder) * left
    }
}

fn s_curve(contrast: f64, x: f64) -> f64 {
    let half = if x < 0.5 { 2.0 * x } else { 2.0 - 2.0 * x };
    let bend = 0.5 * BEND * contrast * half * (1.0 - half);
    if x < 0.5 { x - bend } else { x + bend }
}

/// The place where the rising `function` over 0-1 is `y`.
fn inverse(function: impl Fn(f64) -> f64, y: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if function(middle) < y { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The legacy method: brightness shifts, contrast turns about the mean level. What lightens comes first if contrast
/// grows, else last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegacyBrightness {
    /// -100 to 100 (levels of 255).
    pub brightness: f64,
    /// -100 to 100.
    pub contrast: f64,
    /// 0-255.
    pub mean: f64,
}

impl LegacyBrightness {
    /// The new level (0-1) of `x`.
    pub fn at(&self, x: f64) -> f64 {
        let (shift, pivot, share) = (self.brightness / 255.0, self.mean / 255.0, self.contrast / 100.0);
        if share >= 1.0 {
            return f64::from(x + shift >= pivot);
        }
        if share > 0.0 {
            return pivot + ((x + shift).clamp(0.0, 1.0) - pivot) / (1.0 - share);
        }
        pivot + (x - pivot) * (1.0 + share.max(-1.0)) + shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Levels = &'static [(u8, u8)];

    /// Levels that Photoshop made of levels, for settings of brightness and contrast.
    const MEASURED: [(f64, f64, Levels); 4] = [
        (
            -95.0,
            -50.0,
            &[(8, 6), (32, 23), (64, 45), (96, 65), (128, 82), (160, 100), (192, 119), (224, 144), (240, 170)],
        ),
        (
            -31.0,
            47.0,
            &[(16, 9), (32, 19), (64, 42), (96, 68), (128, 99), (160, 134), (192, 171), (224, 209), (248, 242)],
        ),
        (
            23.0,
            70.0,
            &[(16, 10), (32, 23), (64, 57), (96, 103), (128, 157), (160, 200), (192, 229), (224, 247), (248, 254)],
        ),
        (
            150.0,
            -21.0,
            &[(16, 46), (32, 87), (64, 158), (96, 210), (128, 236), (160, 248), (192, 252), (224, 254), (255, 255)],
        ),
    ];

    #[test]
    fn near_what_photoshop_makes() {
        for (brightness, contrast, levels) in MEASURED {
            let curve = Brightness { brightness, contrast };
            for &(x, y) in levels {
                let found = curve.at(f64::from(x) / 255.0) * 255.0;
                assert!((found - f64::from(y)).abs() < 2.6, "{brightness} {contrast}: {x} gives {found}, not {y}");
            }
        }
    }

    #[test]
    fn nothing_set_changes_nothing_and_ends_stay() {
        for i in 0..=20 {
            let x = f64::from(i) / 20.0;
            assert!((Brightness { brightness: 0.0, contrast: 0.0 }.at(x) - x).abs() < 1e-9);
            assert!((LegacyBrightness { brightness: 0.0, contrast: 0.0, mean: 127.0 }.at(x) - x).abs() < 1e-9);
        }
        for brightness in [-150.0, -10.0, 10.0, 150.0] {
            let curve = Brightness { brightness, contrast: 60.0 };
            assert!(curve.at(0.0).abs() < 1e-9 && (curve.at(1.0) - 1.0).abs() < 1e-9);
            assert!((1..=100).all(|i| curve.at(f64::from(i) / 100.0) >= curve.at(f64::from(i - 1) / 100.0)));
        }
    }

    #[test]
    fn legacy_shifts_and_turns() {
        let shift = LegacyBrightness { brightness: 51.0, contrast: 0.0, mean: 127.0 };
        assert!((shift.at(0.3) - 0.5).abs() < 1e-9);
        let flat = LegacyBrightness { brightness: 0.0, contrast: -100.0, mean: 102.0 };
        assert!((flat.at(0.9) - 0.4).abs() < 1e-9);
        let hard = LegacyBrightness { brightness: 0.0, contrast: 100.0, mean: 127.0 };
        assert_eq!([hard.at(0.4), hard.at(0.6)], [0.0, 1.0]);
    }
}

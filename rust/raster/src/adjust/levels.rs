/// The settings of one channel, each level 0-255.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Input levels that become black and white.
    pub input: [f64; 2],
    /// Output levels of black and white.
    pub output: [f64; 2],
    /// Of the midtones; more than 1 lightens.
    pub gamma: f64,
}

/// The slope of the power curve where the toe of a lightening gamma begins.
const TOE_SLOPE: f64 = 1.405;

impl Level {
    /// The settings that change nothing.
    pub const NONE: Self = Self { input: [0.0, 255.0], output: [0.0, 255.0], gamma: 1.0 };

    /// The new level (0-1) of `x`: stretch, power of 1 / gamma with a parabola for a toe, compress.
    ///
    /// The order is that of Photoshop's help; that 8-bit documents round after each of the three steps, and that the
    /// power is not let run steeper and steeper towards black, shows in `levels_grayscale.psd` of psd-tools, whose
    /// levels this gives but for a few that are off by one.
    pub fn at(&self, x: f64, depth: u16) -> f64 {
        let rounded = |value: f64| if depth <= 8 { (value * 255.0 + 0.5).floor() / 255.0 } else { value };
        let [low, high] = self.input.map(|level| level / 255.0);
        // Equal or crossed ends make a threshold.
        let share = if high > low { ((x - low) / (high - low)).clamp(0.0, 1.0) } else { f64::from(x >= high) };
        let share = rounded(gamma_curve(rounded(share), self.gamma.clamp(0.01, 9.99)));
        let [black, white] = self.output.map(|level| level / 255.0);
        rounded(black + share * (white - black))
    }
}

/// `x` to the power of 1 / `gamma`. A gamma that lightens begins as the parabola through black that meets the power, at
/// the same slope, where that is `TOE_SLOPE`.
fn gamma_curve(x: f64, gamma: f64) -> f64 {
    let power = 1.0 / gamma;
    if gamma <= 1.0 {
        return x.powf(power);
    }
    let meeting = (TOE_SLOPE * gamma).powf(1.0 / (power - 1.0));
    if x >= meeting {
        return x.powf(power);
    }
    let start = 2.0 * meeting.powf(power) / meeting - TOE_SLOPE;
    x * (start + x * (TOE_SLOPE - start) / (2.0 * meeting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_middle() {
        let level = Level { input: [51.0, 204.0], output: [25.5, 229.5], gamma: 2.0 };
        let expected = [(0.0, 0.1), (0.2, 0.1), (0.8, 0.9), (1.0, 0.9), (0.35, 0.5)];
        for (x, y) in expected {
            assert!((level.at(x, 16) - y).abs() < 1e-12, "{x}");
        }
        assert!((0..=10).all(|i| (Level::NONE.at(f64::from(i) / 10.0, 16) - f64::from(i) / 10.0).abs() < 1e-12));
    }

    #[test]
    fn turned_output_and_crossed_input() {
        assert!((Level { output: [255.0, 0.0], ..Level::NONE }.at(0.25, 16) - 0.75).abs() < 1e-12);
        let step = Level { input: [128.0, 128.0], ..Level::NONE };
        assert_eq!([step.at(0.4, 16), step.at(0.6, 16)], [0.0, 1.0]);
    }

    #[test]
    fn what_photoshop_made_of_greys() {
        let cases: [(Level, &[(u8, u8)]); 3] = [
            (
                Level { input: [44.0, 214.0], output: [0.0, 255.0], gamma: 1.78 },
                &[
                    (45, 7),
                    (46, 10),
                    (47, 17),
                    (50, 29),
                    (53, 43),
                    (57, 58),
                    (60, 66),
                    (67, 84),
                    (111, 152),
                    (189, 234),
                ],
            ),
            (
                Level { input: [39.0, 217.0], output: [25.0, 255.0], gamma: 1.52 },
                &[(39, 25), (40, 28), (44, 42), (49, 57), (53, 67), (61, 84), (98, 137), (133, 177), (209, 249)],
            ),
            (
                Level { input: [38.0, 255.0], output: [0.0, 255.0], gamma: 0.67 },
                &[(104, 44), (138, 81), (171, 122), (184, 142), (211, 181), (229, 210), (247, 242)],
            ),
        ];
        for (level, greys) in cases {
            for &(x, y) in greys {
                let found = level.at(f64::from(x) / 255.0, 8) * 255.0;
                assert!((found - f64::from(y)).abs() < 1.01, "{level:?}: {x} gives {found}, not {y}");
            }
        }
    }

    #[test]
    fn the_toe_meets_the_power() {
        for gamma in [1.01, 1.2, 2.2, 9.99] {
            let meeting = (TOE_SLOPE * gamma).powf(1.0 / (1.0 / gamma - 1.0));
            let step = gamma_curve(meeting * (1.0 + 1e-9), gamma) - gamma_curve(meeting * (1.0 - 1e-9), gamma);
            assert!(step.abs() < 1e-6, "{gamma}");
            assert!(
                (1..=1000).all(|i| gamma_curve(f64::from(i) / 1e3, gamma) > gamma_curve(f64::from(i - 1) / 1e3, gamma))
            );
        }
    }
}

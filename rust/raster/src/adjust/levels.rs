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

impl Level {
    /// The settings that change nothing.
    pub const NONE: Self = Self { input: [0.0, 255.0], output: [0.0, 255.0], gamma: 1.0 };

    /// The new level (0-1) of `x`: stretch, power of 1 / gamma, compress (Photoshop's help, "Levels adjustment").
    pub fn at(&self, x: f64) -> f64 {
        let [low, high] = self.input.map(|level| level / 255.0);
        // Equal or crossed ends make a threshold.
        let share = if high > low { ((x - low) / (high - low)).clamp(0.0, 1.0) } else { f64::from(x >= high) };
        let share = share.powf(1.0 / self.gamma.clamp(0.01, 9.99));
        let [black, white] = self.output.map(|level| level / 255.0);
        black + share * (white - black)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_middle() {
        let level = Level { input: [51.0, 204.0], output: [25.5, 229.5], gamma: 2.0 };
        let expected = [(0.0, 0.1), (0.2, 0.1), (0.8, 0.9), (1.0, 0.9), (0.35, 0.5)];
        for (x, y) in expected {
            assert!((level.at(x) - y).abs() < 1e-12, "{x}");
        }
        assert!((0..=10).all(|i| (Level::NONE.at(f64::from(i) / 10.0) - f64::from(i) / 10.0).abs() < 1e-12));
    }

    #[test]
    fn turned_output_and_crossed_input() {
        assert!((Level { output: [255.0, 0.0], ..Level::NONE }.at(0.25) - 0.75).abs() < 1e-12);
        let step = Level { input: [128.0, 128.0], ..Level::NONE };
        assert_eq!([step.at(0.4), step.at(0.6)], [0.0, 1.0]);
    }
}

use crate::scene::{Adjust, Model};

/// Channel mixer: each channel becomes a sum of all and a constant; the numbers are shares of 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixer {
    /// One row for each channel of the model: the share of each source channel. Monochrome has equal rows.
    pub rows: Vec<[f32; 4]>,
    /// What is added to each.
    pub constants: Vec<f32>,
    /// Mix amounts of ink (1 less the stored value) instead of the values.
    pub ink: bool,
}

impl Mixer {
    fn row(&self, channel: usize) -> ([f32; 4], f32) {
        let mut shares = [0.0; 4];
        shares[channel % 4] = 1.0;
        let shares = self.rows.get(channel).copied().unwrap_or(shares);
        (shares, self.constants.get(channel).copied().unwrap_or(0.0))
    }

    /// Values and amounts of ink are turned into each other.
    fn sided(&self, value: f32) -> f32 {
        if self.ink { 1.0 - value } else { value }
    }
}

impl Adjust for Mixer {
    fn apply(&self, _model: Model, colors: &mut [&mut [f32]]) {
        let rows: [([f32; 4], f32); 4] = std::array::from_fn(|channel| self.row(channel));
        let mix = |sources: [f32; 4], channel: usize| {
            let (shares, constant) = rows[channel];
            let sources = sources.map(|value| self.sided(value));
            let sum: f32 = (0..4).map(|source| shares[source] * sources[source]).sum();
            self.sided((sum + constant).clamp(0.0, 1.0))
        };
        match colors {
            [a, b, c] => {
                for ((a, b), c) in a.iter_mut().zip(b.iter_mut()).zip(c.iter_mut()) {
                    let sources = [*a, *b, *c, self.sided(0.0)];
                    (*a, *b, *c) = (mix(sources, 0), mix(sources, 1), mix(sources, 2));
                }
            }
            [a, b, c, d] => {
                let four = a.iter_mut().zip(b.iter_mut()).zip(c.iter_mut()).zip(d.iter_mut());
                for (((a, b), c), d) in four {
                    let sources = [*a, *b, *c, *d];
                    (*a, *b, *c, *d) = (mix(sources, 0), mix(sources, 1), mix(sources, 2), mix(sources, 3));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sums() {
        let mixer = Mixer {
            rows: vec![[0.5, 0.5, 0.0, 9.0], [0.0, 0.0, 1.0, 0.0], [-1.0, 0.0, 0.0, 0.0]],
            constants: vec![0.1, 0.0, 1.0],
            ink: false,
        };
        let (mut r, mut g, mut b) = ([0.2], [0.4], [0.9]);
        mixer.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        assert!((r[0] - 0.4).abs() < 1e-6 && (g[0] - 0.9).abs() < 1e-6 && (b[0] - 0.8).abs() < 1e-6);
    }

    #[test]
    fn ink_is_mixed_as_ink() {
        let mut rows = vec![[0.0; 4]; 4];
        rows[3] = [1.0, 0.0, 0.0, 0.0];
        let mixer = Mixer { rows, constants: vec![0.0; 4], ink: true };
        let (mut c, mut m, mut y, mut k) = ([0.3], [0.2], [0.1], [1.0]);
        mixer.apply(Model::Cmyk, &mut [&mut c, &mut m, &mut y, &mut k]);
        assert!((k[0] - 0.3).abs() < 1e-6);
        assert_eq!([c, m, y], [[1.0]; 3]);
    }

    #[test]
    fn one_channel_stays() {
        let mut grey = [0.3];
        Mixer { rows: Vec::new(), constants: Vec::new(), ink: false }.apply(Model::Grey, &mut [&mut grey]);
        assert_eq!(grey, [0.3]);
    }
}

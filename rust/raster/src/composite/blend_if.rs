//! "Blend if": a layer shows only where its colours, and those below it, lie in given ranges.

use crate::blend::component::luminosity_of;
use crate::scene::{BlendIf, BlendRange, Model};

impl BlendRange {
    /// How much of a colour shows: 1 within the inner points, fading to 0 at the outer ones.
    pub fn share(&self, value: f32) -> f32 {
        let [low, low_end, high_start, high] = self.points;
        let rising = if value >= low_end { 1.0 } else { ((value - low) / (low_end - low).max(1e-6)).clamp(0.0, 1.0) };
        let falling =
            if value <= high_start { 1.0 } else { ((high - value) / (high - high_start).max(1e-6)).clamp(0.0, 1.0) };
        rising * falling
    }
}

impl BlendIf {
    /// Multiply `shares` by what the ranges leave of a row; `own` and `below` are straight colours.
    pub(super) fn limit(&self, model: Model, own: &[Vec<f32>], below: &[Vec<f32>], shares: &mut [f32]) {
        for (x, share) in shares.iter_mut().enumerate() {
            if *share == 0.0 {
                continue;
            }
            *share *= self.grey.0.share(grey(model, own, x)) * self.grey.1.share(grey(model, below, x));
            for ((this, under), (own, below)) in self.channels.iter().zip(own.iter().zip(below)) {
                *share *= this.share(own[x]) * under.share(below[x]);
            }
        }
    }
}

fn grey(model: Model, colors: &[Vec<f32>], x: usize) -> f32 {
    match (model, colors) {
        (Model::Rgb, [r, g, b, ..]) => luminosity_of([r[x], g[x], b[x]]),
        (Model::Cmyk, [c, m, y, k]) => luminosity_of([c[x], m[x], y[x]]) * k[x],
        (_, [first, ..]) => first[x],
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_fade() {
        let range = BlendRange { points: [0.2, 0.4, 0.6, 0.6] };
        for (value, share) in [(0.1, 0.0), (0.3, 0.5), (0.4, 1.0), (0.6, 1.0), (0.7, 0.0)] {
            assert!((range.share(value) - share).abs() < 1e-5, "{value}");
        }
        assert_eq!([0.0, 0.5, 1.0].map(|v| BlendRange::ALL.share(v)), [1.0; 3]);
    }
}

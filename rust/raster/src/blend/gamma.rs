//! Soft edges in a gamma of their own: Photoshop blends text so ("Blend Text Colors Using Gamma", 1.45 by default).
//!
//! Samples become linear light by the curve of the document, then are raised to 1 / 1.45; there they mix by plain alpha.
//! Black on white with a coverage of `a` gives `encode((1 - a) ^ 1.45)`, as stored pictures show to the step.

use super::Backdrop;

/// The gamma that Photoshop sets unless somebody changes it.
const GAMMA: f32 = 1.45;

/// How the samples of a document are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Curve {
    /// By the curve of sRGB.
    Srgb,
    /// As light itself (documents of 32 bits).
    Linear,
}

impl Curve {
    /// The value in which soft edges mix.
    fn open(self, value: f32) -> f32 {
        let light = match self {
            Self::Linear => value,
            Self::Srgb if value <= 0.040_45 => value / 12.92,
            Self::Srgb => ((value + 0.055) / 1.055).powf(2.4),
        };
        light.max(0.0).powf(1.0 / GAMMA)
    }

    /// Back to a sample.
    fn close(self, value: f32) -> f32 {
        let light = value.max(0.0).powf(GAMMA);
        match self {
            Self::Linear => light,
            Self::Srgb if light <= 0.003_130_8 => 12.92 * light,
            Self::Srgb => 1.055 * light.powf(1.0 / 2.4) - 0.055,
        }
    }

    /// Two straight colours by their weights, which need not add up to 1; one of them alone stays as it is.
    #[inline]
    pub fn between(self, [a, b]: [f32; 2], [of_a, of_b]: [f32; 2]) -> f32 {
        if of_b <= 0.0 || (a - b).abs() < 1e-6 {
            return a;
        }
        if of_a <= 0.0 {
            return b;
        }
        self.close((of_a * self.open(a) + of_b * self.open(b)) / (of_a + of_b))
    }
}

/// Draw over, edges mixed by `curve`.
pub fn normal_by_gamma(curve: Curve, backdrop: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32]) {
    for (colors, source) in backdrop.colors.iter_mut().zip(source) {
        for (((c, &s), &a), &ab) in colors.iter_mut().zip(*source).zip(alpha).zip(&*backdrop.alpha) {
            let under = (1.0 - a) * ab;
            if a > 0.0 {
                let straight = if ab > 0.0 { *c / ab } else { 0.0 };
                *c = (a + under) * curve.between([straight, s], [under, a]);
            }
        }
    }
    for (below, &a) in backdrop.alpha.iter_mut().zip(alpha) {
        *below += a * (1.0 - *below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Model;

    fn drawn(curve: Curve, (b, ab): (f32, f32), (s, a): (f32, f32)) -> (f32, f32) {
        let (mut color, mut alpha) = ([b * ab], [ab]);
        let mut back = Backdrop { model: Model::Grey, colors: &mut [&mut color], alpha: &mut alpha };
        normal_by_gamma(curve, &mut back, &[&[s]], &[a]);
        (color[0], alpha[0])
    }

    #[test]
    fn black_on_white_as_stored_pictures_show() {
        for (coverage, stored) in [(14.0 / 15.0, 38.0), (2.0 / 3.0, 125.0), (7.0 / 15.0, 170.0)] {
            let (color, alpha) = drawn(Curve::Srgb, (1.0, 1.0), (0.0, coverage));
            assert!((color * 255.0 - stored).abs() < 0.8, "{} for {stored}", color * 255.0);
            assert!((alpha - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn whole_and_no_coverage_are_exact() {
        assert_eq!(drawn(Curve::Srgb, (0.3, 1.0), (0.7, 1.0)), (0.7, 1.0));
        assert_eq!(drawn(Curve::Srgb, (0.3, 1.0), (0.7, 0.0)), (0.3, 1.0));
        assert_eq!(drawn(Curve::Srgb, (0.0, 0.0), (0.7, 0.5)), (0.35, 0.5), "over nothing the colour stays");
    }

    #[test]
    fn equals_the_double_precision_twin() {
        let open = |v: f64| if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
        let close = |v: f64| if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
        let steps = || (0..=8u8).map(|step| f64::from(step) / 8.0);
        for (b, s, a, ab) in steps()
            .flat_map(|b| steps().flat_map(move |s| steps().flat_map(move |a| steps().map(move |ab| (b, s, a, ab)))))
        {
            let (under, sum) = ((1.0 - a) * ab, a + (1.0 - a) * ab);
            let mixed = (under * open(b).powf(1.0 / 1.45) + a * open(s).powf(1.0 / 1.45)) / sum.max(1e-12);
            let expected = close(mixed.powf(1.45)) * sum;
            let (got, alpha) = drawn(Curve::Srgb, (b as f32, ab as f32), (s as f32, a as f32));
            assert!((f64::from(got) - expected).abs() < 1e-4, "{b} {s} {a} {ab}: {got} for {expected}");
            assert!((f64::from(alpha) - sum).abs() < 1e-6);
        }
    }
}

//! Every blend mode against formulas written down once more in double precision.

use imageparser_raster::blend::{Backdrop, BlendMode, mix, mix_by_strength, recolor};
use imageparser_raster::scene::Model;
use proptest::prelude::*;

fn luminosity(c: [f64; 3]) -> f64 {
    0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]
}

fn spread(c: [f64; 3]) -> f64 {
    c.iter().copied().fold(f64::MIN, f64::max) - c.iter().copied().fold(f64::MAX, f64::min)
}

/// PDF 32000-1, 11.3.5.3: `SetLum`.
fn set_luminosity(c: [f64; 3], target: f64) -> [f64; 3] {
    let d = target - luminosity(c);
    let c = c.map(|v| v + d);
    let l = luminosity(c);
    let n = c.iter().copied().fold(f64::MAX, f64::min);
    let x = c.iter().copied().fold(f64::MIN, f64::max);
    let c = if n < 0.0 { c.map(|v| l + (v - l) * l / (l - n)) } else { c };
    if x > 1.0 { c.map(|v| l + (v - l) * (1.0 - l) / (x - l)) } else { c }
}

/// PDF 32000-1, 11.3.5.3: `SetSat`.
fn set_saturation(c: [f64; 3], target: f64) -> [f64; 3] {
    let low = c.iter().copied().fold(f64::MAX, f64::min);
    let range = spread(c);
    if range == 0.0 { [0.0; 3] } else { c.map(|v| (v - low) / range * target) }
}

fn burn(b: f64, s: f64) -> f64 {
    if b >= 1.0 {
        1.0
    } else if s <= 0.0 {
        0.0
    } else {
        1.0 - ((1.0 - b) / s).min(1.0)
    }
}

fn dodge(b: f64, s: f64) -> f64 {
    if b <= 0.0 {
        0.0
    } else if s >= 1.0 {
        1.0
    } else {
        (b / (1.0 - s)).min(1.0)
    }
}

fn channel(mode: BlendMode, b: f64, s: f64) -> f64 {
    use BlendMode as M;
    match mode {
        M::Darken => b.min(s),
        M::Multiply => b * s,
        M::ColorBurn => burn(b, s),
        M::LinearBurn => (b + s - 1.0).max(0.0),
        M::Lighten => b.max(s),
        M::Screen => 1.0 - (1.0 - b) * (1.0 - s),
        M::ColorDodge => dodge(b, s),
        M::LinearDodge => (b + s).min(1.0),
        M::Overlay => channel(M::HardLight, s, b),
        M::SoftLight if s <= 0.5 => 2.0 * b * s + b * b * (1.0 - 2.0 * s),
        M::SoftLight => 2.0 * b * (1.0 - s) + b.sqrt() * (2.0 * s - 1.0),
        M::HardLight if s <= 0.5 => 2.0 * b * s,
        M::HardLight => 1.0 - 2.0 * (1.0 - b) * (1.0 - s),
        M::VividLight if s <= 0.5 => burn(b, 2.0 * s),
        M::VividLight => dodge(b, 2.0 * s - 1.0),
        M::LinearLight => (b + 2.0 * s - 1.0).clamp(0.0, 1.0),
        M::PinLight if s <= 0.5 => b.min(2.0 * s),
        M::PinLight => b.max(2.0 * s - 1.0),
        M::HardMix => f64::from(b + s >= 1.0),
        M::Difference => (b - s).abs(),
        M::Exclusion => b + s - 2.0 * b * s,
        M::Subtract => (b - s).max(0.0),
        M::Divide if b <= 0.0 => 0.0,
        M::Divide => {
            if s <= 0.0 {
                1.0
            } else {
                (b / s).min(1.0)
            }
        }
        _ => s,
    }
}

fn formula(mode: BlendMode, b: [f64; 3], s: [f64; 3]) -> [f64; 3] {
    use BlendMode as M;
    match mode {
        M::Hue => set_luminosity(set_saturation(s, spread(b)), luminosity(b)),
        M::Saturation => set_luminosity(set_saturation(b, spread(s)), luminosity(b)),
        M::Color => set_luminosity(s, luminosity(b)),
        M::Luminosity => set_luminosity(b, luminosity(s)),
        M::DarkerColor => {
            if luminosity(s) < luminosity(b) {
                s
            } else {
                b
            }
        }
        M::LighterColor => {
            if luminosity(s) > luminosity(b) {
                s
            } else {
                b
            }
        }
        _ => std::array::from_fn(|i| channel(mode, b[i], s[i])),
    }
}

/// Where a formula jumps, the last bit of a sample decides.
fn near_a_jump(mode: BlendMode, b: [f64; 3], s: [f64; 3]) -> bool {
    use BlendMode as M;
    let close = |x: f64, y: f64| (x - y).abs() < 1e-4;
    match mode {
        M::HardMix => b.iter().zip(s).any(|(b, s)| close(b + s, 1.0)),
        M::DarkerColor | M::LighterColor => close(luminosity(b), luminosity(s)),
        M::ColorBurn | M::VividLight | M::Divide => {
            s.iter().any(|&s| s < 1e-3) || b.iter().any(|&b| !(1e-3..0.999).contains(&b))
        }
        M::ColorDodge => s.iter().any(|&s| s > 0.999) || b.iter().any(|&b| b < 1e-3),
        M::Hue | M::Saturation => spread(s) < 1e-3 || spread(b) < 1e-3,
        _ => false,
    }
}

fn mixed(mode: BlendMode, b: [f32; 3], ab: f32, s: [f32; 3], a: f32) -> ([f32; 3], f32) {
    let mut planes = b.map(|v| [v * ab]);
    let mut alpha = [ab];
    let [red, green, blue] = &mut planes;
    let mut back = Backdrop { model: Model::Rgb, colors: &mut [red, green, blue], alpha: &mut alpha };
    mix(mode, 1.0, &mut back, &[&[s[0]], &[s[1]], &[s[2]]], &[a]);
    (planes.map(|plane| plane[0]), alpha[0])
}

fn mode() -> impl Strategy<Value = BlendMode> {
    prop::sample::select(BlendMode::ALL).prop_filter("needs a place", |mode| *mode != BlendMode::Dissolve)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn equals_the_double_precision_twin(
        mode in mode(), b in prop::array::uniform3(0.0f32..=1.0), s in prop::array::uniform3(0.0f32..=1.0),
        ab in 0.05f32..=1.0, a in 0.0f32..=1.0,
    ) {
        let (wide_b, wide_s) = (b.map(f64::from), s.map(f64::from));
        prop_assume!(!near_a_jump(mode, wide_b, wide_s));
        let (got, alpha) = mixed(mode, b, ab, s, a);
        let (ab, a) = (f64::from(ab), f64::from(a));
        prop_assert!((f64::from(alpha) - (ab + a - ab * a)).abs() < 1e-5);
        let full = formula(mode, wide_b, wide_s);
        for i in 0..3 {
            let expected = (1.0 - a) * wide_b[i] * ab + a * (1.0 - ab) * wide_s[i] + a * ab * full[i];
            prop_assert!((f64::from(got[i]) - expected).abs() < 2e-3, "{mode} channel {i}: {} for {expected}", got[i]);
        }
    }

    #[test]
    fn nothing_drawn_changes_nothing(mode in mode(), b in prop::array::uniform3(0.0f32..=1.0), s in prop::array::uniform3(0.0f32..=1.0), ab in 0.0f32..=1.0) {
        prop_assert_eq!(mixed(mode, b, ab, s, 0.0), (b.map(|v| v * ab), ab));
    }

    #[test]
    fn over_nothing_the_source_stays(mode in mode(), s in prop::array::uniform3(0.0f32..=1.0), a in 0.01f32..=1.0) {
        let (got, alpha) = mixed(mode, [0.0; 3], 0.0, s, a);
        prop_assert!((alpha - a).abs() < 1e-6);
        for i in 0..3 { prop_assert!((got[i] - s[i] * a).abs() < 1e-5); }
    }
}

#[test]
fn recolouring_keeps_alpha() {
    let (mut grey, mut alpha) = ([0.2f32], [0.5f32]);
    let mut back = Backdrop { model: Model::Grey, colors: &mut [&mut grey], alpha: &mut alpha };
    recolor(BlendMode::Normal, 1.0, &mut back, &[&[1.0]], &[1.0]);
    assert_eq!((grey, alpha), ([0.5], [0.5]));
}

#[test]
fn fill_weakens_colour_or_coverage() {
    let done = |mode, fill| {
        let (mut grey, mut alpha) = ([0.6f32], [1.0f32]);
        let mut back = Backdrop { model: Model::Grey, colors: &mut [&mut grey], alpha: &mut alpha };
        mix(mode, fill, &mut back, &[&[0.5]], &[1.0]);
        grey[0]
    };
    assert!((done(BlendMode::Multiply, 0.5) - 0.45).abs() < 1e-6, "half of the way to 0.3");
    assert!((done(BlendMode::Difference, 0.5) - 0.35).abs() < 1e-6, "0.6 less half of 0.5");
    assert!((done(BlendMode::LinearBurn, 0.5) - 0.35).abs() < 1e-6, "0.6 + 0.75 - 1");
    assert_eq!(done(BlendMode::HardMix, 1.0), 1.0);
    assert!((done(BlendMode::HardMix, 0.5) - 0.7).abs() < 1e-6);
}

proptest! {
    #[test]
    fn the_strength_of_a_burning_or_dodging_coat_weakens_its_colour(
        b in 0.01f32..=0.99, s in 0.01f32..=0.99, ab in 0.05f32..=1.0, k in 0.0f32..=1.0,
    ) {
        let (wb, ws, wab, wk) = (f64::from(b), f64::from(s), f64::from(ab), f64::from(k));
        let white = 1.0 - (1.0 - ws) * wk;
        for (mode, expected) in [
            (BlendMode::ColorBurn, burn(wb, white)),
            (BlendMode::LinearBurn, (wb + white - 1.0).max(0.0)),
            (BlendMode::ColorDodge, dodge(wb, ws * wk)),
            (BlendMode::LinearDodge, (wb + ws * wk).min(1.0)),
            (BlendMode::Multiply, wb * ws * wk + wb * (1.0 - wk)),
        ] {
            let (mut color, mut alpha) = ([b * ab], [ab]);
            let mut back = Backdrop { model: Model::Grey, colors: &mut [&mut color], alpha: &mut alpha };
            mix_by_strength(mode, &mut back, &[&[s]], &[k]);
            let expected = wab * expected + wk * (1.0 - wab) * ws;
            prop_assert!((f64::from(color[0]) - expected).abs() < 1e-4, "{mode}: {} for {expected}", color[0]);
            prop_assert!((f64::from(alpha[0]) - (wab + wk - wab * wk)).abs() < 1e-5);
        }
    }
}

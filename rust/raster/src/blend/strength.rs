//! Coats of effects that burn or dodge: their strength weakens their colour, as the fill opacity does that of a layer.

use super::mix::{Backdrop, each_strength, mix};
use super::{BlendMode, darken, lighten};

/// Mix `source` by `strength`, which burn and dodge fold into the colour where there is a backdrop; other modes cover.
pub fn mix_by_strength(mode: BlendMode, backdrop: &mut Backdrop<'_>, source: &[&[f32]], strength: &[f32]) {
    let white = |s: f32, k: f32| 1.0 - (1.0 - s) * k;
    match mode {
        BlendMode::ColorBurn => each_strength(backdrop, source, strength, |b, s, k| darken::color_burn(b, white(s, k))),
        BlendMode::LinearBurn => {
            each_strength(backdrop, source, strength, |b, s, k| darken::linear_burn(b, white(s, k)));
        }
        BlendMode::ColorDodge => each_strength(backdrop, source, strength, |b, s, k| lighten::color_dodge(b, s * k)),
        BlendMode::LinearDodge => each_strength(backdrop, source, strength, |b, s, k| lighten::linear_dodge(b, s * k)),
        _ => mix(mode, 1.0, backdrop, source, strength),
    }
}

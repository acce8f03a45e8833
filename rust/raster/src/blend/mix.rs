//! Blend formulas applied to rows with alpha.
//!
//! Backdrops are premultiplied, sources straight. With backdrop colour `b` and alpha `ab`, source colour `s` and alpha `a`
//! the result is `(1 - a) b ab + a (1 - ab) s + a ab B(b, s)` (PDF 32000-1 section 11.3.6, premultiplied).

use super::{BlendMode, component, contrast, darken, inversion, lighten};
use crate::scene::Model;

/// A row of a picture under work: premultiplied colour planes and their alpha.
pub struct Backdrop<'a> {
    /// How the colours are given.
    pub model: Model,
    /// One plane per channel, premultiplied.
    pub colors: &'a mut [&'a mut [f32]],
    /// Alpha.
    pub alpha: &'a mut [f32],
}

/// Mix `source` (straight colours) with coverage `alpha` into the backdrop.
///
/// `fill` is the fill opacity of the layer: eight modes weaken the source's colour by it instead of its coverage, the
/// others multiply the coverage with it (Photoshop's "special" modes).
pub fn mix(mode: BlendMode, fill: f32, backdrop: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32]) {
    apply::<true>(mode, fill, backdrop, source, alpha);
    let fill = if is_special(mode) { 1.0 } else { fill };
    simd(
        #[inline(always)]
        || cover(backdrop.alpha, alpha, fill),
    );
}

/// The same where the backdrop keeps its alpha and only what it covers changes (adjustment layers).
pub fn recolor(mode: BlendMode, fill: f32, backdrop: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32]) {
    apply::<false>(mode, fill, backdrop, source, alpha);
}

/// Draw over, without any mixing: the hot path of nearly every layer.
pub fn normal(backdrop: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32]) {
    simd(
        #[inline(always)]
        || {
            for (colors, source) in backdrop.colors.iter_mut().zip(source) {
                for ((c, &s), &a) in colors.iter_mut().zip(*source).zip(alpha) {
                    *c += a * (s - *c);
                }
            }
            cover(backdrop.alpha, alpha, 1.0);
        },
    );
}

/// Modes in which the fill opacity weakens the colour of the source.
fn is_special(mode: BlendMode) -> bool {
    use BlendMode as M;
    matches!(
        mode,
        M::ColorBurn
            | M::LinearBurn
            | M::ColorDodge
            | M::LinearDodge
            | M::VividLight
            | M::LinearLight
            | M::HardMix
            | M::Difference
    )
}

/// Run `work` with the best instructions of this machine.
#[inline(always)]
fn simd<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// `OVER`: the source covers also where the backdrop is transparent.
fn apply<const OVER: bool>(mode: BlendMode, fill: f32, back: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32]) {
    use BlendMode as M;
    match mode {
        M::PassThrough | M::Normal | M::Dissolve => each::<OVER>(back, source, alpha, fill, |_, s| s),
        M::Darken => each::<OVER>(back, source, alpha, fill, darken::darken),
        M::Multiply => each::<OVER>(back, source, alpha, fill, darken::multiply),
        M::Lighten => each::<OVER>(back, source, alpha, fill, lighten::lighten),
        M::Screen => each::<OVER>(back, source, alpha, fill, lighten::screen),
        M::Overlay => each::<OVER>(back, source, alpha, fill, contrast::overlay),
        M::SoftLight => each::<OVER>(back, source, alpha, fill, contrast::soft_light),
        M::HardLight => each::<OVER>(back, source, alpha, fill, contrast::hard_light),
        M::PinLight => each::<OVER>(back, source, alpha, fill, contrast::pin_light),
        M::Exclusion => each::<OVER>(back, source, alpha, fill, inversion::exclusion),
        M::Subtract => each::<OVER>(back, source, alpha, fill, inversion::subtract),
        M::Divide => each::<OVER>(back, source, alpha, fill, inversion::divide),
        M::DarkerColor => together::<OVER>(back, source, alpha, fill, mode, component::darker_color),
        M::LighterColor => together::<OVER>(back, source, alpha, fill, mode, component::lighter_color),
        M::Hue => together::<OVER>(back, source, alpha, fill, mode, component::hue),
        M::Saturation => together::<OVER>(back, source, alpha, fill, mode, component::saturation),
        M::Color => together::<OVER>(back, source, alpha, fill, mode, component::color),
        M::Luminosity => together::<OVER>(back, source, alpha, fill, mode, component::luminosity),
        _ => special::<OVER>(mode, fill, back, source, alpha),
    }
}

fn special<const OVER: bool>(mode: BlendMode, f: f32, back: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32]) {
    use BlendMode as M;
    let white = move |s: f32| 1.0 - (1.0 - s) * f;
    let grey = move |s: f32| 0.5 + (s - 0.5) * f;
    match mode {
        M::ColorBurn => each::<OVER>(back, source, alpha, 1.0, |b, s| darken::color_burn(b, white(s))),
        M::LinearBurn => each::<OVER>(back, source, alpha, 1.0, |b, s| darken::linear_burn(b, white(s))),
        M::ColorDodge => each::<OVER>(back, source, alpha, 1.0, |b, s| lighten::color_dodge(b, s * f)),
        M::LinearDodge => each::<OVER>(back, source, alpha, 1.0, |b, s| lighten::linear_dodge(b, s * f)),
        M::VividLight => each::<OVER>(back, source, alpha, 1.0, |b, s| contrast::vivid_light(b, grey(s))),
        M::LinearLight => each::<OVER>(back, source, alpha, 1.0, |b, s| contrast::linear_light(b, grey(s))),
        M::Difference => each::<OVER>(back, source, alpha, 1.0, |b, s| inversion::difference(b, s * f)),
        _ if f >= 1.0 => each::<OVER>(back, source, alpha, 1.0, contrast::hard_mix),
        _ => each::<OVER>(back, source, alpha, 1.0, move |b, s| ((b + f * s - f) / (1.0 - f)).clamp(0.0, 1.0)),
    }
}

#[inline(always)]
fn cover(below: &mut [f32], alpha: &[f32], fill: f32) {
    for (below, &a) in below.iter_mut().zip(alpha) {
        *below += a * fill * (1.0 - *below);
    }
}

/// A formula for each channel by itself.
fn each<const OVER: bool>(
    back: &mut Backdrop<'_>,
    source: &[&[f32]],
    alpha: &[f32],
    fill: f32,
    formula: impl Fn(f32, f32) -> f32 + Copy,
) {
    simd(
        #[inline(always)]
        || {
            let below = &*back.alpha;
            for (colors, source) in back.colors.iter_mut().zip(source) {
                channel::<OVER>(colors, below, source, alpha, fill, formula);
            }
        },
    );
}

/// A formula of backdrop, source and strength; where there is no backdrop, the strength covers.
pub(super) fn each_strength(
    back: &mut Backdrop<'_>,
    source: &[&[f32]],
    strength: &[f32],
    formula: impl Fn(f32, f32, f32) -> f32 + Copy,
) {
    simd(
        #[inline(always)]
        || {
            let below = &*back.alpha;
            for (colors, source) in back.colors.iter_mut().zip(source) {
                for (((c, &ab), &s), &k) in colors.iter_mut().zip(below).zip(*source).zip(strength) {
                    let b = if ab > 0.0 { *c / ab } else { 0.0 };
                    *c = ab * formula(b, s, k) + k * (1.0 - ab) * s;
                }
            }
            cover(back.alpha, strength, 1.0);
        },
    );
}

#[inline(always)]
fn channel<const OVER: bool>(
    colors: &mut [f32],
    below: &[f32],
    source: &[f32],
    alpha: &[f32],
    fill: f32,
    formula: impl Fn(f32, f32) -> f32 + Copy,
) {
    for (((c, &ab), &s), &a) in colors.iter_mut().zip(below).zip(source).zip(alpha) {
        let a = a * fill;
        let b = if ab > 0.0 { *c / ab } else { 0.0 };
        let bare = if OVER { (1.0 - ab) * s } else { 0.0 };
        *c += a * (bare + ab * formula(b, s) - *c);
    }
}

/// A formula for three channels together; what other models have instead of them is described in the body.
fn together<const OVER: bool>(
    back: &mut Backdrop<'_>,
    source: &[&[f32]],
    alpha: &[f32],
    fill: f32,
    mode: BlendMode,
    formula: impl Fn([f32; 3], [f32; 3]) -> [f32; 3] + Copy,
) {
    let takes_light = matches!(mode, BlendMode::Luminosity | BlendMode::LighterColor | BlendMode::DarkerColor);
    match (&mut *back.colors, source) {
        ([r, g, b, rest @ ..], [sr, sg, sb, more @ ..]) if back.model != Model::Lab => {
            let below = &*back.alpha;
            simd(
                #[inline(always)]
                || three::<OVER>([r, g, b], below, [sr, sg, sb], alpha, fill, formula),
            );
            // Black ink goes with the luminosity (PDF 32000-1 section 11.3.5.3).
            if let ([k], [sk]) = (rest, more)
                && takes_light
            {
                channel::<OVER>(k, below, sk, alpha, fill, |_, s| s);
            } else if let ([k], [sk]) = (&mut back.colors[3..], more) {
                channel::<OVER>(k, below, sk, alpha, fill, |b, _| b);
            }
        }
        _ => single::<OVER>(back, source, alpha, fill, mode),
    }
}

#[inline(always)]
fn three<const OVER: bool>(
    colors: [&mut [f32]; 3],
    below: &[f32],
    source: [&[f32]; 3],
    alpha: &[f32],
    fill: f32,
    formula: impl Fn([f32; 3], [f32; 3]) -> [f32; 3] + Copy,
) {
    let count = alpha.len().min(below.len());
    let source = source.map(|plane| &plane[..count]);
    let [r, g, b] = colors.map(|plane| &mut plane[..count]);
    for x in 0..count {
        let (a, ab) = (alpha[x] * fill, below[x]);
        let free = if ab > 0.0 { 1.0 / ab } else { 0.0 };
        let s = [source[0][x], source[1][x], source[2][x]];
        let mixed = formula([r[x] * free, g[x] * free, b[x] * free], s);
        let bare = if OVER { 1.0 - ab } else { 0.0 };
        r[x] += a * (bare * s[0] + ab * mixed[0] - r[x]);
        g[x] += a * (bare * s[1] + ab * mixed[1] - g[x]);
        b[x] += a * (bare * s[2] + ab * mixed[2] - b[x]);
    }
}

/// Grey has only luminosity; Lab keeps lightness and colour in channels of their own.
fn single<const OVER: bool>(back: &mut Backdrop<'_>, source: &[&[f32]], alpha: &[f32], fill: f32, mode: BlendMode) {
    use BlendMode as M;
    let below = &*back.alpha;
    for (index, (colors, source)) in back.colors.iter_mut().zip(source).enumerate() {
        let is_light = index == 0;
        match mode {
            M::DarkerColor if is_light => channel::<OVER>(colors, below, source, alpha, fill, darken::darken),
            M::LighterColor if is_light => channel::<OVER>(colors, below, source, alpha, fill, lighten::lighten),
            M::Luminosity if is_light => channel::<OVER>(colors, below, source, alpha, fill, |_, s| s),
            M::Hue | M::Saturation | M::Color if !is_light => {
                channel::<OVER>(colors, below, source, alpha, fill, |_, s| s);
            }
            M::DarkerColor | M::LighterColor if !is_light => {
                channel::<OVER>(colors, below, source, alpha, fill, |_, s| s);
            }
            _ => channel::<OVER>(colors, below, source, alpha, fill, |b, _| b),
        }
    }
}

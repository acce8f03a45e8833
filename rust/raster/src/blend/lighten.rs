//! Modes that lighten.

use super::darken::NEARLY;

/// The lighter of both.
#[inline(always)]
pub fn lighten(b: f32, s: f32) -> f32 {
    if s > b { s } else { b }
}

/// The product of the negatives, as a negative.
#[inline(always)]
pub fn screen(b: f32, s: f32) -> f32 {
    b + s - b * s
}

/// Lightens by lowering contrast; black below stays black, white on top gives white.
#[inline(always)]
pub fn color_dodge(b: f32, s: f32) -> f32 {
    let dodged = (b / (1.0 - s).max(1e-9)).min(1.0);
    if b <= NEARLY { 0.0 } else { dodged }
}

/// The sum.
#[inline(always)]
pub fn linear_dodge(b: f32, s: f32) -> f32 {
    (b + s).min(1.0)
}

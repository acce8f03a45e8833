//! Modes that compare.

use super::darken::NEARLY;

/// The distance.
#[inline(always)]
pub fn difference(b: f32, s: f32) -> f32 {
    (b - s).abs()
}

/// The distance with less contrast.
#[inline(always)]
pub fn exclusion(b: f32, s: f32) -> f32 {
    b + s - 2.0 * b * s
}

/// The backdrop less the source.
#[inline(always)]
pub fn subtract(b: f32, s: f32) -> f32 {
    (b - s).max(0.0)
}

/// The backdrop divided by the source; black by black is black.
#[inline(always)]
pub fn divide(b: f32, s: f32) -> f32 {
    let share = (b / s.max(1e-9)).min(1.0);
    if b <= NEARLY { 0.0 } else { share }
}

//! Modes that darken.

/// Less than a step of 16 bits.
pub(super) const NEARLY: f32 = 1e-5;

/// The darker of both.
#[inline(always)]
pub fn darken(b: f32, s: f32) -> f32 {
    if s < b { s } else { b }
}

/// The product.
#[inline(always)]
pub fn multiply(b: f32, s: f32) -> f32 {
    b * s
}

/// Darkens by raising contrast; white below stays white, black on top gives black.
#[inline(always)]
pub fn color_burn(b: f32, s: f32) -> f32 {
    let burnt = 1.0 - ((1.0 - b) / s.max(1e-9)).min(1.0);
    // A backdrop freed from its alpha is white only to the last bits.
    if b >= 1.0 - NEARLY { 1.0 } else { burnt }
}

/// The sum less white.
#[inline(always)]
pub fn linear_burn(b: f32, s: f32) -> f32 {
    (b + s - 1.0).max(0.0)
}

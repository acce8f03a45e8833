//! Modes that darken with dark and lighten with light sources.

use super::darken::{color_burn, multiply};
use super::lighten::{color_dodge, screen};

/// Hard light with both exchanged.
#[inline(always)]
pub fn overlay(b: f32, s: f32) -> f32 {
    hard_light(s, b)
}

/// A gentle hard light; Photoshop's formula, which takes the square root above the middle.
#[inline(always)]
pub fn soft_light(b: f32, s: f32) -> f32 {
    let dark = 2.0 * b * s + b * b * (1.0 - 2.0 * s);
    let light = 2.0 * b * (1.0 - s) + b.max(0.0).sqrt() * (2.0 * s - 1.0);
    if s <= 0.5 { dark } else { light }
}

/// Multiply or screen with the source stretched to twice its range.
#[inline(always)]
pub fn hard_light(b: f32, s: f32) -> f32 {
    if s <= 0.5 { multiply(b, 2.0 * s) } else { screen(b, 2.0 * s - 1.0) }
}

/// Colour burn or colour dodge with the source stretched; other than with these, black and white sources win over
/// white and black backdrops (measured on a file of Photoshop).
#[inline(always)]
pub fn vivid_light(b: f32, s: f32) -> f32 {
    let mixed = if s <= 0.5 { color_burn(b, 2.0 * s) } else { color_dodge(b, 2.0 * s - 1.0) };
    let mixed = if s <= 0.0 { 0.0 } else { mixed };
    if s >= 1.0 { 1.0 } else { mixed }
}

/// Linear burn or linear dodge with the source stretched.
#[inline(always)]
pub fn linear_light(b: f32, s: f32) -> f32 {
    (b + 2.0 * s - 1.0).clamp(0.0, 1.0)
}

/// Darken or lighten with the source stretched.
#[inline(always)]
pub fn pin_light(b: f32, s: f32) -> f32 {
    let (low, high) = (2.0 * s - 1.0, 2.0 * s);
    b.max(low).min(high)
}

/// Each channel full or empty.
#[inline(always)]
pub fn hard_mix(b: f32, s: f32) -> f32 {
    if b + s >= 1.0 { 1.0 } else { 0.0 }
}

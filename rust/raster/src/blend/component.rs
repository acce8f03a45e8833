//! Modes that take hue, saturation or luminosity from one side: all three channels together.

/// Brightness as the eye weighs it.
#[inline(always)]
pub fn luminosity_of(c: [f32; 3]) -> f32 {
    0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]
}

#[inline(always)]
fn saturation_of(c: [f32; 3]) -> f32 {
    c[0].max(c[1]).max(c[2]) - c[0].min(c[1]).min(c[2])
}

/// Bring a colour back into range without changing its luminosity.
#[inline(always)]
fn clip(c: [f32; 3]) -> [f32; 3] {
    let light = luminosity_of(c);
    let low = c[0].min(c[1]).min(c[2]);
    let high = c[0].max(c[1]).max(c[2]);
    let down = if low < 0.0 { light / (light - low).max(1e-9) } else { 1.0 };
    let c = c.map(|v| light + (v - light) * down);
    let up = if high > 1.0 { (1.0 - light) / (high - light).max(1e-9) } else { 1.0 };
    c.map(|v| light + (v - light) * up)
}

/// The colour `c` with another luminosity.
#[inline(always)]
fn with_luminosity(c: [f32; 3], light: f32) -> [f32; 3] {
    let shift = light - luminosity_of(c);
    clip(c.map(|v| v + shift))
}

/// The colour `c` with another saturation: the least channel becomes 0, the greatest `saturation`.
#[inline(always)]
fn with_saturation(c: [f32; 3], saturation: f32) -> [f32; 3] {
    let low = c[0].min(c[1]).min(c[2]);
    let range = saturation_of(c);
    let scale = if range > 0.0 { saturation / range.max(1e-9) } else { 0.0 };
    c.map(|v| (v - low) * scale)
}

/// Hue of the source, the rest of the backdrop.
#[inline(always)]
pub fn hue(b: [f32; 3], s: [f32; 3]) -> [f32; 3] {
    with_luminosity(with_saturation(s, saturation_of(b)), luminosity_of(b))
}

/// Saturation of the source, the rest of the backdrop.
#[inline(always)]
pub fn saturation(b: [f32; 3], s: [f32; 3]) -> [f32; 3] {
    with_luminosity(with_saturation(b, saturation_of(s)), luminosity_of(b))
}

/// Hue and saturation of the source, luminosity of the backdrop.
#[inline(always)]
pub fn color(b: [f32; 3], s: [f32; 3]) -> [f32; 3] {
    with_luminosity(s, luminosity_of(b))
}

/// Luminosity of the source, the rest of the backdrop.
#[inline(always)]
pub fn luminosity(b: [f32; 3], s: [f32; 3]) -> [f32; 3] {
    with_luminosity(b, luminosity_of(s))
}

/// Whichever is darker as a whole.
#[inline(always)]
pub fn darker_color(b: [f32; 3], s: [f32; 3]) -> [f32; 3] {
    if luminosity_of(s) < luminosity_of(b) { s } else { b }
}

/// Whichever is lighter as a whole.
#[inline(always)]
pub fn lighter_color(b: [f32; 3], s: [f32; 3]) -> [f32; 3] {
    if luminosity_of(s) > luminosity_of(b) { s } else { b }
}

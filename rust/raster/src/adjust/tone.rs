//! Lightness arithmetic that several adjustments share: that of the non-separable blend modes.

/// Luma as the non-separable blend modes weigh it (PDF 1.7, 11.3.5.3).
#[inline]
pub(super) fn luma(color: [f32; 3]) -> f32 {
    0.30 * color[0] + 0.59 * color[1] + 0.11 * color[2]
}

/// `color` moved to the luma `wanted` and drawn together about it until it fits 0-1 (SetLum and ClipColor there).
#[inline]
pub(super) fn with_luma(color: [f32; 3], wanted: f32) -> [f32; 3] {
    let shift = wanted - luma(color);
    let moved = color.map(|value| value + shift);
    let low = moved[0].min(moved[1]).min(moved[2]);
    let high = moved[0].max(moved[1]).max(moved[2]);
    let below = if low < 0.0 { wanted / (wanted - low).max(f32::MIN_POSITIVE) } else { 1.0 };
    let above = if high > 1.0 { (1.0 - wanted) / (high - wanted).max(f32::MIN_POSITIVE) } else { 1.0 };
    let share = below.min(above).clamp(0.0, 1.0);
    moved.map(|value| wanted + (value - wanted) * share)
}

/// Do `change` with each red, green, blue of rows of three channels; other rows stay.
#[inline]
pub(super) fn each_rgb(colors: &mut [&mut [f32]], change: impl Fn([f32; 3]) -> [f32; 3]) {
    let [red, green, blue] = colors else { return };
    for ((red, green), blue) in red.iter_mut().zip(green.iter_mut()).zip(blue.iter_mut()) {
        [*red, *green, *blue] = change([*red, *green, *blue]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_luma_is_met_within_the_gamut() {
        for (color, wanted) in [([0.9, 0.1, 0.2], 0.6), ([0.0, 0.0, 1.0], 0.9), ([1.0, 0.5, 0.0], 0.05)] {
            let made = with_luma(color, wanted);
            assert!((luma(made) - wanted).abs() < 1e-5, "{made:?}");
            assert!(made.iter().all(|value| (-1e-5..=1.00001).contains(value)), "{made:?}");
        }
        assert_eq!(with_luma([0.3, 0.3, 0.3], 0.7), [0.7; 3]);
    }

    #[test]
    fn only_three_rows_are_taken() {
        let mut grey = [0.5];
        each_rgb(&mut [&mut grey], |_| [0.0; 3]);
        assert_eq!(grey, [0.5]);
    }
}

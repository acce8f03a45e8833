use super::field::Field;

/// How much full noise changes a coverage at most: a byte from -128 to 127 times 200 in a scale of 65280.
const STRENGTH: f32 = 128.0 * 200.0 / 65_280.0;

/// Add grain to what an effect covers.
///
/// Photoshop's table of noise is not public; the grain here is as strong and as even, and the same at every rendering.
pub(super) fn add(field: Field, noise: f32, factor: u32) -> Field {
    let strength = noise.clamp(0.0, 1.0).max(0.0) * STRENGTH;
    if strength == 0.0 {
        return field;
    }
    let (area, factor) = (field.area, factor.max(1) as i32);
    let mut field = field;
    for (y, row) in (area.top..).zip(field.values.chunks_exact_mut(area.width().max(1))) {
        for (x, value) in (area.left..).zip(row) {
            if *value > 0.0 {
                let grain = at(x.wrapping_mul(factor), y.wrapping_mul(factor)) * 2.0 - 1.0;
                *value = (*value + grain * strength).clamp(0.0, 1.0);
            }
        }
    }
    field
}

/// An even random number, 0-1, for a place of the canvas (a 32-bit integer hash by multiplication and shifts).
pub(super) fn at(x: i32, y: i32) -> f32 {
    let mut hash = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    hash = (hash ^ (hash >> 15)).wrapping_mul(0x2C1B_3C6D);
    hash = (hash ^ (hash >> 12)).wrapping_mul(0x297A_2D39);
    ((hash ^ (hash >> 15)) >> 8) as f32 / 16_777_215.0
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use imageparser_base::Rect;

    use super::*;

    #[test]
    fn grain_is_even_and_leaves_uncovered_cells() {
        let area = Rect::new(0, 0, 100, 100);
        let mut field = Field::filled(area, 0.5);
        field.values[7] = 0.0;
        let noisy = add(field.clone(), 1.0, 1);
        let mean = noisy.values.iter().sum::<f32>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.01);
        assert_eq!(noisy.values[7], 0.0);
        assert!(noisy.values.iter().any(|value| *value > 0.85) && noisy.values.iter().any(|value| *value < 0.15));
        assert_eq!(add(field.clone(), 1.0, 1), noisy);
        assert_eq!(add(field.clone(), 0.0, 1), field);
    }
}

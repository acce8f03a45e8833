//! A fixed rotation that spreads each vector evenly over its dimensions, so that one bit tells as much of each.

/// Signs, then a Walsh-Hadamard transform over the largest power of two that fits, in turn from the front and to the
/// back; four times, after which every dimension has met every other.
#[derive(Debug)]
pub(crate) struct Spin {
    dim: usize,
    signs: Vec<f32>,
}

const ROUNDS: usize = 4;

impl Spin {
    pub(crate) fn new(dim: usize) -> Self {
        let mut state = dim as u64;
        let signs = (0..ROUNDS * dim).map(|_| if random(&mut state) >> 63 == 0 { 1.0 } else { -1.0 }).collect();
        Self { dim, signs }
    }

    /// Rotate a vector in place; every machine gives the same numbers.
    #[inline(always)]
    pub(crate) fn turn(&self, row: &mut [f32]) {
        let length = 1 << self.dim.ilog2();
        let scale = 1.0 / (length as f32).sqrt();
        for (round, signs) in self.signs.chunks_exact(self.dim).enumerate() {
            for (value, sign) in row.iter_mut().zip(signs) {
                *value *= sign;
            }
            let first = if round % 2 == 0 { 0 } else { self.dim - length };
            let part = &mut row[first..first + length];
            transform(part);
            for value in part {
                *value *= scale;
            }
        }
    }
}

/// The Walsh-Hadamard transform of a power of two of numbers, without its scale.
#[inline(always)]
fn transform(row: &mut [f32]) {
    let mut half = 1;
    while half < row.len() {
        match half {
            1 => steps::<1>(row),
            2 => steps::<2>(row),
            4 => steps::<4>(row),
            8 => steps::<8>(row),
            _ => wide_steps(row, half),
        }
        half *= 2;
    }
}

#[inline(always)]
fn steps<const HALF: usize>(row: &mut [f32]) {
    for pair in row.as_chunks_mut::<HALF>().0.as_chunks_mut::<2>().0 {
        let [a, b] = pair;
        for (a, b) in a.iter_mut().zip(b) {
            (*a, *b) = (*a + *b, *a - *b);
        }
    }
}

#[inline(always)]
fn wide_steps(row: &mut [f32], half: usize) {
    for pair in row.chunks_exact_mut(half * 2) {
        let (a, b) = pair.split_at_mut(half);
        for (a, b) in a.iter_mut().zip(b) {
            (*a, *b) = (*a + *b, *a - *b);
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::widest;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lengths_and_angles_stay(dim in 1usize..300, seed in any::<u64>()) {
            let spin = Spin::new(dim);
            let mut state = seed;
            let mut vector = || (0..dim).map(|_| (random(&mut state) >> 40) as f32 / 16_777_216.0 - 0.5).collect();
            let (a, b): (Vec<f32>, Vec<f32>) = (vector(), vector());
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
            let (mut c, mut d) = (a.clone(), b.clone());
            spin.turn(&mut c);
            spin.turn(&mut d);
            prop_assert!((dot(&a, &b) - dot(&c, &d)).abs() < 1e-4);
            prop_assert!((dot(&a, &a) - dot(&c, &c)).abs() < 1e-4);
        }

        #[test]
        fn the_same_on_every_instruction_set(dim in 1usize..600, seed in any::<u64>()) {
            let spin = Spin::new(dim);
            let mut state = seed;
            let row: Vec<f32> = (0..dim).map(|_| random(&mut state) as i64 as f32).collect();
            let (mut plain, mut wide, mut pulp) = (row.clone(), row.clone(), row);
            spin.turn(&mut plain);
            widest(#[inline(always)] || spin.turn(&mut wide));
            pulp::Arch::new().dispatch(#[inline(always)] || spin.turn(&mut pulp));
            prop_assert_eq!(&plain, &wide);
            prop_assert_eq!(&plain, &pulp);
        }
    }

    #[test]
    fn one_axis_is_spread_over_all() {
        let mut row = vec![0.0; 1152];
        row[7] = 1.0;
        Spin::new(1152).turn(&mut row);
        let largest = row.iter().fold(0.0f32, |most, value| most.max(value.abs()));
        assert!(largest < 0.2, "{largest}");
    }
}

//! A vector as bits, and the two numbers that make an estimate of bits.

use crate::layout::words_of;
use crate::spin::Spin;

/// Turns vectors into codes: rotated, less their mean, one bit for the sign of each dimension.
#[derive(Debug)]
pub(crate) struct Coder {
    pub(crate) dim: usize,
    pub(crate) spin: Spin,
    /// The mean of the vectors, rotated.
    pub(crate) mean: Vec<f32>,
}

/// What is kept of a vector beside its bits.
///
/// With `o` the rotated vector less the mean and `s` its signs, the inner product of `o` and any `q` is about
/// `scale * <q, s>`, without bias (RaBitQ); `bias` is the inner product of `o` and the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Factors {
    pub(crate) scale: f32,
    pub(crate) bias: f32,
}

impl Coder {
    pub(crate) fn new(mean: Vec<f32>) -> Self {
        Self { dim: mean.len(), spin: Spin::new(mean.len()), mean }
    }

    /// Take the mean of some rows of `dim` numbers each.
    pub(crate) fn trained(dim: usize, rows: &[f32]) -> Self {
        let mut sums = vec![0.0f64; dim];
        for row in rows.chunks_exact(dim) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value));
        }
        let count = (rows.len() / dim).max(1) as f64;
        let mut mean: Vec<f32> = sums.iter().map(|sum| (sum / count) as f32).collect();
        Spin::new(dim).turn(&mut mean);
        Self::new(mean)
    }

    /// Write the code of `row`, which is used up, into `bits`.
    #[inline(always)]
    pub(crate) fn encode(&self, row: &mut [f32], bits: &mut [u8]) -> Factors {
        self.spin.turn(row);
        row.iter_mut().zip(&self.mean).for_each(|(value, mean)| *value -= mean);
        for (word, part) in bits.as_chunks_mut::<8>().0.iter_mut().zip(row.chunks(64)) {
            *word = signs(part).to_le_bytes();
        }
        let squares = lanes(row, row, |a, b| a * b);
        let length = lanes(row, row, |a, _| a.abs());
        let scale = if length > 0.0 { squares / length } else { 0.0 };
        Factors { scale, bias: lanes(row, &self.mean, |a, b| a * b) }
    }

    pub(crate) fn words(&self) -> usize {
        words_of(self.dim)
    }
}

/// One bit for each number, set where it is above zero.
#[inline(always)]
pub(crate) fn signs(part: &[f32]) -> u64 {
    part.iter().enumerate().fold(0, |word, (bit, value)| word | u64::from(*value > 0.0) << bit)
}

/// Sum `of` over pairs in sixteen lanes, so that every machine sums in the same order.
#[inline(always)]
pub(crate) fn lanes(a: &[f32], b: &[f32], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0.0f32; 16];
    let (a, a_rest) = a.as_chunks::<16>();
    let (b, b_rest) = b.as_chunks::<16>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..16 {
            sums[lane] += of(a[lane], b[lane]);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| of(*a, *b)).sum();
    sums.iter().sum::<f32>() + rest
}

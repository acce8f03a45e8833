//! What is asked for, in the forms that the two looks at the codes want.

use crate::code::{Coder, Factors, lanes, signs};
use crate::kernel::{PLANES, weighed};

/// A vector that others are compared with.
pub(crate) struct Query {
    /// Signs of the rotated vector less the mean.
    pub(crate) bits: Vec<u64>,
    /// By the number of differing bits: the inner product with a code of scale one.
    pub(crate) by_distance: Vec<f32>,
    planes: Vec<[u64; PLANES]>,
    lowest: f32,
    step: f32,
    sum: f32,
    norm: f32,
    /// The inner product with the mean, the same for every estimate.
    base: f32,
}

impl Query {
    pub(crate) fn new(coder: &Coder, vector: &[f32]) -> Self {
        let mut row = vector.to_vec();
        coder.spin.turn(&mut row);
        let base = lanes(&row, &coder.mean, |a, b| a * b);
        row.iter_mut().zip(&coder.mean).for_each(|(value, mean)| *value -= mean);
        let norm = lanes(&row, &row, |a, b| a * b).sqrt();
        let lowest = row.iter().copied().fold(f32::INFINITY, f32::min);
        let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let step = (highest - lowest) / ((1 << PLANES) - 1) as f32;
        Self {
            bits: row.chunks(64).map(signs).collect(),
            by_distance: by_distance(coder.dim, norm),
            planes: row.chunks(64).map(|part| planes(part, lowest, step)).collect(),
            lowest,
            step,
            sum: row.iter().sum(),
            norm,
            base,
        }
    }

    /// Estimate the inner product with the vector of a code from each number of the query and the signs of the code.
    #[inline(always)]
    pub(crate) fn estimate(&self, code: &[u8], factors: Factors) -> f32 {
        let (weights, count) = weighed(code, &self.planes);
        let set = self.lowest * count as f32 + self.step * weights as f32;
        factors.scale * (2.0 * set - self.sum) + factors.bias + self.base
    }

    /// The standard deviation of the estimates of codes of this scale: what the signs leave out of a vector points
    /// anywhere, and has a length of `sqrt(dim (1 - 2 / pi))` times the scale.
    pub(crate) fn spread(&self, scale: f32) -> f32 {
        self.norm * scale * (1.0 - 2.0 / std::f32::consts::PI).sqrt()
    }
}

/// Signs that differ in `h` of `dim` places stand at an angle of `pi h / dim` (Charikar 2002); a scale is the length
/// over `sqrt(2 dim / pi)`.
fn by_distance(dim: usize, norm: f32) -> Vec<f32> {
    let unit = norm * (dim as f32 * 2.0 / std::f32::consts::PI).sqrt();
    let cosine = |h: usize| (std::f32::consts::PI * h as f32 / dim as f32).cos();
    // A damaged file may have bits set beyond the last dimension.
    (0..=dim.next_multiple_of(64)).map(|h| unit * cosine(h)).collect()
}

/// The numbers as steps from the lowest, bit by bit.
fn planes(part: &[f32], lowest: f32, step: f32) -> [u64; PLANES] {
    let mut planes = [0; PLANES];
    for (bit, value) in part.iter().enumerate() {
        let steps = if step > 0.0 { ((value - lowest) / step).round() as u64 } else { 0 };
        for (place, plane) in planes.iter_mut().enumerate() {
            *plane |= (steps >> place & 1) << bit;
        }
    }
    planes
}

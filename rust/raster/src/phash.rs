use std::f32::consts::PI;

use imageparser_base::Pixels;

use crate::grey::luma;
use crate::resize::average;

const SIDE: usize = 32;
const LOW: usize = 8;
/// Coefficients below this are rounding noise of 8-bit samples, not structure.
const NOISE: f32 = 2.0;

/// A 64-bit perceptual hash: near-equal pictures differ in few bits, see [`hamming`].
///
/// The picture is averaged to 32 x 32 grey (seen on white), transformed by a DCT, and each of the 8 x 8 lowest
/// frequencies gives a bit: whether it is above the median of the 63 without the mean. The mean's own bit
/// (the lowest) is always 0, so brightness does not matter. A flat picture hashes to 0.
pub fn phash(pixels: &Pixels) -> u64 {
    if pixels.data().is_empty() {
        return 0;
    }
    let grey = luma(&average(pixels, SIDE as u32, SIDE as u32));
    let low = low_frequencies(&grey);
    let mut sorted: Vec<f32> = low[1..].to_vec();
    sorted.sort_by(f32::total_cmp);
    let median = sorted[sorted.len() / 2];
    low.iter().enumerate().skip(1).filter(|(_, value)| **value > median).fold(0, |hash, (bit, _)| hash | 1 << bit)
}

/// In how many of the 64 bits two hashes differ.
pub const fn hamming(a: u64, b: u64) -> u32 {
    (a ^ b).count_ones()
}

/// The 8 x 8 lowest frequencies (row by row) of an orthonormal DCT-II of a 32 x 32 picture.
fn low_frequencies(grey: &[f32]) -> [f32; LOW * LOW] {
    let basis = basis();
    let mut rows = [[0.0f32; LOW]; SIDE];
    for (row, samples) in rows.iter_mut().zip(grey.chunks_exact(SIDE)) {
        for (value, wave) in row.iter_mut().zip(&basis) {
            *value = wave.iter().zip(samples).map(|(w, s)| w * s).sum();
        }
    }
    std::array::from_fn(|i| {
        let (v, u) = (i / LOW, i % LOW);
        let value: f32 = basis[v].iter().zip(&rows).map(|(w, row)| w * row[u]).sum();
        if value.abs() < NOISE { 0.0 } else { value }
    })
}

fn basis() -> [[f32; SIDE]; LOW] {
    std::array::from_fn(|k| {
        let scale = if k == 0 { (1.0 / SIDE as f32).sqrt() } else { (2.0 / SIDE as f32).sqrt() };
        std::array::from_fn(|n| scale * (PI * (n as f32 + 0.5) * k as f32 / SIDE as f32).cos())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::PixelFormat;

    #[test]
    fn the_basis_is_orthonormal() {
        let basis = basis();
        for (i, a) in basis.iter().enumerate() {
            for (j, b) in basis.iter().enumerate() {
                let dot: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
                assert!((dot - f32::from(u8::from(i == j))).abs() < 1e-5, "{i} {j} {dot}");
            }
        }
    }

    #[test]
    fn one_wave_sets_one_bit() {
        let basis = basis();
        let data = (0..SIDE * SIDE).map(|i| (128.0 + 400.0 * basis[3][i % SIDE]) as u8).collect();
        let wave = Pixels::new(32, 32, PixelFormat::L8, data).expect("fits");
        assert_eq!(phash(&wave), 1 << 3, "frequency 3 along x, none along y");
    }

    #[test]
    fn flat_and_empty_pictures_hash_to_zero() {
        for value in [0, 77, 255] {
            assert_eq!(phash(&Pixels::new(50, 20, PixelFormat::L8, vec![value; 1000]).expect("fits")), 0);
        }
        assert_eq!(phash(&Pixels::new(0, 0, PixelFormat::L8, Vec::new()).expect("fits")), 0);
        assert_eq!(hamming(0b1011, 0b0001), 2);
    }
}

//! CIE L*a*b* (D50, as Photoshop stores it) to sRGB.

use std::sync::OnceLock;

use crate::channels::samples::srgb_table;

/// D50 white.
const WHITE: [f32; 3] = [0.964_22, 1.0, 0.825_21];
/// XYZ of D50 to linear sRGB, adapted by Bradford.
const TO_SRGB: [[f32; 3]; 3] = [
    [3.133_856, -1.616_866_7, -0.490_614_6],
    [-0.978_768_4, 1.916_141_5, 0.033_454],
    [0.071_945_3, -0.228_991_4, 1.405_242_7],
];

/// Convert one row; L is 0-255 for 0-100, a and b are stored with 128 added.
pub(super) fn row(lightness: &[u8], a: &[u8], b: &[u8], row: &mut [u8]) {
    let heights = heights();
    let table = srgb_table();
    for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
        let y = heights[usize::from(lightness[x])];
        let along = [y + (f32::from(a[x]) - 128.0) / 500.0, y, y - (f32::from(b[x]) - 128.0) / 200.0];
        let xyz: [f32; 3] = std::array::from_fn(|i| WHITE[i] * inverse(along[i]));
        *pixel = TO_SRGB.map(|weights| {
            let linear: f32 = weights.iter().zip(xyz).map(|(w, v)| w * v).sum();
            table[(linear.clamp(0.0, 1.0) * 65_535.0 + 0.5) as usize]
        });
    }
}

/// Convert interleaved samples.
pub(crate) fn pixels(mut samples: Vec<u8>) -> Vec<u8> {
    for pixel in samples.as_chunks_mut::<3>().0 {
        let [lightness, a, b] = *pixel;
        row(&[lightness], &[a], &[b], pixel);
    }
    samples
}

/// The `fy` of each stored lightness.
fn heights() -> &'static [f32; 256] {
    static TABLE: OnceLock<[f32; 256]> = OnceLock::new();
    TABLE.get_or_init(|| std::array::from_fn(|stored| (stored as f32 * 100.0 / 255.0 + 16.0) / 116.0))
}

fn inverse(f: f32) -> f32 {
    const EDGE: f32 = 6.0 / 29.0;
    if f > EDGE { f * f * f } else { 3.0 * EDGE * EDGE * (f - 4.0 / 29.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours() {
        let mut out = [0; 12];
        // White, black, middle grey, and sRGB red: L 54.29, a 80.80, b 69.89 under D50.
        row(&[255, 0, 128, 138], &[128, 128, 128, 209], &[128, 128, 128, 198], &mut out);
        assert_eq!(out[..3], [255, 255, 255]);
        assert_eq!(out[3..6], [0, 0, 0]);
        assert!(out[6..9].iter().all(|&v| (118..=120).contains(&v)), "{:?}", &out[6..9]);
        assert!(out[9] > 252 && out[10] < 12 && out[11] < 6, "{:?}", &out[9..]);
    }
}

use imageparser_base::Pixels;

use crate::grey::luma;
use crate::resize::{average, fitted_size};

const LONG_EDGE: u32 = 256;
const HALF: f32 = 100.0;

/// How sharp the picture is: 0 (flat or fully blurred) to 1 (crisp), independent of its size above 256 px.
///
/// The picture is averaged down to a long edge of 256, made grey (0-255), and the variance `v` of its
/// 4-neighbour Laplacian is mapped to `v / (v + 100)`: 0.5 is the customary border between blurred and sharp.
/// Pictures under 3 x 3 pixels have no Laplacian and score 0.
pub fn blur_score(pixels: &Pixels) -> f32 {
    let (width, height) = fitted_size(pixels.width(), pixels.height(), LONG_EDGE);
    if width < 3 || height < 3 {
        return 0.0;
    }
    let grey = luma(&average(pixels, width, height));
    let variance = laplacian_variance(&grey, width as usize);
    variance / (variance + HALF)
}

fn laplacian_variance(grey: &[f32], width: usize) -> f32 {
    let rows: Vec<&[f32]> = grey.chunks_exact(width).collect();
    let (mut sum, mut squares, mut count) = (0.0f64, 0.0f64, 0u32);
    for three in rows.windows(3) {
        let [above, here, below] = [three[0], three[1], three[2]];
        for x in 1..width - 1 {
            let value = f64::from(above[x] + below[x] + here[x - 1] + here[x + 1] - 4.0 * here[x]);
            sum += value;
            squares += value * value;
            count += 1;
        }
    }
    let mean = sum / f64::from(count.max(1));
    (squares / f64::from(count.max(1)) - mean * mean).max(0.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::PixelFormat;

    fn grey(width: u32, height: u32, value: impl Fn(u32, u32) -> u8) -> Pixels {
        let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| value(x, y)).collect();
        Pixels::new(width, height, PixelFormat::L8, data).expect("fits")
    }

    #[test]
    fn variance_of_a_hand_made_picture() {
        // One bright pixel in 4 x 3: the Laplacians are -4 and 1, mean -1.5, variance 6.25.
        let mut data = vec![0.0; 12];
        data[5] = 1.0;
        assert!((laplacian_variance(&data, 4) - 6.25).abs() < 1e-6);
    }

    #[test]
    fn sharper_scores_higher() {
        let flat = blur_score(&grey(64, 64, |_, _| 90));
        let soft = blur_score(&grey(64, 64, |x, _| (x * 4) as u8));
        let crisp = blur_score(&grey(64, 64, |x, y| if (x / 4 + y / 4) % 2 == 0 { 0 } else { 255 }));
        assert!(flat == 0.0 && soft < 0.1 && crisp > 0.9, "{flat} {soft} {crisp}");
    }

    #[test]
    fn tiny_pictures_score_zero() {
        assert_eq!(blur_score(&grey(2, 9, |x, y| (x * y) as u8)).to_bits(), 0.0f32.to_bits());
    }
}

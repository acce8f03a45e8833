//! Oklab in double precision (Ottosson 2020, "A perceptual color space for image processing").

const TO_CONES: [[f64; 3]; 3] = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const TO_LAB: [[f64; 3]; 3] = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const FROM_LAB: [[f64; 3]; 3] = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const FROM_CONES: [[f64; 3]; 3] = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn product(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}

/// Lightness, a, b of linear red, green, blue; of linear grey the lightness alone.
pub(super) fn of_linear(samples: &[f64]) -> Vec<f64> {
    match *samples {
        [red, green, blue] => product(&TO_LAB, product(&TO_CONES, [red, green, blue]).map(f64::cbrt)).to_vec(),
        _ => samples.iter().map(|sample| sample.cbrt()).collect(),
    }
}

/// The reverse.
pub(super) fn to_linear(lab: &[f64]) -> Vec<f64> {
    match *lab {
        [lightness, a, b] => {
            let cones = product(&FROM_LAB, [lightness, a, b]).map(|cone| cone.powi(3));
            product(&FROM_CONES, cones).to_vec()
        }
        _ => lab.iter().map(|lightness| lightness.powi(3)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for color in [[0.0; 3], [1.0; 3], [0.2, 0.7, 0.05]] {
            let back = to_linear(&of_linear(&color));
            assert!(back.iter().zip(color).all(|(a, b)| (a - b).abs() < 1e-6), "{back:?} {color:?}");
        }
        assert!((of_linear(&[1.0; 3])[0] - 1.0).abs() < 1e-6);
        assert_eq!(to_linear(&of_linear(&[0.125])), [0.125]);
    }
}

use imageparser_base::{PixelFormat, Pixels};

/// Luma (Rec. 601) of every pixel; transparent areas are seen on white.
pub(crate) fn luma(pixels: &Pixels) -> Vec<f32> {
    if pixels.format() == PixelFormat::L8 {
        return pixels.data().iter().map(|&v| f32::from(v)).collect();
    }
    let rgb = pixels.to_rgb([255; 3]);
    rgb.data().as_chunks::<3>().0.iter().map(|&p| of_rgb(p)).collect()
}

fn of_rgb([r, g, b]: [u8; 3]) -> f32 {
    (299.0 * f32::from(r) + 587.0 * f32::from(g) + 114.0 * f32::from(b)) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_is_kept_and_transparent_is_white() {
        let grey = Pixels::new(2, 1, PixelFormat::L8, vec![0, 255]).expect("fits");
        assert_eq!(luma(&grey), [0.0, 255.0]);
        let clear = Pixels::new(1, 1, PixelFormat::Rgba8, vec![0, 0, 0, 0]).expect("fits");
        assert_eq!(luma(&clear), [255.0]);
        let rgb = Pixels::new(1, 1, PixelFormat::Rgb8, vec![255, 255, 255]).expect("fits");
        assert!((luma(&rgb)[0] - 255.0).abs() < 1e-3);
    }
}

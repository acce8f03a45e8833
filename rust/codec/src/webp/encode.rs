use imageparser_base::{Error, PixelFormat, Pixels, Result};

use super::ffi;

/// Encode a picture as lossy WebP: `quality` 0-100, `method` 0 (fast) to 6 (small). Alpha is kept, grey becomes
/// RGB. The same pixels and numbers give the same bytes.
///
/// # Errors
/// `TooLarge` beyond 16383 pixels a side.
pub fn encode_webp(pixels: &Pixels, quality: u8, method: u8) -> Result<Vec<u8>> {
    let size = (pixels.width(), pixels.height());
    if size.0.max(size.1) > ffi::MAX_SIDE {
        return Err(Error::too_large(format!("WebP cannot hold {} x {} pixels", size.0, size.1)));
    }
    match pixels.format() {
        PixelFormat::Rgb8 => ffi::encode(pixels.data(), size, 3, quality, method),
        PixelFormat::Rgba8 => ffi::encode(pixels.data(), size, 4, quality, method),
        PixelFormat::La8 => {
            let rgba: Vec<u8> = pixels.data().chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect();
            ffi::encode(&rgba, size, 4, quality, method)
        }
        PixelFormat::L8 | PixelFormat::Cmyk8 => ffi::encode(pixels.to_rgb([255; 3]).data(), size, 3, quality, method),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Want, decode};
    use imageparser_base::{Limits, SliceSource};

    fn smooth(width: u32, height: u32, format: PixelFormat) -> Pixels {
        let channels = format.channels();
        let data = (0..width as usize * height as usize * channels)
            .map(|i| {
                let (x, y, c) = (i / channels % width as usize, i / channels / width as usize, i % channels);
                if format.has_alpha() && c + 1 == channels { (x * 4) as u8 } else { (x + 2 * y + 40 * c) as u8 }
            })
            .collect();
        Pixels::new(width, height, format, data).expect("fits")
    }

    #[test]
    fn comes_back_nearly_equal_in_every_format() {
        for format in [PixelFormat::L8, PixelFormat::La8, PixelFormat::Rgb8, PixelFormat::Rgba8] {
            let pixels = smooth(60, 40, format);
            let bytes = encode_webp(&pixels, 95, 4).expect("encodes");
            assert_eq!(bytes, encode_webp(&pixels, 95, 4).expect("encodes"), "deterministic");
            let back = decode(&bytes, Want::default(), &Limits::default()).expect("decodes");
            assert_eq!(back.pixels.format().has_alpha(), format.has_alpha());
            let (ours, theirs) = (pixels.to_rgb([0; 3]), back.pixels.to_rgb([0; 3]));
            let sum: u64 = ours.data().iter().zip(theirs.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(sum / (ours.data().len() as u64) < 8, "{format:?}: {sum}");
            let probed = crate::probe(&mut SliceSource(&bytes), &Limits::default()).expect("probes");
            assert_eq!((probed.width, probed.height, probed.has_alpha), (60, 40, format.has_alpha()));
        }
    }

    #[test]
    fn too_large_is_refused() {
        let wide = Pixels::new(16_384, 1, PixelFormat::L8, vec![0; 16_384]).expect("fits");
        assert_eq!(encode_webp(&wide, 85, 4).expect_err("too wide").kind(), imageparser_base::ErrorKind::TooLarge);
    }
}

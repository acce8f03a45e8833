use imageparser_base::{Error, PixelFormat, Pixels, Result};
use png::{BitDepth, ColorType, Compression, Encoder, Filter, SrgbRenderingIntent};

/// Encode a picture as PNG, marked as sRGB; CMYK becomes RGB by the naive formula.
///
/// # Errors
/// `Unsupported` for a picture without pixels, which PNG does not know.
pub fn encode_png(pixels: &Pixels) -> Result<Vec<u8>> {
    let color = match pixels.format() {
        PixelFormat::L8 => ColorType::Grayscale,
        PixelFormat::La8 => ColorType::GrayscaleAlpha,
        PixelFormat::Rgb8 => ColorType::Rgb,
        PixelFormat::Rgba8 => ColorType::Rgba,
        PixelFormat::Cmyk8 => return encode_png(&pixels.to_rgb([255; 3])),
    };
    let (width, height) = (pixels.width(), pixels.height());
    if width == 0 || height == 0 {
        return Err(Error::unsupported(format!("a PNG of {width} x {height} pixels")));
    }
    let failed = |error: png::EncodingError| Error::internal(error.to_string());
    let mut bytes = Vec::with_capacity(pixels.data().len() / 2 + 1024);
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_filter(Filter::Adaptive);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(pixels.data()).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Want, decode};
    use imageparser_base::Limits;

    #[test]
    fn comes_back_equal_in_every_format() {
        for format in [PixelFormat::L8, PixelFormat::La8, PixelFormat::Rgb8, PixelFormat::Rgba8] {
            let data = (0..13 * 7 * format.channels()).map(|i| (i * 37 % 251) as u8).collect();
            let pixels = Pixels::new(13, 7, format, data).expect("fits");
            let bytes = encode_png(&pixels).expect("encodes");
            let back = decode(&bytes, Want::default(), &Limits::default()).expect("decodes");
            assert_eq!(back.pixels, pixels, "{format:?}");
        }
    }

    #[test]
    fn nothing_is_refused() {
        let none = Pixels::new(0, 5, PixelFormat::L8, Vec::new()).expect("fits");
        assert!(encode_png(&none).is_err());
    }
}

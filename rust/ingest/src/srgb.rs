use imageparser_base::{PixelFormat, Pixels, Result};
use imageparser_psd::Document;

/// Bring pixels of a document to sRGB by its embedded profile, and join them with `alpha`.
///
/// A profile that cannot be used is a warning: the picture is shown as if it were sRGB.
///
/// # Errors
/// `Internal` where `alpha` is not as large as the picture.
pub fn in_srgb(
    mut pixels: Pixels,
    alpha: Option<Vec<u8>>,
    document: &Document,
    warnings: &mut Vec<String>,
) -> Result<Pixels> {
    if let Some(icc) = document.merged_icc()
        && let Err(error) = imageparser_codec::to_srgb(&mut pixels, icc)
    {
        warnings.push(error.message().to_owned());
    }
    if pixels.format() == PixelFormat::Cmyk8 {
        pixels = pixels.to_rgb([255; 3]);
    }
    match alpha {
        Some(alpha) => joined(&pixels, &alpha),
        None => Ok(pixels),
    }
}

/// Grey or RGB pixels with an alpha of their own.
fn joined(pixels: &Pixels, alpha: &[u8]) -> Result<Pixels> {
    let count = pixels.format().channels();
    let format = if count == 1 { PixelFormat::La8 } else { PixelFormat::Rgba8 };
    let colors = pixels.data().chunks_exact(count);
    let mut data = Vec::with_capacity(alpha.len() * (count + 1));
    for (color, &alpha) in colors.zip(alpha) {
        data.extend_from_slice(color);
        data.push(alpha);
    }
    Pixels::new(pixels.width(), pixels.height(), format, data)
}

/// The same picture as red, green, blue and alpha.
///
/// # Errors
/// None for pixels whose length fits, which is all there are.
pub fn rgba(pixels: Pixels) -> Result<Pixels> {
    let data = pixels.data();
    let data = match pixels.format() {
        PixelFormat::Rgba8 => return Ok(pixels),
        PixelFormat::L8 => data.iter().flat_map(|&v| [v, v, v, 255]).collect(),
        PixelFormat::La8 => data.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        PixelFormat::Rgb8 => data.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
        PixelFormat::Cmyk8 => return rgba(pixels.to_rgb([255; 3])),
    };
    Pixels::new(pixels.width(), pixels.height(), PixelFormat::Rgba8, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_gets_an_alpha() {
        let one = |format, data: &[u8]| rgba(Pixels::new(1, 1, format, data.to_vec()).expect("fits")).expect("fits");
        assert_eq!(one(PixelFormat::L8, &[7]).data(), [7, 7, 7, 255]);
        assert_eq!(one(PixelFormat::La8, &[7, 9]).data(), [7, 7, 7, 9]);
        assert_eq!(one(PixelFormat::Rgb8, &[1, 2, 3]).data(), [1, 2, 3, 255]);
        assert_eq!(one(PixelFormat::Rgba8, &[1, 2, 3, 4]).data(), [1, 2, 3, 4]);
        assert_eq!(one(PixelFormat::Cmyk8, &[0, 0, 0, 0]).data(), [255; 4]);
    }

    #[test]
    fn alpha_is_woven_in() {
        let rgb = Pixels::new(2, 1, PixelFormat::Rgb8, vec![1, 2, 3, 4, 5, 6]).expect("fits");
        assert_eq!(joined(&rgb, &[8, 9]).expect("fits").data(), [1, 2, 3, 8, 4, 5, 6, 9]);
        assert!(joined(&rgb, &[8]).is_err());
    }
}

use imageparser_base::{PixelFormat, Pixels, Result, roomy};
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
    let (width, height, colors) = (pixels.width(), pixels.height(), pixels.data());
    if pixels.format().channels() == 1 {
        let data = woven(colors, alpha.iter(), |[v], &a| [v, a]);
        return Pixels::new(width, height, PixelFormat::La8, data);
    }
    let data = woven(colors, alpha.iter(), |[r, g, b], &a| [r, g, b, a]);
    Pixels::new(width, height, PixelFormat::Rgba8, data)
}

/// The same picture as red, green, blue and alpha.
///
/// # Errors
/// None for pixels whose length fits, which is all there are.
pub fn rgba(pixels: Pixels) -> Result<Pixels> {
    let (data, none) = (pixels.data(), std::iter::repeat(()));
    let data = match pixels.format() {
        PixelFormat::Rgba8 => return Ok(pixels),
        PixelFormat::L8 => woven(data, none, |[v], ()| [v, v, v, 255]),
        PixelFormat::La8 => woven(data, none, |[v, a], ()| [v, v, v, a]),
        PixelFormat::Rgb8 => woven(data, none, |[r, g, b], ()| [r, g, b, 255]),
        PixelFormat::Cmyk8 => return rgba(pixels.to_rgb([255; 3])),
    };
    Pixels::new(pixels.width(), pixels.height(), PixelFormat::Rgba8, data)
}

/// Pixels of `N` samples made from those of `M` samples and something beside each.
fn woven<T, const M: usize, const N: usize>(
    data: &[u8],
    beside: impl Iterator<Item = T>,
    pixel: impl Fn([u8; M], T) -> [u8; N],
) -> Vec<u8> {
    let pixels = data.as_chunks::<M>().0;
    let mut out = roomy::zeros(pixels.len() * N);
    // Too few beside give too few pixels, which then fit no picture.
    let mut count = 0;
    for ((target, &source), beside) in out.as_chunks_mut::<N>().0.iter_mut().zip(pixels).zip(beside) {
        *target = pixel(source, beside);
        count += 1;
    }
    out.truncate(count * N);
    out
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

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x2, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use imageparser_base::{Part, PixelFormat, Pixels};

/// The size of a `width` x `height` picture whose long edge is at most `long_edge`; never larger, never zero.
pub fn fitted_size(width: u32, height: u32, long_edge: u32) -> (u32, u32) {
    let longest = width.max(height);
    let long_edge = long_edge.max(1);
    if longest <= long_edge {
        return (width, height);
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(long_edge) * 2 + u64::from(longest)) / (2 * u64::from(longest));
        (rounded as u32).max(1)
    };
    (scaled(width), scaled(height))
}

/// Shrink to at most `long_edge` with Lanczos3; a picture that fits already is returned as it is.
#[must_use]
pub fn fit(pixels: &Pixels, long_edge: u32) -> Pixels {
    let (width, height) = fitted_size(pixels.width(), pixels.height(), long_edge);
    resize(pixels, width, height)
}

/// Resize to exactly `width` x `height` (at least 1 x 1) with Lanczos3; alpha is handled premultiplied.
#[must_use]
pub fn resize(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    run(pixels, width, height, FilterType::Lanczos3, Cut::Nothing)
}

/// Shrink the `part` of the pixels that a picture of `full` size covers to at most `long_edge`, with Lanczos3.
///
/// What a decoder shrank by a whole factor comes out exactly as large, and every edge where it would be, as if the
/// full picture had been resized.
#[must_use]
pub fn fit_part(pixels: &Pixels, part: Part, full: (u32, u32), long_edge: u32) -> Pixels {
    let (width, height) = fitted_size(full.0, full.1, long_edge);
    resize_part(pixels, part, width.min(pixels.width()), height.min(pixels.height()))
}

/// Resize a part of the pixels to exactly `width` x `height` (at least 1 x 1) with Lanczos3.
#[must_use]
pub fn resize_part(pixels: &Pixels, part: Part, width: u32, height: u32) -> Pixels {
    run(pixels, width, height, FilterType::Lanczos3, Cut::Part(part))
}

/// Area average to exactly `width` x `height`: no ringing, so measurements use it.
pub(crate) fn average(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    run(pixels, width, height, FilterType::Box, Cut::Nothing)
}

/// What of the pixels is left out.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Nothing,
    /// Everything but a part.
    Part(Part),
}

fn run(pixels: &Pixels, width: u32, height: u32, filter: FilterType, cut: Cut) -> Pixels {
    let (width, height) = (width.max(1), height.max(1));
    let nothing_to_do = (width, height) == (pixels.width(), pixels.height());
    if nothing_to_do || pixels.data().is_empty() {
        return pixels.clone();
    }
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).use_alpha(pixels.format().has_alpha());
    let options = match cut {
        Cut::Nothing => options,
        Cut::Part(part) => options.crop(part.left, part.top, part.width, part.height),
    };
    // One call per pixel type: the untyped entry would compile every type the crate knows.
    let resized = match pixels.format() {
        PixelFormat::L8 => convolved::<U8>(pixels, width, height, &options),
        PixelFormat::La8 => convolved::<U8x2>(pixels, width, height, &options),
        PixelFormat::Rgb8 => convolved::<U8x3>(pixels, width, height, &options),
        PixelFormat::Rgba8 | PixelFormat::Cmyk8 => convolved::<U8x4>(pixels, width, height, &options),
    };
    debug_assert!(resized.is_some(), "a non-empty 8-bit picture can always be resized");
    resized.and_then(|data| Pixels::new(width, height, pixels.format(), data).ok()).unwrap_or_else(|| pixels.clone())
}

fn convolved<P: PixelTrait>(pixels: &Pixels, width: u32, height: u32, options: &ResizeOptions) -> Option<Vec<u8>> {
    let source = TypedImageRef::<P>::from_buffer(pixels.width(), pixels.height(), pixels.data()).ok()?;
    let mut data = vec![0; width as usize * height as usize * pixels.format().channels()];
    let mut target = TypedImage::<P>::from_buffer(width, height, &mut data).ok()?;
    Resizer::new().resize_typed(&source, &mut target, options).ok()?;
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, format: PixelFormat) -> Pixels {
        let count = width as usize * height as usize * format.channels();
        Pixels::new(width, height, format, (0..count).map(|i| (i * 7) as u8).collect()).expect("fits")
    }

    #[test]
    fn sizes_keep_the_aspect_and_never_grow() {
        assert_eq!(fitted_size(4000, 3000, 256), (256, 192));
        assert_eq!(fitted_size(100, 50, 256), (100, 50));
        assert_eq!(fitted_size(10_000, 1, 256), (256, 1));
        assert_eq!(fitted_size(u32::MAX, 7, 512), (512, 1));
        assert_eq!(fitted_size(5, 5, 0), (1, 1));
    }

    #[test]
    fn a_small_picture_is_unchanged() {
        let small = picture(9, 4, PixelFormat::Rgb8);
        assert_eq!(fit(&small, 256), small);
    }

    #[test]
    fn every_format_keeps_its_layout() {
        use PixelFormat as F;
        for format in [F::L8, F::La8, F::Rgb8, F::Rgba8, F::Cmyk8] {
            let out = resize(&picture(40, 30, format), 13, 17);
            assert_eq!((out.width(), out.height(), out.format()), (13, 17, format));
        }
    }

    #[test]
    fn an_empty_picture_stays_empty() {
        let none = Pixels::new(0, 0, PixelFormat::Rgb8, Vec::new()).expect("fits");
        assert_eq!(fit(&none, 10), none);
    }

    #[test]
    fn hidden_colour_does_not_bleed() {
        let data: Vec<u8> =
            (0..16 * 16).flat_map(|i| if i % 16 < 8 { [200, 10, 10, 255] } else { [0, 255, 0, 0] }).collect();
        let out = resize(&Pixels::new(16, 16, PixelFormat::Rgba8, data).expect("fits"), 5, 5);
        let bleeding = out.data().chunks_exact(4).find(|p| p[3] > 8 && p[1] > 20);
        assert_eq!(bleeding, None, "green was fully transparent");
    }

    #[test]
    fn a_part_lands_where_the_full_picture_would() {
        // 267.4 columns of a wave, held in 268: the last block is partial, as after a box reduction by ten.
        let (full, factor, stored) = (2674u32, 10u32, 268u32);
        let wave = |x: f64| 128.0 + 100.0 * (x / 120.0).sin();
        let row: Vec<u8> = (0..stored)
            .map(|column| {
                let block = column * factor..((column + 1) * factor).min(full);
                let count = f64::from(block.end - block.start);
                (block.map(|x| wave(f64::from(x) + 0.5)).sum::<f64>() / count).round() as u8
            })
            .collect();
        let pixels = Pixels::new(stored, 2, PixelFormat::L8, row.repeat(2)).expect("fits");
        let out = fit_part(&pixels, Part::shrunk((full, 20), (stored, 2), 0.1), (full, 20), 256);
        assert_eq!((out.width(), out.height()), (256, 2));
        for (x, &value) in out.data()[..256].iter().enumerate() {
            let expected = wave((x as f64 + 0.5) * f64::from(full) / 256.0);
            assert!((f64::from(value) - expected).abs() < 1.6, "column {x}: {value} for {expected}");
        }
    }
}

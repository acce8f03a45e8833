use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use imageparser_base::{PixelFormat, Pixels};

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
    run(pixels, width, height, FilterType::Lanczos3, false)
}

/// Scale to cover `width` x `height` and cut the centre, with Lanczos3.
#[must_use]
pub fn cover(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    run(pixels, width, height, FilterType::Lanczos3, true)
}

/// Area average to exactly `width` x `height`: no ringing, so measurements use it.
pub(crate) fn average(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    run(pixels, width, height, FilterType::Box, false)
}

fn run(pixels: &Pixels, width: u32, height: u32, filter: FilterType, cut: bool) -> Pixels {
    let (width, height) = (width.max(1), height.max(1));
    let nothing_to_do = (width, height) == (pixels.width(), pixels.height());
    if nothing_to_do || pixels.data().is_empty() {
        return pixels.clone();
    }
    let kind = match pixels.format() {
        PixelFormat::L8 => PixelType::U8,
        PixelFormat::La8 => PixelType::U8x2,
        PixelFormat::Rgb8 => PixelType::U8x3,
        PixelFormat::Rgba8 | PixelFormat::Cmyk8 => PixelType::U8x4,
    };
    let mut options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).use_alpha(pixels.format().has_alpha());
    if cut {
        options = options.fit_into_destination(None);
    }
    let mut target = Image::new(width, height, kind);
    let done = ImageRef::new(pixels.width(), pixels.height(), pixels.data(), kind)
        .is_ok_and(|source| Resizer::new().resize(&source, &mut target, &options).is_ok());
    debug_assert!(done, "a non-empty 8-bit picture can always be resized");
    Pixels::new(width, height, pixels.format(), target.into_vec()).unwrap_or_else(|_| pixels.clone())
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
    fn cover_cuts_the_centre() {
        let mut data = vec![0u8; 30 * 10];
        data.chunks_exact_mut(30).for_each(|row| row[10..20].fill(200));
        let wide = Pixels::new(30, 10, PixelFormat::L8, data).expect("fits");
        let square = cover(&wide, 10, 10);
        assert_eq!((square.width(), square.height()), (10, 10));
        assert!(square.data().iter().all(|&v| v == 200), "only the middle third is left");
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
        assert_eq!(cover(&none, 10, 10), none);
    }

    #[test]
    fn hidden_colour_does_not_bleed() {
        let data: Vec<u8> =
            (0..16 * 16).flat_map(|i| if i % 16 < 8 { [200, 10, 10, 255] } else { [0, 255, 0, 0] }).collect();
        let out = resize(&Pixels::new(16, 16, PixelFormat::Rgba8, data).expect("fits"), 5, 5);
        let bleeding = out.data().chunks_exact(4).find(|p| p[3] > 8 && p[1] > 20);
        assert_eq!(bleeding, None, "green was fully transparent");
    }
}

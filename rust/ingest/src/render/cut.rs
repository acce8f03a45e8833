use imageparser_base::{Part, Pixels, Rect};

/// Cut `region` (canvas pixels) out of `pixels`, which hold the cells `area` of `factor` canvas pixels each, and bring
/// it to `size`.
pub fn cut(pixels: Pixels, area: Rect, factor: u32, region: Rect, size: (u32, u32)) -> Pixels {
    let place = |edge: i32, first: i32| f64::from(edge) / f64::from(factor) - f64::from(first);
    let (left, top) = (place(region.left, area.left), place(region.top, area.top));
    let part = Part {
        left,
        top,
        width: (place(region.right, area.left) - left).min(f64::from(pixels.width()) - left),
        height: (place(region.bottom, area.top) - top).min(f64::from(pixels.height()) - top),
    };
    let same = (part.width, part.height) == (f64::from(size.0), f64::from(size.1));
    let whole = (left, top) == (0.0, 0.0);
    if same && left.fract() == 0.0 && top.fract() == 0.0 {
        return if whole && (pixels.width(), pixels.height()) == size { pixels } else { copied(&pixels, part, size) };
    }
    imageparser_raster::resize_part(&pixels, part, size.0, size.1)
}

fn copied(pixels: &Pixels, part: Part, (width, height): (u32, u32)) -> Pixels {
    let channels = pixels.format().channels();
    let start = part.left as usize * channels;
    let rows = pixels.data().chunks_exact(pixels.stride()).skip(part.top as usize).take(height as usize);
    let data = rows.flat_map(|row| &row[start..start + width as usize * channels]).copied().collect();
    Pixels::new(width, height, pixels.format(), data).unwrap_or_else(|_| pixels.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::PixelFormat;

    fn ramp(width: u32, height: u32) -> Pixels {
        let data = (0..width * height).map(|i| i as u8).collect();
        Pixels::new(width, height, PixelFormat::L8, data).expect("fits")
    }

    #[test]
    fn whole_pixels_are_copied() {
        let cut = cut(ramp(8, 4), Rect::of_size(8, 4), 1, Rect::new(2, 1, 5, 3), (3, 2));
        assert_eq!(cut.data(), [10, 11, 12, 18, 19, 20]);
        let all = super::cut(ramp(8, 4), Rect::of_size(8, 4), 1, Rect::of_size(8, 4), (8, 4));
        assert_eq!(all, ramp(8, 4));
    }

    #[test]
    fn parts_of_cells_are_filtered() {
        // 9 columns in cells of 2: the fifth cell is half outside.
        let out = cut(ramp(5, 1), Rect::of_size(9, 2).cells(2), 2, Rect::of_size(9, 2), (4, 1));
        assert_eq!((out.width(), out.height()), (4, 1));
        let inner = cut(ramp(5, 2), Rect::new(0, 0, 5, 2), 2, Rect::new(2, 0, 6, 4), (2, 2));
        assert_eq!(inner.data(), [1, 2, 6, 7]);
    }
}

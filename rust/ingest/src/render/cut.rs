use imageparser_base::{Part, Pixels, Rect};

/// Where `region` (canvas pixels) lies in pixels that hold the cells `area` of `factor` canvas pixels each.
pub fn of_cells(region: Rect, area: Rect, factor: u32) -> Part {
    let place = |edge: i32, first: i32| f64::from(edge) / f64::from(factor) - f64::from(first);
    let (left, top) = (place(region.left, area.left), place(region.top, area.top));
    Part { left, top, width: place(region.right, area.left) - left, height: place(region.bottom, area.top) - top }
}

/// Cut `part` out of `pixels` and bring it to `size`; whole pixels of the right number are copied.
pub fn cut(pixels: Pixels, part: Part, size: (u32, u32)) -> Pixels {
    let (left, top) = (part.left.max(0.0), part.top.max(0.0));
    let width = part.width.min(f64::from(pixels.width()) - left);
    let height = part.height.min(f64::from(pixels.height()) - top);
    if left.fract() == 0.0 && top.fract() == 0.0 && (width, height) == (f64::from(size.0), f64::from(size.1)) {
        let whole = (pixels.width(), pixels.height()) == size;
        return if whole { pixels } else { copied(&pixels, left as usize, top as usize, size) };
    }
    imageparser_raster::resize_part(&pixels, Part { left, top, width, height }, size.0, size.1)
}

fn copied(pixels: &Pixels, left: usize, top: usize, (width, height): (u32, u32)) -> Pixels {
    let channels = pixels.format().channels();
    let place = left * channels..(left + width as usize) * channels;
    let rows = pixels.data().chunks_exact(pixels.stride()).skip(top).take(height as usize);
    let data = rows.flat_map(|row| &row[place.clone()]).copied().collect();
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
        let part = of_cells(Rect::new(2, 1, 5, 3), Rect::of_size(8, 4), 1);
        assert_eq!(cut(ramp(8, 4), part, (3, 2)).data(), [10, 11, 12, 18, 19, 20]);
        assert_eq!(cut(ramp(8, 4), Part::whole(8, 4), (8, 4)), ramp(8, 4));
    }

    #[test]
    fn parts_of_cells_are_filtered() {
        // 9 columns in cells of 2: the fifth cell is half outside.
        let whole = Rect::of_size(9, 2);
        let out = cut(ramp(5, 1), of_cells(whole, whole.cells(2), 2), (4, 1));
        assert_eq!((out.width(), out.height()), (4, 1));
        let inner = of_cells(Rect::new(2, 0, 6, 4), Rect::of_size(5, 2), 2);
        assert_eq!(cut(ramp(5, 2), inner, (2, 2)).data(), [1, 2, 6, 7]);
    }
}

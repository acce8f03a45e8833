/// The part of some pixels that a picture really covers.
///
/// A picture that was shrunk by a whole factor seldom fills its last column and row: 2,674 columns by ten give 268,
/// of which the picture covers 267.4. Resizing the part, not the pixels, keeps everything in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Where the picture begins, in columns.
    pub left: f64,
    /// Where the picture begins, in rows.
    pub top: f64,
    /// Columns covered.
    pub width: f64,
    /// Rows covered.
    pub height: f64,
}

impl Part {
    /// The whole of `width` x `height` pixels.
    pub fn whole(width: u32, height: u32) -> Self {
        Self { left: 0.0, top: 0.0, width: f64::from(width), height: f64::from(height) }
    }

    /// What a `full` picture covers of the `stored` pixels to which it was shrunk by `scale` (at most 1), both as
    /// (columns, rows); it begins at the top left.
    pub fn shrunk(full: (u32, u32), stored: (u32, u32), scale: f64) -> Self {
        let cover = |full: u32, stored: u32| (f64::from(full) * scale).clamp(f64::MIN_POSITIVE, f64::from(stored));
        Self { left: 0.0, top: 0.0, width: cover(full.0, stored.0), height: cover(full.1, stored.1) }
    }

    /// The same part after `stored` (columns, rows) pixels were turned upright from EXIF `orientation` 1-8.
    #[must_use]
    pub fn upright(self, stored: (u32, u32), orientation: u8) -> Self {
        let free = (f64::from(stored.0) - self.width, f64::from(stored.1) - self.height);
        let turned = orientation >= 5;
        let (width, height) = if turned { (self.height, self.width) } else { (self.width, self.height) };
        let (across, down) = if turned { (free.1, free.0) } else { free };
        let left = if matches!(orientation, 2 | 3 | 6 | 7) { across } else { 0.0 };
        let top = if matches!(orientation, 3 | 4 | 7 | 8) { down } else { 0.0 };
        Self { left, top, width, height }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_block_is_left_out() {
        let part = Part::shrunk((2674, 2000), (268, 200), 0.1);
        assert!((part.width - 267.4).abs() < 1e-9);
        assert!((part.height - 200.0).abs() < 1e-9);
    }

    #[test]
    fn turning_moves_the_free_edge() {
        let part = Part { left: 0.0, top: 0.0, width: 9.5, height: 4.75 };
        let places =
            [(0.0, 0.0), (0.5, 0.0), (0.5, 0.25), (0.0, 0.25), (0.0, 0.0), (0.25, 0.0), (0.25, 0.5), (0.0, 0.5)];
        for (orientation, (left, top)) in (1..=8).zip(places) {
            let upright = part.upright((10, 5), orientation);
            assert_eq!((upright.left, upright.top), (left, top), "orientation {orientation}");
            let size = if orientation >= 5 { (4.75, 9.5) } else { (9.5, 4.75) };
            assert_eq!((upright.width, upright.height), size);
        }
    }
}

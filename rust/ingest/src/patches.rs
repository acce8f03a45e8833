use imageparser_base::Pixels;

/// How many squares a picture is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Squares from top to bottom.
    pub rows: u32,
    /// Squares from left to right.
    pub columns: u32,
}

impl Grid {
    /// The grid of a `width` x `height` picture: the largest scale at which its sides, rounded up to whole squares,
    /// need no more than `most` of them. Found by the bisection that NaFlex models were trained with
    /// (transformers, `get_image_size_for_max_num_patches`), since its end decides between neighbours.
    pub fn of(width: u32, height: u32, patch: u32, most: u32) -> Self {
        const PRECISION: f64 = 1e-5;
        let squares = |side: u32, scale: f64| (f64::from(side) * scale / f64::from(patch)).ceil().max(1.0);
        let (mut low, mut high) = (PRECISION / 10.0, 100.0);
        while high - low >= PRECISION {
            let scale = f64::midpoint(low, high);
            if squares(height, scale) * squares(width, scale) <= f64::from(most) {
                low = scale;
            } else {
                high = scale;
            }
        }
        // A picture so long that one row of squares is too many at every scale is cut short, not refused.
        let rows = (squares(height, low) as u32).min(most);
        Self { rows, columns: (squares(width, low) as u32).min(most / rows) }
    }
}

/// Put the squares of an RGB picture, whose sides are whole squares, one after the other.
pub(crate) fn cut(picture: &Pixels, patch: u32, target: &mut [u8]) {
    let line = patch as usize * 3;
    let square = line * patch as usize;
    let across = picture.width() as usize / patch as usize;
    for (y, row) in picture.data().chunks_exact(picture.stride()).enumerate() {
        let (band, inside) = (y / patch as usize, y % patch as usize);
        for (x, part) in row.chunks_exact(line).enumerate() {
            target[(band * across + x) * square + inside * line..][..line].copy_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::PixelFormat;

    #[test]
    fn grids_are_those_of_the_reference() {
        // Recorded from transformers 5.23 with patches of 16 and at most 256 of them.
        let known = [
            ((512, 512), (16, 16)),
            ((512, 288), (12, 21)),
            ((288, 512), (21, 12)),
            ((1, 1), (7, 7)),
            ((4000, 3000), (14, 18)),
            ((10_000, 10), (1, 256)),
            ((30_000_000, 1), (1, 248)),
            ((77, 1234), (64, 4)),
        ];
        for ((width, height), (rows, columns)) in known {
            assert_eq!(Grid::of(width, height, 16, 256), Grid { rows, columns }, "{width} x {height}");
        }
    }

    #[test]
    fn never_more_than_asked_for() {
        for (width, height) in [(1, 1), (1, 30_000_000), (30_000_000, 1), (77, 1234), (640, 640)] {
            for most in [1, 2, 16, 255, 1024] {
                let grid = Grid::of(width, height, 14, most);
                assert!(grid.rows * grid.columns <= most && grid.rows * grid.columns > 0, "{width} x {height} {most}");
            }
        }
    }

    #[test]
    fn squares_lie_row_by_row() {
        let data: Vec<u8> = (0..4u8).flat_map(|y| (0..6u8).flat_map(move |x| [10 * y + x; 3])).collect();
        let picture = Pixels::new(6, 4, PixelFormat::Rgb8, data).expect("fits");
        let mut out = vec![0; 6 * 12];
        cut(&picture, 2, &mut out);
        let firsts: Vec<u8> = out.chunks_exact(12).map(|square| square[0]).collect();
        assert_eq!(firsts, [0, 2, 4, 20, 22, 24]);
        assert_eq!(out[12..24], [2, 2, 2, 3, 3, 3, 12, 12, 12, 13, 13, 13]);
    }
}

use crate::{Error, PixelFormat, Pixels, Result, roomy};

/// Averages blocks of `factor` x `factor` pixels while rows arrive one by one, so that a large picture
/// is shrunk without ever being held whole.
///
/// Colour is weighted by alpha where there is one, so that hidden colours do not bleed into edges.
/// The last block of a row or column may be partial. Output size is `ceil(size / factor)`.
#[derive(Debug)]
pub struct BoxReducer {
    width: usize,
    height: usize,
    factor: usize,
    format: PixelFormat,
    /// Sums down the columns of the rows of a block: 128 samples fit 16 bits, and adding rows is fast.
    plain: Vec<u16>,
    /// The same with colours weighted by alpha; only one of the two is in use.
    weighted: Vec<u32>,
    rows_in_block: usize,
    rows_seen: usize,
    out: Vec<u8>,
}

impl BoxReducer {
    /// Largest factor whose sums cannot overflow: 128 x 128 x 255 x 255 < 2^32.
    pub const MAX_FACTOR: u32 = 128;

    /// The largest useful factor that keeps the long edge at least `keep` pixels long.
    pub fn factor_for(width: u32, height: u32, keep: u32) -> u32 {
        (width.max(height) / keep.max(1)).clamp(1, Self::MAX_FACTOR)
    }

    /// Prepare for `height` rows of `width` pixels.
    pub fn new(width: u32, height: u32, format: PixelFormat, factor: u32) -> Self {
        let factor = factor.clamp(1, Self::MAX_FACTOR) as usize;
        let (width, height) = (width as usize, height as usize);
        let columns = width.div_ceil(factor);
        let channels = format.channels();
        Self {
            width,
            height,
            factor,
            format,
            plain: if factor == 1 || format.has_alpha() { Vec::new() } else { vec![0; width * channels] },
            weighted: if factor > 1 && format.has_alpha() { vec![0; width * channels] } else { Vec::new() },
            rows_in_block: 0,
            rows_seen: 0,
            out: roomy::with_room(columns * height.div_ceil(factor) * channels),
        }
    }

    /// Take the next row of `width * channels` bytes; rows beyond the height are ignored.
    pub fn push_row(&mut self, row: &[u8]) {
        debug_assert_eq!(row.len(), self.width * self.format.channels());
        if self.rows_seen == self.height {
            return;
        }
        self.rows_seen += 1;
        if self.factor == 1 {
            self.out.extend_from_slice(row);
            return;
        }
        match self.format {
            PixelFormat::L8 | PixelFormat::Rgb8 | PixelFormat::Cmyk8 => add_row(&mut self.plain, row),
            PixelFormat::La8 => add_alpha_row::<2>(&mut self.weighted, row),
            PixelFormat::Rgba8 => add_alpha_row::<4>(&mut self.weighted, row),
        }
        self.rows_in_block += 1;
        if self.rows_in_block == self.factor {
            self.flush();
        }
    }

    /// Rows taken so far.
    pub fn rows_seen(&self) -> usize {
        self.rows_seen
    }

    /// Finish; rows that never came are left out of the last block or filled with zeros.
    ///
    /// # Errors
    /// `Corrupt` when no row came at all.
    pub fn finish(mut self) -> Result<Pixels> {
        if self.rows_seen == 0 {
            return Err(Error::corrupt("the picture has no rows"));
        }
        self.flush();
        let width = self.width.div_ceil(self.factor);
        let height = self.height.div_ceil(self.factor);
        self.out.resize(width * height * self.format.channels(), 0);
        Pixels::new(width as u32, height as u32, self.format, self.out)
    }

    fn flush(&mut self) {
        if self.rows_in_block == 0 {
            return;
        }
        match self.format {
            PixelFormat::L8 => self.flush_plain::<1>(),
            PixelFormat::Rgb8 => self.flush_plain::<3>(),
            PixelFormat::Cmyk8 => self.flush_plain::<4>(),
            PixelFormat::La8 => self.flush_weighted::<2>(),
            PixelFormat::Rgba8 => self.flush_weighted::<4>(),
        }
        self.plain.fill(0);
        self.weighted.fill(0);
        self.rows_in_block = 0;
    }

    fn flush_plain<const C: usize>(&mut self) {
        for block in self.plain.chunks(C * self.factor) {
            let (sums, columns) = sum_across::<C, u16>(block);
            let count = (columns * self.rows_in_block) as u32;
            self.out.extend(sums.map(|sum| rounded(sum, count)));
        }
    }

    fn flush_weighted<const C: usize>(&mut self) {
        for block in self.weighted.chunks(C * self.factor) {
            let (sums, columns) = sum_across::<C, u32>(block);
            let (alpha, count) = (sums[C - 1], (columns * self.rows_in_block) as u32);
            self.out.extend(sums[..C - 1].iter().map(|&sum| if alpha == 0 { 0 } else { rounded(sum, alpha) }));
            self.out.push(rounded(alpha, count));
        }
    }
}

fn rounded(sum: u32, count: u32) -> u8 {
    ((u64::from(sum) + u64::from(count / 2)) / u64::from(count)).min(255) as u8
}

/// Sum the pixels of a block of column sums; also says how many there are.
fn sum_across<const C: usize, T: Copy + Into<u32>>(block: &[T]) -> ([u32; C], usize) {
    let mut sums = [0u32; C];
    let (pixels, _) = block.as_chunks::<C>();
    for pixel in pixels {
        for i in 0..C {
            sums[i] += pixel[i].into();
        }
    }
    (sums, pixels.len())
}

fn add_row(sums: &mut [u16], row: &[u8]) {
    for (sum, &sample) in sums.iter_mut().zip(row) {
        *sum += u16::from(sample);
    }
}

fn add_alpha_row<const C: usize>(sums: &mut [u32], row: &[u8]) {
    for (sum, pixel) in sums.as_chunks_mut::<C>().0.iter_mut().zip(row.as_chunks::<C>().0) {
        let alpha = u32::from(pixel[C - 1]);
        for i in 0..C - 1 {
            sum[i] += u32::from(pixel[i]) * alpha;
        }
        sum[C - 1] += alpha;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reduce(width: u32, height: u32, format: PixelFormat, factor: u32, data: &[u8]) -> Pixels {
        let mut reducer = BoxReducer::new(width, height, format, factor);
        data.chunks_exact(width as usize * format.channels()).for_each(|row| reducer.push_row(row));
        reducer.finish().expect("rows came")
    }

    #[test]
    fn averages_whole_and_partial_blocks() {
        let out = reduce(3, 2, PixelFormat::L8, 2, &[0, 10, 7, 20, 30, 9]);
        assert_eq!((out.width(), out.height()), (2, 1));
        assert_eq!(out.data(), [15, 8]);
    }

    #[test]
    fn hidden_colour_does_not_bleed() {
        let out = reduce(2, 1, PixelFormat::Rgba8, 2, &[255, 0, 0, 255, 0, 255, 0, 0]);
        assert_eq!(out.data(), [255, 0, 0, 128]);
    }

    #[test]
    fn no_rows_is_corrupt() {
        assert!(BoxReducer::new(2, 2, PixelFormat::L8, 2).finish().is_err());
    }

    proptest! {
        #[test]
        fn equals_the_plain_formula(width in 1u32..40, height in 1u32..40, factor in 1u32..9, seed in any::<u64>()) {
            let data: Vec<u8> = (0..u64::from(width * height * 3))
                .map(|i| (seed.wrapping_mul(i + 1) >> 24) as u8).collect();
            let out = reduce(width, height, PixelFormat::Rgb8, factor, &data);
            for y in 0..out.height() { for x in 0..out.width() { for c in 0..3usize {
                let (mut sum, mut count) = (0u32, 0u32);
                for sy in y * factor..((y + 1) * factor).min(height) {
                    for sx in x * factor..((x + 1) * factor).min(width) {
                        sum += u32::from(data[((sy * width + sx) * 3) as usize + c]);
                        count += 1;
                    }
                }
                let got = out.data()[((y * out.width() + x) * 3) as usize + c];
                prop_assert_eq!(u32::from(got), (sum + count / 2) / count);
            }}}
        }

        #[test]
        fn alpha_weighs_colours(width in 1u32..20, height in 1u32..20, factor in 2u32..9, seed in any::<u64>()) {
            let data: Vec<u8> = (0..u64::from(width * height * 4))
                .map(|i| (seed.wrapping_mul(i + 1) >> 24) as u8).collect();
            let out = reduce(width, height, PixelFormat::Rgba8, factor, &data);
            for y in 0..out.height() { for x in 0..out.width() {
                let (mut color, mut alpha, mut count) = (0u32, 0u32, 0u32);
                for sy in y * factor..((y + 1) * factor).min(height) {
                    for sx in x * factor..((x + 1) * factor).min(width) {
                        let at = ((sy * width + sx) * 4) as usize;
                        color += u32::from(data[at]) * u32::from(data[at + 3]);
                        alpha += u32::from(data[at + 3]);
                        count += 1;
                    }
                }
                let got = &out.data()[((y * out.width() + x) * 4) as usize..][..4];
                prop_assert_eq!(u32::from(got[3]), (alpha + count / 2) / count);
                prop_assert_eq!(u32::from(got[0]), (color + alpha / 2).checked_div(alpha).unwrap_or(0));
            }}
        }
    }
}

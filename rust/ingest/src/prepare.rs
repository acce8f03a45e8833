//! Pictures as the visual models want them: scaled like their training data, all in one array.

use imageparser_base::{Limits, Pixels, Result, SliceSource, roomy};
use imageparser_codec::{Want, decode, probe};
use imageparser_raster::{Filter, resample};
use rayon::prelude::*;

use crate::batch::pool;
use crate::budget::Budget;
use crate::guard::guarded;
use crate::patches::{Grid, cut};

/// Bytes that all decoders of a batch together may be expected to need; larger pictures wait.
const BUDGET: u64 = 1 << 30;
const RGB: usize = 3;

/// How pictures are scaled.
#[derive(Debug, Clone, Copy)]
pub struct Scaling {
    /// The kernel.
    pub filter: Filter,
    /// Bounds for hostile pictures.
    pub limits: Limits,
    /// Threads; 0 means one per core.
    pub threads: usize,
}

/// The rows of a batch side by side, and what became of each picture; the row of a failed one is zero.
#[derive(Debug)]
pub struct Prepared<T> {
    /// The samples of all pictures.
    pub data: Vec<u8>,
    /// One result per picture, in order.
    pub results: Vec<Result<T>>,
}

/// Decode pictures to `width` x `height` RGB each, whatever their aspect: upright, sRGB, alpha on white.
///
/// # Errors
/// `Internal` when no threads can be started.
pub fn prepare_pictures(images: &[&[u8]], width: u32, height: u32, scaling: &Scaling) -> Result<Prepared<()>> {
    let length = width as usize * height as usize * RGB;
    batch(images, length, scaling, |picture, row| {
        row.copy_from_slice(scaled(picture, width, height, scaling.filter)?.data());
        Ok(())
    })
}

/// Decode pictures to at most `most` squares of `patch` x `patch` RGB each, aspect kept as nearly as whole squares
/// allow, squares row by row; the results tell how many rows and columns of them.
///
/// # Errors
/// As [`prepare_pictures`].
pub fn prepare_patches(images: &[&[u8]], patch: u32, most: u32, scaling: &Scaling) -> Result<Prepared<Grid>> {
    let length = most as usize * (patch * patch) as usize * RGB;
    batch(images, length, scaling, |picture, row| {
        let grid = Grid::of(picture.width(), picture.height(), patch, most);
        let sized = scaled(picture, grid.columns * patch, grid.rows * patch, scaling.filter)?;
        cut(&sized, patch, row);
        Ok(grid)
    })
}

fn batch<T: Send>(
    images: &[&[u8]],
    length: usize,
    scaling: &Scaling,
    one: impl Fn(Pixels, &mut [u8]) -> Result<T> + Sync,
) -> Result<Prepared<T>> {
    let mut data = roomy::zeros(images.len() * length);
    let budget = Budget::new(BUDGET);
    let work = |(row, bytes): (&mut [u8], &&[u8])| {
        guarded(|| {
            let _share = budget.take(expected_memory(bytes, &scaling.limits));
            one(decoded(bytes, &scaling.limits)?, row)
        })
    };
    let rows = data.par_chunks_mut(length.max(1)).zip(images).with_max_len(1);
    let results = pool(scaling.threads, "prepare")?.install(|| rows.map(work).collect());
    Ok(Prepared { data, results })
}

/// In full size: what decoders leave out when they shrink differs by more than a level from what the kernel makes.
fn decoded(bytes: &[u8], limits: &Limits) -> Result<Pixels> {
    let pixels = decode(bytes, Want::default(), limits)?.pixels;
    Ok(if pixels.format().has_alpha() { pixels.to_rgb([255; RGB]) } else { pixels })
}

/// Grey is scaled as grey: a third of the work, the same values.
fn scaled(picture: Pixels, width: u32, height: u32, filter: Filter) -> Result<Pixels> {
    let sized = resample(picture, width, height, filter)?;
    Ok(if sized.format().channels() == RGB { sized } else { sized.to_rgb([255; RGB]) })
}

/// By the header, pixels at four bytes; one that cannot be read needs nothing.
fn expected_memory(bytes: &[u8], limits: &Limits) -> u64 {
    probe(&mut SliceSource(bytes), limits).map_or(0, |found| u64::from(found.width) * u64::from(found.height) * 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::{Error, ErrorKind, PixelFormat};

    fn png(width: u32, height: u32, format: PixelFormat, value: u8) -> Vec<u8> {
        let data = vec![value; width as usize * height as usize * format.channels()];
        imageparser_codec::encode_png(&Pixels::new(width, height, format, data).expect("fits")).expect("encodes")
    }

    fn scaling() -> Scaling {
        Scaling { filter: Filter::Bicubic, limits: Limits::default(), threads: 2 }
    }

    #[test]
    fn a_broken_picture_fails_alone() {
        let images = [png(9, 4, PixelFormat::Rgb8, 7), b"nothing".to_vec(), png(3, 30, PixelFormat::L8, 9)];
        let images: Vec<&[u8]> = images.iter().map(Vec::as_slice).collect();
        let made = prepare_pictures(&images, 6, 5, &scaling()).expect("threads");
        let kinds: Vec<_> = made.results.iter().map(|result| result.as_ref().err().map(Error::kind)).collect();
        assert_eq!(kinds, [None, Some(ErrorKind::Unsupported), None]);
        for (row, value) in made.data.chunks_exact(6 * 5 * 3).zip([7, 0, 9]) {
            assert!(row.iter().all(|&v| v == value));
        }
    }

    #[test]
    fn transparent_is_white() {
        let clear = png(8, 8, PixelFormat::Rgba8, 0);
        let made = prepare_pictures(&[&clear], 4, 4, &scaling()).expect("threads");
        assert!(made.results[0].is_ok());
        assert!(made.data.iter().all(|&v| v == 255));
    }

    #[test]
    fn limits_fail_one_picture() {
        let (large, small) = (png(40, 40, PixelFormat::L8, 1), png(4, 4, PixelFormat::L8, 1));
        let limits = Limits { max_pixels: 100, ..Limits::default() };
        let made = prepare_patches(&[&large, &small], 4, 6, &Scaling { limits, ..scaling() }).expect("threads");
        assert_eq!(made.results[0].as_ref().map_err(Error::kind), Err(ErrorKind::TooLarge));
        assert_eq!(made.results[1], Ok(Grid { rows: 2, columns: 2 }));
        assert_eq!(made.data.len(), 2 * 6 * 4 * 4 * 3);
    }

    #[test]
    fn no_pictures_are_no_rows() {
        let made = prepare_pictures(&[], 6, 5, &scaling()).expect("threads");
        assert!(made.data.is_empty() && made.results.is_empty());
    }
}

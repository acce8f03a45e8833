//! Rows as they are stored are those of the whole decode, and no more of them come than are asked for.

use std::path::{Path, PathBuf};

use imageparser_base::{ErrorKind, Limits, PixelFormat, Pixels, SliceSource};
use imageparser_codec::{RowSink, Want, decode, encode_png, encode_webp, probe, stored_rows};

/// Keeps rows, at most so many.
struct Taken {
    most: usize,
    size: (u32, u32, usize),
    rows: Vec<Vec<u8>>,
}

impl RowSink for Taken {
    fn begin(&mut self, width: u32, height: u32, channels: usize) -> bool {
        self.size = (width, height, channels);
        self.most > 0
    }

    fn row(&mut self, row: &[u8]) -> bool {
        self.rows.push(row.to_vec());
        self.rows.len() < self.most
    }
}

fn take(bytes: &[u8], most: usize) -> Taken {
    let mut taken = Taken { most, size: (0, 0, 0), rows: Vec::new() };
    stored_rows(bytes, &Limits::default(), &mut taken).expect("rows");
    taken
}

fn compare(bytes: &[u8], name: &str) {
    let whole = decode(bytes, Want::default(), &Limits::default()).expect("decodes").pixels;
    let taken = take(bytes, usize::MAX);
    assert_eq!(taken.size, (whole.width(), whole.height(), whole.format().channels()), "{name}");
    assert!(taken.rows.concat() == whole.data(), "{name}");
    assert_eq!(take(bytes, 0).rows.len(), 0);
}

fn noise(width: u32, height: u32, format: PixelFormat) -> Pixels {
    let count = width as usize * height as usize * format.channels();
    let data = (0..count as u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    Pixels::new(width, height, format, data).expect("the length fits")
}

#[test]
fn made_pictures_of_every_kind() {
    for format in [PixelFormat::L8, PixelFormat::La8, PixelFormat::Rgb8, PixelFormat::Rgba8] {
        let bytes = encode_png(&noise(37, 91, format)).expect("encoded");
        compare(&bytes, "png");
        assert_eq!(take(&bytes, 5).rows.len(), 5);
        let cut = take(&bytes[..bytes.len() / 2], usize::MAX);
        assert!((1..91).contains(&cut.rows.len()));
    }
    for format in [PixelFormat::Rgb8, PixelFormat::Rgba8] {
        let bytes = encode_webp(&noise(64, 200, format), 90, 4).expect("encoded");
        compare(&bytes, "webp");
        assert_eq!(take(&bytes, 5).rows.len(), 5);
    }
}

#[test]
fn pictures_of_the_corpus() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("IMAGEPARSER_CORPUS").map_or(default, PathBuf::from).join("png_meta");
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "png" || extension == "webp") {
                let bytes = std::fs::read(&path).expect("read");
                let about = probe(&mut SliceSource(&bytes), &Limits::default()).expect("a header");
                if about.icc.is_none() && about.orientation == 1 {
                    compare(&bytes, &path.display().to_string());
                }
            }
        }
    }
}

#[test]
fn other_formats_and_limits() {
    let mut sink = Taken { most: 1, size: (0, 0, 0), rows: Vec::new() };
    let error = stored_rows(b"BM0123456789abcdef", &Limits::default(), &mut sink).expect_err("no rows");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let bytes = encode_png(&noise(64, 64, PixelFormat::Rgb8)).expect("encoded");
    let small = Limits { max_pixels: 100, ..Limits::default() };
    assert_eq!(stored_rows(&bytes, &small, &mut sink).expect_err("too large").kind(), ErrorKind::TooLarge);
    assert!(sink.rows.is_empty());
}

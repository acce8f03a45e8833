//! Whole files through the batch: records, failures, order, cancellation.

use std::path::{Path, PathBuf};

use imageparser_base::{CancelToken, ErrorKind, PixelFormat, Pixels, Progress};
use imageparser_codec::encode_webp;
use imageparser_ingest::{Options, PixelSource, Record, ingest, probe_file, thumbnail};

/// A WebP of two halves, red above blue.
fn webp(folder: &Path, name: &str, width: u32, height: u32) -> PathBuf {
    let half = (width * height / 2) as usize;
    let data = [[220, 30, 30].repeat(half), [30, 30, 220].repeat((width * height) as usize - half)].concat();
    let pixels = Pixels::new(width, height, PixelFormat::Rgb8, data).expect("fits");
    let path = folder.join(name);
    std::fs::write(&path, encode_webp(&pixels, 90, 0).expect("encoded")).expect("written");
    path
}

fn run(paths: &[PathBuf], options: &Options) -> Vec<imageparser_base::Result<Record>> {
    ingest(paths, options, &CancelToken::new(), &Progress::new()).expect("threads")
}

#[test]
fn one_read_gives_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = webp(folder.path(), "그림.webp", 640, 400);
    let options = Options { thumb_size: 200, ..Options::default() };
    let record = run(std::slice::from_ref(&path), &options).remove(0).expect("readable");
    let bytes = std::fs::read(&path).expect("there");
    assert_eq!(record.digest, *blake3::hash(&bytes).as_bytes());
    assert_eq!(record.size, bytes.len() as u64);
    assert_eq!((record.probe.width, record.probe.height), (640, 400));
    assert_eq!((record.thumbnail.width, record.thumbnail.height), (200, 125));
    assert_eq!(record.pixel_source, PixelSource::Decoded);
    assert_eq!(record.palette.len(), 2);
    assert!(record.layers.is_empty() && record.has_merged.is_none() && record.warnings.is_empty());
    assert_eq!(thumbnail(&path, &options).expect("readable").webp, record.thumbnail.webp);
}

#[test]
fn bad_files_fail_alone_and_in_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths: Vec<PathBuf> = (0..12).map(|i| webp(folder.path(), &format!("{i}.webp"), 20 + i, 10)).collect();
    let bad = [("empty.png", &b""[..], ErrorKind::Corrupt), ("text.png", b"no picture", ErrorKind::Unsupported)];
    for (name, bytes, _) in bad {
        paths.insert(3, folder.path().join(name));
        std::fs::write(&paths[3], bytes).expect("written");
    }
    paths.push(folder.path().join("gone.jpg"));
    let progress = Progress::new();
    let results = ingest(&paths, &Options::default(), &CancelToken::new(), &progress).expect("threads");
    for (path, result) in paths.iter().zip(&results) {
        match result {
            Ok(record) => assert_eq!(&record.path, path),
            Err(error) => assert_eq!(error.path(), Some(path.as_path())),
        }
    }
    assert_eq!(results[3].as_ref().expect_err("text").kind(), bad[1].2);
    assert_eq!(results[4].as_ref().expect_err("empty").kind(), bad[0].2);
    assert_eq!(results[14].as_ref().expect_err("gone").kind(), ErrorKind::NotFound);
    assert_eq!((progress.done(), progress.failed()), (12, 3));
}

#[test]
fn threads_and_budget_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<PathBuf> = (0..6).map(|i| webp(folder.path(), &format!("{i}.webp"), 300 + i, 200)).collect();
    let digests = |threads, budget| -> Vec<_> {
        let options = Options { threads, budget, ..Options::default() };
        run(&paths, &options).into_iter().map(|r| r.map(|r| (r.digest, r.phash, r.thumbnail.webp))).collect()
    };
    assert_eq!(digests(1, u64::MAX), digests(4, 1));
}

#[test]
fn a_cancelled_batch_begins_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [webp(folder.path(), "a.webp", 10, 10)];
    let cancel = CancelToken::new();
    cancel.cancel();
    let results = ingest(&paths, &Options::default(), &cancel, &Progress::new()).expect("threads");
    assert_eq!(results[0].as_ref().expect_err("cancelled").kind(), ErrorKind::Cancelled);
}

#[test]
fn limits_refuse_by_the_header() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = webp(folder.path(), "a.webp", 300, 200);
    let mut options = Options::default();
    options.limits.max_pixels = 300 * 200 - 1;
    assert_eq!(run(std::slice::from_ref(&path), &options)[0].as_ref().expect_err("large").kind(), ErrorKind::TooLarge);
    assert_eq!(probe_file(&path, &Options::default().limits).expect("readable").width, 300);
}

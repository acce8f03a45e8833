//! Records of generators read from files: marks, order, failures, and what is hidden in the pixels.

use std::path::{Path, PathBuf};

use imageparser_base::{CancelToken, Error, ErrorKind, Format, Limits, PixelFormat, Pixels, Result};
use imageparser_codec::{encode_png, encode_webp};
use imageparser_ingest::{Options, PromptRead, Stealth, ingest, read_prompts};
use imageparser_tags::generator::{Generator, Place, Signature};

const SETTINGS: &str = r#"{"prompt": "1girl, 한글_태그", "uc": "lowres", "seed": 7, "signed_hash": "AAAA"}"#;
const SIDE: u32 = 120;

/// Pixels with a record in the lowest bits of their alpha, column by column.
fn hiding(text: &str) -> Pixels {
    let length = (text.len() as u32 * 8).to_be_bytes();
    let record = [b"stealth_pnginfo".as_slice(), &length, text.as_bytes()].concat();
    let mut data = [90, 120, 30, 255].repeat((SIDE * SIDE) as usize);
    for (index, bit) in record.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).enumerate() {
        let (x, y) = (index / SIDE as usize, index % SIDE as usize);
        data[(y * SIDE as usize + x) * 4 + 3] = 0xFE | bit;
    }
    Pixels::new(SIDE, SIDE, PixelFormat::Rgba8, data).expect("fits")
}

/// A PNG with text chunks behind its header.
fn png(pixels: &Pixels, texts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = encode_png(pixels).expect("encoded");
    let header = 8 + 25;
    let tail = bytes.split_off(header);
    for (name, text) in texts {
        let data = [name.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat();
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend([b"iTXt".as_slice(), &data, &[0; 4]].concat());
    }
    [bytes, tail].concat()
}

fn plain(side: u32) -> Pixels {
    Pixels::new(side, side, PixelFormat::Rgb8, vec![40; (side * side * 3) as usize]).expect("fits")
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn read(paths: &[PathBuf], stealth: Stealth) -> Vec<Result<PromptRead>> {
    read_prompts(paths, stealth, &Limits::default(), 2, &CancelToken::new()).expect("threads")
}

fn one(path: &Path, stealth: Stealth) -> Option<Generator> {
    read(&[path.to_path_buf()], stealth).remove(0).expect("readable").generator
}

#[test]
fn marks_and_records_come_in_order_and_failures_in_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = [("Software", "NovelAI"), ("Comment", SETTINGS)];
    let mut paths: Vec<PathBuf> =
        (1..9).map(|side| written(folder.path(), &format!("그림{side}.png"), &png(&plain(side), &texts))).collect();
    paths.insert(3, folder.path().join("absent.png"));
    paths.push(written(folder.path(), "text.png", b"no picture"));
    let results = read(&paths, Stealth::Auto);
    for (number, (path, result)) in paths.iter().zip(&results).enumerate() {
        match result {
            Ok(found) => {
                let side = number as u32 + u32::from(number < 3);
                assert_eq!((found.width, found.height, found.format), (side, side, Format::Png));
                assert_eq!(found.size, std::fs::metadata(path).expect("there").len());
                let record = found.generator.as_ref().expect("a record");
                assert_eq!((record.seed, record.signature, record.tags.len()), (Some(7), Signature::Present, 3));
                assert!(record.raw.is_empty(), "raw texts are left out");
            }
            Err(error) => assert_eq!(error.path(), Some(path.as_path())),
        }
    }
    let kinds: Vec<_> = results.iter().filter_map(|result| result.as_ref().err().map(Error::kind)).collect();
    assert_eq!(kinds, [ErrorKind::NotFound, ErrorKind::Unsupported]);
}

#[test]
fn pixels_are_searched_where_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path(), "hidden.png", &png(&hiding(SETTINGS), &[]));
    let found = one(&path, Stealth::Auto).expect("a record");
    assert_eq!((found.source, found.stealth, found.seed), (Place::StealthAlpha, true, Some(7)));
    assert_eq!(one(&path, Stealth::Never), None);
    let webp = written(folder.path(), "lossy.webp", &encode_webp(&plain(64), 90, 0).expect("encoded"));
    assert_eq!(one(&webp, Stealth::Check), None);
}

#[test]
fn a_text_spares_the_pixels_unless_a_check_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = SETTINGS.replace("\"seed\": 7", "\"seed\": 8");
    let texts = [("Software", "NovelAI"), ("Comment", SETTINGS)];
    let path = written(folder.path(), "both.png", &png(&hiding(&other), &texts));
    let quick = one(&path, Stealth::Auto).expect("a record");
    assert_eq!((quick.stealth, quick.found_in.as_slice()), (false, [Place::PngText].as_slice()));
    let checked = one(&path, Stealth::Check).expect("a record");
    assert_eq!(checked.found_in, [Place::PngText, Place::StealthAlpha]);
    assert_eq!((checked.seed, checked.differences.len(), checked.signature), (Some(7), 1, Signature::Present));
}

#[test]
fn a_picture_that_is_cut_off_hides_what_came_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = png(&hiding(SETTINGS), &[]);
    let path = written(folder.path(), "cut.png", &whole[..whole.len() - 40]);
    assert_eq!(one(&path, Stealth::Auto), None);
    let text = png(&plain(16), &[("Software", "NovelAI"), ("Comment", SETTINGS)]);
    let path = written(folder.path(), "text.png", &text[..text.len() - 40]);
    assert_eq!(one(&path, Stealth::Auto).and_then(|record| record.seed), Some(7));
}

#[test]
fn nothing_is_begun_after_a_cancel() {
    let token = CancelToken::new();
    token.cancel();
    let paths = [PathBuf::from("/absent.png")];
    let results = read_prompts(&paths, Stealth::Auto, &Limits::default(), 1, &token).expect("threads");
    assert_eq!(results[0].as_ref().expect_err("not begun").kind(), ErrorKind::Cancelled);
}

#[test]
fn the_whole_read_finds_the_same_record() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [
        ("text.png", png(&plain(32), &[("Software", "NovelAI"), ("Comment", SETTINGS)])),
        ("hidden.png", png(&hiding(SETTINGS), &[])),
        ("nothing.png", png(&plain(32), &[("Comment", "Screenshot")])),
    ] {
        let path = written(folder.path(), name, &bytes);
        let whole = ingest(
            std::slice::from_ref(&path),
            &Options::default(),
            &CancelToken::new(),
            &imageparser_base::Progress::new(),
        );
        let mut record = whole.expect("threads").remove(0).expect("readable").generator;
        record.iter_mut().for_each(|record| record.raw.clear());
        assert_eq!(one(&path, Stealth::Auto), record, "{name}");
    }
}

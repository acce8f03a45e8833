//! Real files against what exiftool and Pillow say; skipped where the corpus is absent.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use imageparser_base::{ByteSource, FileSource, Format, Limits};
use imageparser_tags::{Metadata, Value, png_text, read};

fn corpus() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let path = PathBuf::from(std::env::var("IMAGEPARSER_CORPUS").unwrap_or_else(|_| default.to_owned()));
    path.is_dir().then_some(path)
}

/// The rows of `EXPECTED.tsv` in a folder of the corpus, by column name.
fn rows(folder: &str) -> Vec<(PathBuf, HashMap<String, String>)> {
    let Some(root) = corpus() else { return Vec::new() };
    let table = std::fs::read_to_string(root.join(folder).join("EXPECTED.tsv")).expect("the corpus has tables");
    let mut lines = table.lines().map(|line| line.split('\t'));
    let names: Vec<&str> = lines.next().expect("a header").collect();
    lines
        .map(|cells| {
            let row: HashMap<_, _> = names.iter().map(|n| (*n).to_owned()).zip(cells.map(str::to_owned)).collect();
            (root.join(folder).join(&row["file"]), row)
        })
        .collect()
}

fn load(path: &Path) -> Metadata {
    let mut source = FileSource::open(path).expect("the file of the row");
    let head = source.read_vec(0, source.len().min(32)).expect("its head");
    let format = Format::sniff(&head).expect("a known format");
    read(&mut source, format, &Limits::default()).expect("readable")
}

fn shown(metadata: &Metadata, field: &str) -> String {
    match metadata.exif.get(field) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Float(number)) => number.to_string(),
        Some(Value::List(items)) => items.join("|"),
        None => String::new(),
    }
}

fn same(field: &str, ours: &str, theirs: &str) -> bool {
    match field {
        "gps_lat" | "gps_lon" => match (ours.parse::<f64>(), theirs.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() < 1e-6,
            _ => ours == theirs,
        },
        "datetime_original" => {
            // exiftool: `2020:07:23 11:32:20+00:00`; ours: ISO 8601 with the fraction.
            let expected = theirs.replacen(':', "-", 2).replace(' ', "T");
            ours == expected || (!expected.is_empty() && ours.starts_with(&expected))
        }
        "orientation" => (if ours.is_empty() { "1" } else { ours }) == (if theirs.is_empty() { "1" } else { theirs }),
        _ => ours == theirs,
    }
}

/// Every difference from exiftool, with its reason: (file, field, ours, theirs).
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    // The EXIF tag is absent and the table's column has only that; XMP and IPTC give the date.
    ("exifr/BonTonARTSTORplusIPTC.jpg", "datetime_original", "2007-11-19T00:00-08:00", ""),
    ("exifr/iptc-independent-photographer-example.jpg", "datetime_original", "1985-11-25", ""),
    ("exifr/png/IMG_20180725_163423-2.png", "datetime_original", "2018-07-25T16:34:22.173129472", ""),
    ("TwelveMonkeys/jpeg/xdensity-out-of-range-zero.jpg", "datetime_original", "2013-08-12", ""),
    // A camera whose clock was never set: no date.
    ("metadata-extractor-images/jpg/Nikon E900 (2).jpg", "datetime_original", "", "0000:00:00 00:00:00"),
    // No such latitude.
    ("Pillow/exif_gps.jpg", "gps_lat", "", "4294967295"),
    // The value 0 is not defined.
    ("exif-orientation-examples/Landscape_0.jpg", "orientation", "", "0"),
];

#[test]
fn photos_agree_with_exiftool() {
    let columns = [
        ("make", "make_exiftool"),
        ("model", "model_exiftool"),
        ("datetime_original", "datetime_original"),
        ("gps_lat", "gps_lat"),
        ("gps_lon", "gps_lon"),
        ("orientation", "orientation_exiftool"),
    ];
    let mut found = Vec::new();
    for (path, row) in rows("photos").iter().filter(|(_, row)| row["reader_ok"] == "true") {
        let metadata = load(path);
        for (field, column) in columns {
            let (ours, theirs) = (shown(&metadata, field), &row[column]);
            if !same(field, &ours, theirs) {
                found.push((row["file"].clone(), field.to_owned(), ours, theirs.clone()));
            }
        }
    }
    let expected: Vec<_> = DIFFERENCES
        .iter()
        .filter(|_| corpus().is_some())
        .map(|(a, b, c, d)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned(), (*d).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn text_chunks_have_the_lengths_that_pillow_saw() {
    let mut checked = 0;
    for (path, row) in rows("png_meta").iter().filter(|(_, row)| row["format"] == "PNG") {
        let mut source = FileSource::open(path).expect("the file of the row");
        let found = png_text(&mut source, &Limits::default()).expect("a PNG");
        let ours: Vec<String> = found.text.iter().map(|(k, t)| format!("{k}:{}", t.chars().count())).collect();
        let theirs = row.get("text_fields").map_or("", String::as_str);
        let expected: Vec<&str> = theirs.split(',').filter(|field| !field.is_empty()).collect();
        assert_eq!(ours, expected, "{}", row["file"]);
        checked += 1;
    }
    assert!(checked > 20 || corpus().is_none());
}

#[test]
fn broken_files_answer() {
    for (path, row) in rows("broken") {
        let mut source = FileSource::open(&path).expect("the file of the row");
        let length = source.len().min(32);
        let head = source.read_vec(0, length).expect("its head");
        let Some(format) = Format::sniff(&head).filter(|f| !matches!(f, Format::Psd | Format::Psb)) else { continue };
        let answer = read(&mut source, format, &Limits::default());
        assert!(answer.is_ok() || length < 32, "{}: {answer:?}", row["file"]);
    }
}

//! The corpus of real files: what independent readers said about them, and broken files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use imageparser_base::{FileSource, Limits};
use imageparser_codec::{Probe, Want, decode, probe};

fn corpus(kind: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("IMAGEPARSER_CORPUS").map_or(default, PathBuf::from);
    Some(root.join(kind)).filter(|folder| folder.is_dir())
}

fn expected(folder: &Path) -> Vec<HashMap<String, String>> {
    let table = std::fs::read_to_string(folder.join("EXPECTED.tsv")).expect("EXPECTED.tsv");
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().expect("a heading").split('\t').collect();
    let row = |line: &str| names.iter().map(ToString::to_string).zip(line.split('\t').map(str::to_owned)).collect();
    lines.map(row).collect()
}

/// Differences that are right as they are, each with its reason.
const EXPLAINED: [&str; 10] = [
    // Its only part has a wrong number; the profile is complete, other readers use it too.
    "TwelveMonkeys/jpeg/invalid-icc-single-chunk-bad-sequence-number.jpg icc bytes: 560, 0",
    // The other reader counts the still picture, which is no frame of these animations.
    "Pillow/apng/blend_op_source_near_transparent.png frames: 2, 3",
    "Pillow/apng/delay_short_max.png frames: 2, 3",
    "Pillow/apng/delay_zero_numer.png frames: 4, 5",
    "Pillow/apng/mode_palette.png frames: 2, 3",
    "Pillow/apng/mode_palette_alpha.png frames: 2, 3",
    "Pillow/apng/num_plays_1.png frames: 2, 3",
    "Pillow/apng/sequence_fdat_fctl.png frames: 2, 3",
    "Pillow/apng/sequence_repeat_chunk.png frames: 2, 3",
    // The other reader has no mode for 16-bit grey with alpha.
    "pngsuite/png/basn4a16.png mode: LA, RGBA",
];

/// What one row says against what the probe says, as `field: ours, theirs`.
fn differences(row: &HashMap<String, String>, probed: &Probe) -> Vec<String> {
    let orientation: u8 = row["orientation_pillow"].parse().ok().filter(|o| (1..=8).contains(o)).unwrap_or(1);
    let mode = match (probed.color_mode, probed.depth) {
        ("YCCK", _) => "CMYK",
        ("L", 16) => "I;16", // this reader names 16-bit grey so
        (mode, _) => mode,
    };
    let icc_bytes = probed.icc.as_ref().map_or(0, |icc| icc.bytes);
    let icc_description = probed.icc.as_ref().map_or("", |icc| &icc.description);
    let frames = probed.frames.unwrap_or(0);
    let theirs = |name: &str, absent: &str| {
        if row[name].is_empty() { absent.to_owned() } else { row[name].clone() }
    };
    [
        ("format", probed.format.name().to_owned(), theirs("format", "").to_lowercase()),
        ("width", probed.width.to_string(), theirs("width", "")),
        ("height", probed.height.to_string(), theirs("height", "")),
        ("mode", mode.to_owned(), theirs("mode", "")),
        ("progressive", probed.progressive.to_string(), theirs("progressive_or_interlaced", "")),
        ("frames", frames.to_string(), theirs("frames", "")),
        ("orientation", probed.orientation.to_string(), orientation.to_string()),
        ("icc bytes", icc_bytes.to_string(), theirs("icc_bytes", "0")),
        ("icc description", icc_description.to_owned(), theirs("icc_description", "")),
    ]
    .into_iter()
    .filter(|(_, ours, theirs)| ours != theirs)
    .map(|(field, ours, theirs)| format!("{field}: {ours}, {theirs}"))
    .collect()
}

#[test]
fn headers_agree_with_other_readers() {
    let Some(folder) = corpus("photos") else { return };
    let (mut checked, mut differing) = (0, Vec::new());
    for row in expected(&folder).iter().filter(|row| row["reader_ok"] == "true") {
        let name = &row["file"];
        let mut source = FileSource::open(&folder.join(name)).expect("opens");
        let probed = probe(&mut source, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        differing.extend(differences(row, &probed).into_iter().map(|text| format!("{name} {text}")));
        checked += 1;
    }
    assert!(checked > 300, "only {checked} rows");
    assert_eq!(differing, EXPLAINED);
}

#[test]
fn every_photo_decodes_in_full_and_shrunk() {
    let Some(folder) = corpus("photos") else { return };
    for row in expected(&folder).iter().filter(|row| row["reader_ok"] == "true") {
        let name = &row["file"];
        let bytes = std::fs::read(folder.join(name)).expect("reads");
        let full = decode(&bytes, Want::default(), &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let size = (full.pixels.width(), full.pixels.height());
        assert_eq!(size, (full.width, full.height), "{name}");
        let small = decode(&bytes, Want::at_least(64), &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!((small.width, small.height), size, "{name}");
        let long = small.pixels.width().max(small.pixels.height());
        assert!(
            long >= 64.min(size.0.max(size.1)) && long <= 128.max(size.0.max(size.1).div_ceil(8)),
            "{name}: {long}"
        );
    }
}

#[test]
fn broken_files_end_soon_without_a_panic() {
    let Some(folder) = corpus("broken") else { return };
    let limits = Limits::default();
    for row in expected(&folder) {
        let name = &row["file"];
        let started = Instant::now();
        let path = folder.join(name);
        let bytes = std::fs::read(&path).expect("reads");
        let _ = FileSource::open(&path).and_then(|mut source| probe(&mut source, &limits));
        let small = decode(&bytes, Want::at_least(256), &limits);
        let took = started.elapsed();
        if std::env::var_os("IMAGEPARSER_SHOW").is_some() {
            let said = small.as_ref().map(|d| (d.width, d.height, d.warnings.clone()));
            std::fs::write(std::env::temp_dir().join("last"), format!("{name}: {said:?} {took:?}")).expect("writes");
        }
        assert!(took < Duration::from_secs(2), "{name} took {took:?}");
        if row["verdict"] == "opens"
            && !name.contains("psd")
            && !matches!(path.extension().and_then(|e| e.to_str()), Some("ico" | "tga"))
        {
            assert!(small.is_ok(), "{name} opens in another reader: {:?}", small.err());
        }
    }
}

//! Cut and damaged documents down to their samples and composites: no panic, no hang, errors of the content only.

mod common;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::corpus;
use imageparser_base::{CancelToken, Error, ErrorKind, Limits};
use imageparser_psd::{Context, View, composite, pixels};

const LIMITS: Limits = Limits { max_pixels: 1 << 22, max_memory: 1 << 27, max_metadata: 1 << 22, max_file: 1 << 26 };
/// A dev build on a busy machine; a hang takes longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Ten files of different writers, depths, modes and structures, small enough to be cut often.
const FILES: [&str; 10] = [
    "psd-tools/16bit5x5.psd",
    "psd-tools/colormodes/4x4_16bit_lab.psd",
    "psd-tools/colormodes/4x4_8bit_rgba.psd",
    "psd-tools/effects/shape-fx2.psd",
    "psd-tools/effects/stroke-without-vector-mask.psd",
    "chinedufn-psd/green-clipping-10x10.psd",
    "chinedufn-psd/rle-3-layer-8x8.psd",
    "ag-psd/read/pattern/src.psd",
    "ag-psd/write/group-blend/expected.psd",
    "PhotoshopAPI/PhotoshopTest/documents/SingleLayer/SingleLayer_32bit.psb",
];

fn of_content(error: &Error) {
    let kinds = [ErrorKind::Corrupt, ErrorKind::Unsupported, ErrorKind::TooLarge];
    assert!(kinds.contains(&error.kind()), "{error}");
    assert!(!error.message().is_empty());
}

/// Open, decode every layer, composite in full and shrunk; whether it opened.
fn exercise(bytes: Vec<u8>, place: &str) -> bool {
    let started = Instant::now();
    let context = match Context::open(Arc::new(bytes), LIMITS) {
        Ok(context) => context,
        Err(error) => {
            of_content(&error);
            return false;
        }
    };
    for layer in &context.document.layers {
        if let Err(error) = pixels::read_layer(&context, layer) {
            of_content(&error);
        }
    }
    for factor in [1, 4] {
        match composite(&context, &View { factor, ..View::default() }, &CancelToken::new()) {
            Ok(made) => assert_eq!(made.alpha.len(), made.pixels.width() as usize * made.pixels.height() as usize),
            Err(error) => of_content(&error),
        }
    }
    assert!(started.elapsed() < PATIENCE, "{place}: {:?}", started.elapsed());
    true
}

fn read(root: &Path, file: &str) -> Vec<u8> {
    std::fs::read(root.join("psd").join(file)).expect("a file of the corpus")
}

#[test]
fn ten_documents_cut_short() {
    let Some(root) = corpus() else { return };
    for file in FILES {
        let bytes = read(&root, file);
        assert!(exercise(bytes.clone(), file), "{file} is whole");
        // Every point of the headers, then a stride.
        let stride = (bytes.len() / 50).max(1);
        for end in (0..bytes.len().min(64)).chain((64..bytes.len()).step_by(stride)) {
            exercise(bytes[..end].to_vec(), &format!("{file} cut at {end}"));
        }
    }
}

#[test]
fn ten_documents_with_bytes_set_to_extremes() {
    let Some(root) = corpus() else { return };
    for file in FILES {
        let bytes = read(&root, file);
        let stride = (bytes.len() / 24).max(1);
        for place in (26..bytes.len()).step_by(stride) {
            for value in [0, 0x7F, 0xFF] {
                let mut bad = bytes.clone();
                bad[place] = value;
                exercise(bad, &format!("{file} with {value} at {place}"));
            }
        }
    }
}

#[test]
fn broken_documents_of_the_corpus() {
    let Some(root) = corpus() else { return };
    let mut folders = vec![root.join("broken")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the corpus").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "psd" || end == "psb") {
                exercise(std::fs::read(&path).expect("a file of the corpus"), &path.to_string_lossy());
                count += 1;
            }
        }
    }
    assert_eq!(count, 27);
}

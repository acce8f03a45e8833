//! Nothing a file holds may make the reader panic, hang or take memory without bound.

mod common;

use std::path::Path;

use common::maker::{LayerMaker, Maker};
use common::{corpus, table};
use imageparser_base::{ErrorKind, FileSource, Limits, SliceSource};
use imageparser_psd::{Document, merged, read, unpack};
use proptest::prelude::*;

const LIMITS: Limits = Limits { max_pixels: 1 << 24, max_memory: 1 << 26, max_metadata: 1 << 20, max_file: 1 << 26 };

/// Read everything; the errors must be content errors that name a place.
fn exercise(bytes: &[u8]) -> Option<Document> {
    let document = match read(&mut SliceSource(bytes), &LIMITS) {
        Ok(document) => document,
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::Unsupported), "{error}");
            assert!(error.message().starts_with("file header at offset "), "{error}");
            return None;
        }
    };
    assert!(document.warnings.len() < 60);
    for edge in [Some(16), None] {
        match merged(&mut SliceSource(bytes), &document, edge, &LIMITS) {
            Ok(pixels) => assert!(pixels.width() > 0 && pixels.height() > 0),
            Err(error) => assert!(matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::TooLarge), "{error}"),
        }
    }
    Some(document)
}

fn sample(psb: bool, compression: u16) -> Vec<u8> {
    let text = |units: &str| {
        let units: Vec<u8> = units.encode_utf16().flat_map(u16::to_be_bytes).collect();
        [(units.len() as u32 / 2).to_be_bytes().as_slice(), &units].concat()
    };
    let type_block = [
        &[0, 1],
        [0; 48].as_slice(),
        &[0, 50, 0, 0, 0, 16],
        &text(""),
        b"\0\0\0\0TxLr\0\0\0\x01\0\0\0\0Txt TEXT",
        &text("hi"),
    ]
    .concat();
    let layer = |name: &[u8], blocks: Vec<([u8; 4], Vec<u8>)>| LayerMaker {
        name: name.to_vec(),
        bbox: [0, 0, 4, 4],
        blocks,
        ..LayerMaker::default()
    };
    let layers = vec![
        layer(b"a", vec![(*b"lyid", vec![0, 0, 0, 5]), (*b"luni", text("한글"))]),
        layer(b"", vec![(*b"lsct", vec![0, 0, 0, 3])]),
        layer(b"t", vec![(*b"TySh", type_block)]),
        layer(b"g", vec![(*b"lsct", vec![0, 0, 0, 1, b'8', b'B', b'I', b'M', b'n', b'o', b'r', b'm'])]),
    ];
    let resources = vec![(1039, b"icc".to_vec()), (1053, vec![0; 4]), (1057, vec![0, 0, 0, 1, 1])];
    let planes = (0..4u8).map(|c| (0..20 * 9u8).map(|i| i / 3 * (c + 1)).collect()).collect();
    Maker { psb, compression, layers, resources, negative: true, ..Maker::new(20, 9, 8, 3, planes) }.write()
}

#[test]
fn the_samples_are_good() {
    for (psb, compression) in [(false, 0), (true, 1), (false, 2), (true, 3)] {
        let document = exercise(&sample(psb, compression)).expect("good");
        assert_eq!(document.warnings, [""; 0]);
        assert_eq!(document.layers.len(), 3);
        assert_eq!(document.layers[2].text.as_deref(), Some("hi"));
    }
}

#[test]
fn every_truncation_point_of_made_documents() {
    for (psb, compression) in [(false, 0), (true, 1), (false, 2), (true, 3)] {
        let bytes = sample(psb, compression);
        let samples = exercise(&bytes).and_then(|d| d.merged_data).expect("good").offset as usize;
        for end in 0..bytes.len() {
            let document = exercise(&bytes[..end]);
            // Where a zlib stream ends is known only by unpacking it.
            let unknown = compression > 1 && end > samples;
            let told = document.is_none_or(|document| !document.warnings.is_empty());
            assert!(unknown || told, "cut at {end}: a warning or an error");
        }
    }
}

#[test]
fn every_byte_of_made_documents_set_to_extremes() {
    for (psb, compression) in [(false, 1), (true, 0)] {
        let bytes = sample(psb, compression);
        for place in 0..bytes.len() {
            for value in [0, 0x7F, 0x80, 0xFF] {
                let mut bad = bytes.clone();
                bad[place] = value;
                exercise(&bad);
            }
        }
    }
}

#[test]
fn every_truncation_point_of_small_corpus_files() {
    let Some(root) = corpus() else { return };
    let files = [
        "psd-tools/16bit5x5.psd",
        "psd-tools/1layer2.psd",
        "Pillow/five_channels.psd",
        "Pillow/rgba.psd",
        "ag-psd/read/indexed/src.psd",
        "PhotoshopAPI/PhotoshopTest/documents/SingleLayer/SingleLayer_32bit.psb",
    ];
    for file in files {
        let bytes = std::fs::read(root.join("psd").join(file)).expect("a file of the corpus");
        // Every point where structure lies, then a stride through the samples and the preview.
        let step = (bytes.len() / 4000).max(1);
        for end in (0..bytes.len()).step_by(step) {
            exercise(&bytes[..end]);
        }
    }
}

#[test]
fn broken_documents_of_the_corpus() {
    let Some(root) = corpus() else { return };
    let is_psd = |file: &str| Path::new(file).extension().is_some_and(|end| end == "psd" || end == "psb");
    let rows = table(&root.join("broken/EXPECTED.tsv"));
    let mut count = 0;
    for row in rows.iter().filter(|row| is_psd(&row["file"])) {
        let path = root.join("broken").join(&row["file"]);
        exercise(&std::fs::read(&path).expect("a file of the corpus"));
        let mut source = FileSource::open(&path).expect("a file");
        let refused = read(&mut source, &LIMITS).is_err();
        let bad_header = row["file"].starts_with("webtoon-psd/errors/file-") && !row["file"].contains("reserved");
        assert_eq!(refused, bad_header, "{}: only a wrong header is an error", row["file"]);
        count += 1;
    }
    assert_eq!(count, 27);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        exercise(&bytes);
        unpack(&bytes, &mut [0; 100]);
    }

    #[test]
    fn random_bytes_behind_a_good_header(bytes in proptest::collection::vec(any::<u8>(), 0..600), psb in any::<bool>()) {
        exercise(&[&sample(psb, 1)[..26], bytes.as_slice()].concat());
    }

    #[test]
    fn flipped_bits(
        psb in any::<bool>(), packing in 0u16..4, flips in proptest::collection::vec((any::<u16>(), 0u8..8), 1..12),
    ) {
        let mut bytes = sample(psb, packing);
        for (place, bit) in flips {
            let place = usize::from(place) % bytes.len();
            bytes[place] ^= 1 << bit;
        }
        exercise(&bytes);
    }
}

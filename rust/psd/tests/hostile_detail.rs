//! Nothing in the blocks of a layer or in a resource may make its reader panic, hang or take memory without bound.

mod common;

use std::sync::Arc;

use common::corpus;
use common::descriptor::{made, unicode, versioned};
use common::maker::{LayerMaker, Maker};
use imageparser_base::{Error, ErrorKind, Limits, Result};
use imageparser_psd::descriptor::{Value, from_block};
use imageparser_psd::{Context, detail, engine_data};
use proptest::prelude::*;

const LIMITS: Limits = Limits { max_pixels: 1 << 24, max_memory: 1 << 26, max_metadata: 1 << 20, max_file: 1 << 26 };

fn content(error: &Error) {
    let kinds = [ErrorKind::Corrupt, ErrorKind::Unsupported, ErrorKind::TooLarge];
    assert!(kinds.contains(&error.kind()) && !error.message().is_empty(), "{error}");
}

fn check<T>(result: Result<T>) {
    if let Err(error) = result {
        content(&error);
    }
}

/// Read everything that a document says.
fn exercise(bytes: Vec<u8>) {
    let context = match Context::open(Arc::new(bytes), LIMITS) {
        Ok(context) => context,
        Err(error) => return content(&error),
    };
    for layer in &context.document.layers {
        let detail = detail::read(&context, layer).expect("faults of content are warnings");
        assert!(detail.warnings.len() < 60);
        if let Some(file) = detail.smart.and_then(|smart| smart.file) {
            check(context.linked_bytes(&file));
        }
        check(context.mask(layer));
        check(context.blend_ranges(layer));
    }
    check(context.guides());
    check(context.slices());
    check(context.layer_comps());
    check(context.version_info());
    check(context.link_groups());
    check(context.global_mask());
    check(context.linked_files());
}

/// A document with every structure that is read on demand.
fn sample(psb: bool) -> Vec<u8> {
    let text = |value: &str| Value::Text(value.to_owned());
    let engine =
        b"<< /EngineDict << /Editor << /Text (ab\r) >> /StyleRun << /RunArray [ << /StyleSheet << /StyleSheetData \
        << /Font 0 /FontSize .5 /FillColor << /Type 1 /Values [ 1 0 0 0 ] >> >> >> >> ] /RunLengthArray [ 3 ] >> >> \
        /ResourceDict << /FontSet [ << /Name (F) >> ] >> >>";
    let items = [("Txt ", text("ab")), ("EngineData", Value::Raw(engine.to_vec()))];
    let words = [&[0, 1], [0; 48].as_slice(), &[0, 50], &versioned(&made("TxLr", &items)), &[0, 1]].concat();
    let corners = Value::List(vec![Value::Double(1.0); 8]);
    let place = made("null", &[("Idnt", text("id")), ("Trnf", corners), ("Type", Value::Integer(2))]);
    let entry = [b"liFD\0\0\0\x02\x02id".as_slice(), &unicode("a.png"), b"png 8BIM\0\0\0\0\0\0\0\x02\0hi"].concat();
    let list = [(entry.len() as u64).to_be_bytes().as_slice(), &entry, &[0; 3]].concat();
    let side = ["Top ", "Left", "Btom", "Rght"].map(|key| (key, Value::Double(1.0)));
    let artboard = made("artboard", &[("artboardRect", Value::Object(made("rect", &side)))]);
    let shadow = made("DrSh", &[("enab", Value::Bool(true)), ("Opct", Value::Unit(*b"#Prc", 75.0))]);
    let effects = made("null", &[("masterFXSwitch", Value::Bool(true)), ("DrSh", Value::Object(shadow))]);
    let shape = made("null", &[("keyOriginType", Value::Integer(1))]);
    let shapes = made("null", &[("keyDescriptorList", Value::List(vec![Value::Object(shape)]))]);
    let comps = made("CompList", &[("list", Value::List(vec![Value::Object(made("Comp", &[("Nm  ", text("c"))]))]))]);
    let layer = |blocks| LayerMaker {
        blocks,
        mask: [[0; 17].as_slice(), &[16, 2, 0], b"?\xf0\0\0\0\0\0\0"].concat(),
        ranges: vec![0, 9, 255, 255, 0, 0, 255, 255],
        ..LayerMaker::default()
    };
    let layers = vec![
        layer(vec![(*b"TySh", words), (*b"knko", vec![1, 0, 0, 0]), (*b"lclr", vec![0, 2])]),
        layer(vec![(*b"SoLd", [b"soLD\0\0\0\x04".as_slice(), &versioned(&place)].concat())]),
        layer(vec![(*b"lfx2", [&[0; 4], versioned(&effects).as_slice()].concat())]),
        layer(vec![(*b"vogk", [&[0, 0, 0, 1], versioned(&shapes).as_slice()].concat())]),
        layer(vec![(*b"lsct", vec![0, 0, 0, 3])]),
        layer(vec![(*b"lsct", vec![0, 0, 0, 1]), (*b"artb", versioned(&artboard))]),
    ];
    let resources = vec![
        (1032, b"\0\0\0\x01\0\0\x02\x40\0\0\x02\x40\0\0\0\x01\0\0\0\x20\x01".to_vec()),
        (1050, [b"\0\0\0\x07".as_slice(), &versioned(&made("null", &[("slices", Value::List(Vec::new()))]))].concat()),
        (1065, versioned(&comps)),
        (1057, [&[0, 0, 0, 1, 1], unicode("W").as_slice(), &unicode("R"), &[0, 0, 0, 1]].concat()),
    ];
    let (blocks, global_mask) = (vec![(*b"lnk2", list)], vec![0; 14]);
    Maker { psb, resources, layers, global_mask, blocks, ..Maker::new(2, 2, 8, 1, vec![vec![0; 4]]) }.write()
}

#[test]
fn the_samples_are_good() {
    for psb in [false, true] {
        let context = Context::open(Arc::new(sample(psb)), LIMITS).expect("a document");
        assert_eq!(context.document.warnings, [""; 0]);
        let details = context.document.layers.iter().map(|layer| detail::read(&context, layer).expect("in memory"));
        let details: Vec<_> = details.collect();
        assert!(details.iter().all(|detail| detail.warnings.is_empty()), "{details:?}");
        assert_eq!(details[0].text.as_ref().map(|text| text.fonts()), Some(vec!["F"]));
        assert!(details[1].smart.as_ref().is_some_and(|smart| smart.file.is_some()));
        assert_eq!(
            (details[2].effects.as_slice(), details[3].shapes.as_slice()),
            (&["dropshadow"][..], &["rectangle"][..])
        );
        assert!(details[4].artboard.is_some());
    }
}

#[test]
fn every_truncation_point() {
    for psb in [false, true] {
        let bytes = sample(psb);
        (0..bytes.len()).for_each(|end| exercise(bytes[..end].to_vec()));
    }
}

#[test]
fn every_byte_set_to_extremes() {
    let bytes = sample(false);
    for place in 26..bytes.len() {
        for value in [0, 0x7F, 0x80, 0xFF] {
            let mut bad = bytes.clone();
            bad[place] = value;
            exercise(bad);
        }
    }
}

#[test]
fn truncation_points_of_corpus_files() {
    let Some(root) = corpus() else { return };
    let files = [
        "psd-tools/layers-minimal/smartobject-layer.psd",
        "psd-tools/layers/type-layer.psd",
        "psd-tools/mask-density-vectormask.psd",
        "psd-tools/gradient-sizes.psd",
        "psd-tools/effects/stroke-effects.psd",
        "ag-psd/read/text-carriage-return/src.psd",
        "ag-psd/read/smart-object-png/src.psd",
        "psd.rb/spec/files/alignment_modes.psd",
    ];
    for file in files {
        let bytes = std::fs::read(root.join("psd").join(file)).expect("a file of the corpus");
        // An odd stride, so that fields of two and four bytes are cut inside too.
        let step = (bytes.len() / 400).max(1) | 1;
        (0..bytes.len()).step_by(step).for_each(|end| exercise(bytes[..end].to_vec()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn flipped_bits(psb in any::<bool>(), flips in prop::collection::vec((any::<u16>(), 0u8..8), 1..12)) {
        let mut bytes = sample(psb);
        for (place, bit) in flips {
            let place = 26 + usize::from(place) % (bytes.len() - 26);
            bytes[place] ^= 1 << bit;
        }
        exercise(bytes);
    }

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(from_block(&bytes, 0, 1 << 16));
        check(from_block(&[b"\0\0\0\x10\0\0\0\0\0\0\0\0null\0\0\0\x09\0\0\0\0".as_slice(), &bytes].concat(), 0, 1 << 16));
        check(engine_data::parse(&bytes));
    }
}

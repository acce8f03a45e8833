//! Type layers, smart objects, artboards and document resources of made documents.

mod common;

use std::sync::Arc;

use common::descriptor::{made, unicode, versioned};
use common::maker::{LayerMaker, Maker};
use imageparser_base::{ErrorKind, Limits, Rect};
use imageparser_psd::descriptor::Value;
use imageparser_psd::detail::{self, Background, Detail, LinkKind, SmartKind, TextColor};
use imageparser_psd::{Context, GlobalMask, VersionInfo};

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn doubles(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn open(blocks: Vec<([u8; 4], Vec<u8>)>, of_document: Vec<([u8; 4], Vec<u8>)>) -> Context {
    let layers = vec![LayerMaker { blocks, ..LayerMaker::default() }];
    let maker = Maker { layers, blocks: of_document, ..Maker::new(1, 1, 8, 1, vec![vec![0]]) };
    let context = Context::open(Arc::new(maker.write()), Limits::default()).expect("a document");
    assert_eq!(context.document.warnings, [""; 0]);
    context
}

fn read(blocks: Vec<([u8; 4], Vec<u8>)>) -> Detail {
    let context = open(blocks, Vec::new());
    detail::read(&context, &context.document.layers[0]).expect("in memory")
}

fn type_block(engine: &[u8]) -> Vec<u8> {
    let items = [
        ("Txt ", text("안녕\rBold")),
        ("Ornt", Value::Enum("Ornt".to_owned(), "Vrtc".to_owned())),
        ("EngineData", Value::Raw(engine.to_vec())),
    ];
    let warp = made("warp", &[("warpStyle", Value::Enum("warpStyle".to_owned(), "warpArc".to_owned()))]);
    let transform = doubles(&[2.0, 0.0, 0.0, 2.0, 10.0, 20.0]);
    let parts =
        [&[0, 1], transform.as_slice(), &[0, 50], &versioned(&made("TxLr", &items)), &[0, 1], &versioned(&warp)];
    [parts.concat(), vec![0; 16]].concat()
}

const ENGINE: &[u8] = b"<< /EngineDict << /Editor << /Text (\xFE\xFF\xC5\x48\xB1\x55\0\r\0B\0o\0l\0d\0\r) >>
/StyleRun << /RunArray [ << /StyleSheet << /StyleSheetData << /Font 1 /FontSize 12.5
/FillColor << /Type 1 /Values [ 1.0 .5 .25 0.0 ] >> >> >> >> << /StyleSheet << /StyleSheetData << /FauxItalic true >> >> >> ]
/RunLengthArray [ 3 5 ] >> >> /ResourceDict << /TheNormalStyleSheet 0 /StyleSheetSet [ << /StyleSheetData << /Font 0 /FontSize 9 >> >> ]
/FontSet [ << /Name (\xFE\xFF\0A\0-\0B\0o\0l\0d) >> << /Name (Gothic) >> ] >> >>";

#[test]
fn a_type_layer_with_its_runs() {
    let detail = read(vec![(*b"TySh", type_block(ENGINE)), (*b"lclr", vec![0, 3, 0, 0, 0, 0, 0, 0])]);
    assert_eq!(detail.warnings, [""; 0]);
    assert_eq!(detail.flags.label_name(), Some("yellow"));
    let layer = detail.text.expect("a text");
    assert_eq!((layer.text.as_str(), layer.vertical, layer.warp.as_str()), ("안녕\nBold", true, "arc"));
    assert_eq!((layer.transform[5], layer.fonts()), (20.0, vec!["Gothic", "A-Bold"]));
    let runs: Vec<_> = layer.runs.iter().map(|run| (run.text.as_str(), run.size, run.bold, run.italic)).collect();
    assert_eq!(runs, [("안녕\n", Some(25.0), false, false), ("Bold", Some(18.0), true, true)]);
    let color = TextColor { model: "rgb", values: vec![0.5, 0.25, 0.0], alpha: 1.0 };
    assert_eq!((&layer.runs[0].color, &layer.runs[1].color), (&Some(color), &None));
}

#[test]
fn bad_engine_data_leaves_the_text() {
    let detail = read(vec![(*b"TySh", type_block(b"<< /A"))]);
    assert_eq!(detail.warnings, ["engine data at offset 5: ends early"]);
    let layer = detail.text.expect("a text");
    assert_eq!((layer.text.as_str(), layer.runs.len()), ("안녕\nBold", 0));
    let mut other = type_block(ENGINE);
    other[1] = 9;
    let detail = read(vec![(*b"TySh", other)]);
    assert_eq!((detail.text, detail.warnings), (None, vec!["type layer at offset 0: version 9".to_owned()]));
}

#[test]
fn the_text_of_photoshop_5() {
    let face =
        [&[0, 7, 0, 0, 0, 0], b"\x05Times".as_slice(), b"\x05Times\x05Roman", &[0, 0, 0, 0, 0, 1, 0, 0, 0, 9]].concat();
    let style = [&[0, 3, 0, 7, 0, 24, 0, 0], [0; 19].as_slice()].concat();
    let lines = [
        [0, 0, 0, 2, 0, 0, 0, 0].as_slice(),
        &[0, b'h', 0, 3, 0, b'i', 0, 3],
        &[0, 0, 0, 1, 0, 0, 0, 0],
        &[0, b'!', 0, 3],
    ];
    let head = [&[0, 1], doubles(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]).as_slice(), &[0, 6]].concat();
    let block =
        [head, vec![0, 1], face, vec![0, 1], style, vec![0; 26], vec![0, 2], lines.concat(), vec![0; 12]].concat();
    let layer = read(vec![(*b"tySh", block.clone())]).text.expect("a text");
    assert_eq!((layer.text.as_str(), layer.fonts()), ("hi\n!", vec!["Times"]));
    assert_eq!((layer.runs.len(), layer.runs[0].size), (1, Some(24.0)));
    for end in 0..block.len() - 12 {
        assert_eq!(read(vec![(*b"tySh", block[..end].to_vec())]).text, None, "cut at {end}");
    }
}

fn linked(kind: [u8; 4], version: u32, id: &str, name: &str, data: &[u8]) -> Vec<u8> {
    let head = [kind.as_slice(), &version.to_be_bytes(), &[id.len() as u8], id.as_bytes(), &unicode(name), b"png 8BIM"];
    let mut out = [head.concat(), (data.len() as u64).to_be_bytes().to_vec(), vec![0]].concat();
    if kind == *b"liFE" {
        let place = made("ExternalFileLink", &[("originalPath", text("file:///a/b.psd"))]);
        out.extend([versioned(&place), vec![0; 16], 77u64.to_be_bytes().to_vec()].concat());
    }
    out.extend(data);
    out.extend([unicode(""), doubles(&[1.0]), vec![0]].concat());
    let padding = out.len().next_multiple_of(4) - out.len();
    [(out.len() as u64).to_be_bytes().to_vec(), out, vec![0; padding]].concat()
}

fn placed(id: &str) -> Vec<u8> {
    let corners = [1.0, 2.0, 31.0, 2.0, 31.0, 42.0, 1.0, 42.0].map(Value::Double);
    let size = made("Pnt ", &[("Wdth", Value::Double(300.0)), ("Hght", Value::Double(400.0))]);
    let items = [
        ("Idnt", text(id)),
        ("Type", Value::Integer(2)),
        ("Trnf", Value::List(corners.to_vec())),
        ("Sz  ", Value::Object(size)),
        ("filterFX", Value::Object(made("filterFXStyle", &[("enab", Value::Bool(true))]))),
    ];
    [b"soLD\0\0\0\x04".as_slice(), &versioned(&made("null", &items))].concat()
}

#[test]
fn smart_objects_name_their_files() {
    let list = [linked(*b"liFD", 7, "id-a", "칼.png", b"\x89PNG data"), linked(*b"liFD", 2, "id-b", "b.psd", b"8BPS")]
        .concat();
    let outside = linked(*b"liFE", 5, "id-c", "b.psd", b"");
    let context = open(vec![(*b"SoLd", placed("id-b"))], vec![(*b"lnk2", list), (*b"lnkE", outside)]);
    let files = context.linked_files().expect("a list");
    let found: Vec<_> =
        files.iter().map(|file| (file.id.as_str(), file.name.as_str(), file.kind, file.length)).collect();
    let expected = [
        ("id-a", "칼.png", LinkKind::Embedded, 9),
        ("id-b", "b.psd", LinkKind::Embedded, 4),
        ("id-c", "b.psd", LinkKind::External, 0),
    ];
    assert_eq!(found, expected);
    assert_eq!((files[0].file_type.as_str(), files[2].path.as_deref()), ("png", Some("file:///a/b.psd")));
    assert_eq!(context.linked_bytes(&files[0]).expect("embedded"), b"\x89PNG data");
    assert_eq!(context.linked_bytes(&files[2]).expect_err("outside").kind(), ErrorKind::Unsupported);
    let smart = detail::read(&context, &context.document.layers[0]).expect("in memory").smart.expect("a smart object");
    assert_eq!((smart.kind, smart.corners[2], smart.size), (SmartKind::Raster, (31.0, 42.0), Some((300.0, 400.0))));
    assert_eq!((smart.linked, smart.filtered, smart.file), (false, true, Some(files[1].clone())));
}

#[test]
fn linked_smart_objects_and_the_old_block() {
    let outside = linked(*b"liFE", 5, "id-c", "b.psd", b"");
    let context = open(vec![(*b"SoLE", placed("id-c"))], vec![(*b"lnkE", outside)]);
    let smart = detail::read(&context, &context.document.layers[0]).expect("in memory").smart.expect("a smart object");
    assert!(smart.linked && smart.file.is_some_and(|file| file.kind == LinkKind::External));
    let corners = doubles(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    let old = [b"plcL\0\0\0\x03\x04id-z".as_slice(), &[0; 12], &[0, 0, 0, 1], &corners, &[0; 20]].concat();
    let smart = read(vec![(*b"PlLd", old.clone())]).smart.expect("a smart object");
    assert_eq!((smart.id.as_str(), smart.kind, smart.corners[3]), ("id-z", SmartKind::Vector, (7.0, 8.0)));
    assert_eq!((smart.linked, smart.file), (false, None));
    assert_eq!(read(vec![(*b"PlLd", old[..40].to_vec())]).warnings, ["placed layer at offset 37: ends early"]);
}

#[test]
fn artboards_and_shapes() {
    let side = |value| Value::Double(value);
    let sides = [("Top ", side(-1.0)), ("Left", side(2.0)), ("Btom", side(30.0)), ("Rght", side(1e20))];
    let color = made("RGBC", &[("Rd  ", side(9.0)), ("Grn ", side(8.0)), ("Bl  ", side(7.0))]);
    let artboard = [
        ("artboardRect", Value::Object(made("classFloatRect", &sides))),
        ("artboardPresetName", text("iPhone")),
        ("Clr ", Value::Object(color)),
        ("artboardBackgroundType", Value::Integer(4)),
    ];
    let shape = |kind| Value::Object(made("null", &[("keyOriginType", Value::Integer(kind))]));
    let shapes = made("null", &[("keyDescriptorList", Value::List(vec![shape(1), shape(5)]))]);
    let detail = read(vec![
        (*b"artb", versioned(&made("artboard", &artboard))),
        (*b"vogk", [b"\0\0\0\x01".as_slice(), &versioned(&shapes)].concat()),
        (*b"vstk", Vec::new()),
    ]);
    assert_eq!((detail.shapes, detail.stroked, detail.warnings.len()), (vec!["rectangle", "ellipse"], true, 0));
    let artboard = detail.artboard.expect("an artboard");
    assert_eq!((artboard.rect, artboard.preset.as_str()), (Rect::new(2, -1, i32::MAX, 30), "iPhone"));
    assert_eq!(artboard.background, Background::Color([9.0, 8.0, 7.0]));
}

#[test]
fn facts_of_the_document() {
    let comp =
        made("Comp", &[("Nm  ", text("left")), ("compID", Value::Integer(5)), ("capturedInfo", Value::Integer(2))]);
    let comps = made("CompList", &[("list", Value::List(vec![Value::Object(comp)]))]);
    let version = [&[0, 0, 0, 1, 1], unicode("Writer").as_slice(), &unicode("Reader"), &[0, 0, 0, 1]].concat();
    let maker = Maker {
        resources: vec![(1065, versioned(&comps)), (1057, version), (1026, vec![0, 0, 0, 3])],
        layers: vec![LayerMaker::default()],
        global_mask: vec![0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 50, 128, 0],
        ..Maker::new(1, 1, 8, 1, vec![vec![0]])
    };
    let context = Context::open(Arc::new(maker.write()), Limits::default()).expect("a document");
    let comps = context.layer_comps().expect("comps");
    assert_eq!((comps[0].name.as_str(), comps[0].visibility, comps[0].position), ("left", false, true));
    let version = VersionInfo { has_merged: true, writer: "Writer".to_owned(), reader: "Reader".to_owned() };
    assert_eq!(context.version_info().expect("version"), Some(version));
    assert_eq!(context.link_groups().expect("groups"), [0, 3]);
    let mask = GlobalMask { space: 0, color: [65_535, 0, 0, 0], opacity: 50, kind: 128 };
    assert_eq!(context.global_mask().expect("mask"), Some(mask));
    assert_eq!((context.guides().expect("none"), context.slices().expect("none").len()), (None, 0));
}

//! Every document of the corpus against what psd-tools reads (`psd/EXPECTED.tsv`). Skipped where there is no corpus.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{corpus, table};
use imageparser_base::{FileSource, Limits};
use imageparser_psd::{Document, LayerKind, merged, read};

/// `file: column` pairs where ours differs from the table, and why. Exact: an entry that is not needed fails too.
const DIFFERENT: &[(&str, &str, &str)] = &[
    ("oov-psd/sketchbook.psd", "layer_names", "the NUL that ends a stored Unicode name is no part of it"),
    (
        "psd-tools/group-clipping/group-clipping.psd",
        "clipping_layers",
        "the record of a group has the clipping flag, which psd-tools ignores on groups",
    ),
];

fn unescape(field: &str) -> String {
    let mut out = String::new();
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('t')) => out.push('\t'),
            (_, Some('n')) => out.push('\n'),
            (_, Some('0')) => out.push('\0'),
            (_, Some(other)) => out.push(other),
            (c, None) => out.push(c),
        }
    }
    out
}

/// Split at `|`, but not at an escaped one.
fn names(field: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in field.chars() {
        if c == '|' && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts.iter().map(|part| unescape(part)).collect()
}

fn kinds(document: &Document) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for layer in &document.layers {
        *counts.entry(layer.kind.name()).or_default() += 1;
    }
    counts.iter().map(|(kind, count)| format!("{kind}:{count}")).collect::<Vec<_>>().join(",")
}

/// The columns of the table as ours reads them.
fn ours(document: &Document) -> Vec<(&'static str, String)> {
    let header = &document.header;
    let count = |yes: &dyn Fn(&imageparser_psd::Layer) -> bool| document.layers.iter().filter(|l| yes(l)).count();
    let blends: BTreeSet<&str> = document.layers.iter().map(|layer| layer.blend.name()).collect();
    vec![
        ("width", header.width.to_string()),
        ("height", header.height.to_string()),
        ("depth", header.depth.to_string()),
        ("color_mode", header.color_mode.name().to_owned()),
        ("channels", header.channels.to_string()),
        ("container", header.format().name().to_owned()),
        ("layers", document.layers.len().to_string()),
        ("has_merged", document.has_merged.unwrap_or(true).to_string()),
        ("layer_kinds", kinds(document)),
        ("clipping_layers", count(&|layer| layer.clipping).to_string()),
        ("masked_layers", count(&|layer| layer.mask).to_string()),
        ("blend_modes", blends.into_iter().collect::<Vec<_>>().join(",")),
    ]
}

#[test]
fn structure_equals_the_table() {
    let Some(root) = corpus() else { return };
    let mut different = BTreeSet::new();
    let rows = table(&root.join("psd/EXPECTED.tsv"));
    assert!(rows.len() > 200, "the table has rows");
    for row in rows.iter().filter(|row| row["reader_ok"] == "true") {
        let file = &row["file"];
        let mut source = FileSource::open(&root.join("psd").join(file)).expect("a file of the table");
        let document = read(&mut source, &Limits::default()).expect("a valid document");
        for (column, value) in ours(&document) {
            if row[column] != value {
                different.insert((file.clone(), column.to_owned(), format!("{} != {value}", row[column])));
            }
        }
        let found: Vec<&str> = document.layers.iter().map(|layer| layer.name.as_str()).collect();
        if !document.layers.is_empty() && names(&row["layer_names"]) != found {
            different.insert((file.clone(), "layer_names".to_owned(), format!("{} != {found:?}", row["layer_names"])));
        }
    }
    let explained: BTreeSet<(&str, &str)> = DIFFERENT.iter().map(|(file, column, _)| (*file, *column)).collect();
    let found: BTreeSet<(&str, &str)> = different.iter().map(|(f, c, _)| (f.as_str(), c.as_str())).collect();
    let list = different.iter().map(|(f, c, v)| format!("{f} {c}: {v}")).collect::<Vec<_>>().join("\n");
    assert_eq!(found, explained, "\n{list}");
}

#[test]
fn paths_name_groups_that_come_before() {
    let Some(root) = corpus() else { return };
    for row in table(&root.join("psd/EXPECTED.tsv")) {
        let mut source = FileSource::open(&root.join("psd").join(&row["file"])).expect("a file of the table");
        let Ok(document) = read(&mut source, &Limits::default()) else { continue };
        let mut seen = BTreeMap::new();
        for layer in &document.layers {
            for (depth, id) in layer.path.iter().enumerate() {
                let group: &Vec<u32> = seen.get(id).expect("a group that came before");
                assert_eq!(group, &layer.path[..depth], "{}", row["file"]);
            }
            if matches!(layer.kind, LayerKind::Group | LayerKind::Artboard) {
                assert!(seen.insert(layer.id, layer.path.clone()).is_none(), "{}: ids are unique", row["file"]);
            }
        }
    }
}

#[test]
fn every_merged_picture_decodes_and_shrinks() {
    let Some(root) = corpus() else { return };
    for row in table(&root.join("psd/EXPECTED.tsv")) {
        let file = &row["file"];
        let mut source = FileSource::open(&root.join("psd").join(file)).expect("a file of the table");
        let limits = Limits::default();
        let document = read(&mut source, &limits).expect("a document");
        if row["reader_ok"] != "true" {
            assert!(!document.warnings.is_empty(), "{file} is cut short");
            continue;
        }
        let full = merged(&mut source, &document, None, &limits).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!((full.width(), full.height()), (document.header.width, document.header.height), "{file}");
        let small = merged(&mut source, &document, Some(100), &limits).expect("decoded before");
        let longest = small.width().max(small.height());
        let original = full.width().max(full.height());
        assert!(longest >= original.min(100) && longest <= original && longest < 201, "{file}: {longest}");
        assert_eq!(small.format(), full.format());
    }
}

#[test]
fn one_picture_in_every_mode_looks_the_same() {
    let Some(root) = corpus() else { return };
    let folder = root.join("psd/OpenImageIO/psd-colormodes/src");
    let rgb = |name: &str| {
        let mut source = FileSource::open(&folder.join(name)).expect("a file of the corpus");
        let document = read(&mut source, &Limits::default()).expect("a document");
        merged(&mut source, &document, None, &Limits::default()).expect("a picture").to_rgb([255; 3])
    };
    let expected = rgb("pattern2-8-rgb.psd");
    // 8 bits of Lab are too coarse for saturated dark colours: 0 red comes back as 14 (light 0.004).
    let others = ["8-indexed", "8-lab", "8-multichannel", "16-multichannel", "32-rgb"];
    for (name, most) in others.into_iter().zip([0, 14, 0, 0, 0]) {
        let found = rgb(&format!("pattern2-{name}.psd"));
        let gaps = found.data().iter().zip(expected.data()).map(|(a, b)| a.abs_diff(*b));
        assert!(gaps.max() <= Some(most), "{name}");
    }
}

//! The details of every layer of the corpus: all of them read, and their parts agree. Skipped where there is no corpus.

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use common::{corpus, table};
use imageparser_base::{Limits, SharedFile};
use imageparser_psd::detail::{self, Detail};
use imageparser_psd::{Context, Layer, LayerKind};

/// Files of versions that write no item `present` in an effect, which psd-tools takes for "not there": table and ours.
const WITHOUT_PRESENT: [&str; 7] = [
    "OpenImageIO-images/psd_123.psd: 0 != 3",
    "ag-psd/read-write/effects/src.psd: 0 != 7",
    "ag-psd/read-write/stroke/src.psd: 0 != 1",
    "ag-psd/read/animation-effects/src.psd: 0 != 1",
    "ag-psd/read/effects/src.psd: 0 != 6",
    "ag-psd/read/pattern/src.psd: 0 != 1",
    "ag-psd/test.psd: 0 != 1",
];

/// Every layer of every readable document.
fn each_layer(mut each: impl FnMut(&str, &Context, &Layer, Detail)) {
    let Some(root) = corpus() else { return };
    for row in table(&root.join("psd/EXPECTED.tsv")).iter().filter(|row| row["reader_ok"] == "true") {
        let context = open(&root.join("psd").join(&row["file"]));
        for layer in &context.document.layers {
            let detail = detail::read(&context, layer).expect("the file can be read");
            each(&row["file"], &context, layer, detail);
        }
    }
}

fn open(path: &Path) -> Context {
    let bytes = SharedFile::open(path).expect("a file of the table");
    Context::open(Arc::new(bytes), Limits::default()).expect("a valid document")
}

#[test]
fn every_detail_reads() {
    let mut faults = Vec::new();
    each_layer(|file, context, layer, detail| {
        faults.extend(detail.warnings.iter().map(|warning| format!("{file} {}: {warning}", layer.name)));
        let ranges = context.blend_ranges(layer).map(|_| ());
        faults.extend(context.mask(layer).map(|_| ()).and(ranges).err().map(|error| format!("{file}: {error}")));
    });
    assert_eq!(faults, [""; 0]);
}

#[test]
fn as_many_layers_have_effects_as_in_the_table() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    each_layer(|file, _, _, detail| {
        *counts.entry(file.to_owned()).or_default() += usize::from(!detail.effects.is_empty());
    });
    let Some(root) = corpus() else { return };
    let mut different = Vec::new();
    for row in table(&root.join("psd/EXPECTED.tsv")).iter().filter(|row| row["reader_ok"] == "true") {
        let ours = counts.get(&row["file"]).copied().unwrap_or_default().to_string();
        if ours != row["layers_with_effects"] {
            different.push(format!("{}: {} != {ours}", row["file"], row["layers_with_effects"]));
        }
    }
    assert_eq!(different, WITHOUT_PRESENT);
}

#[test]
fn texts_smart_objects_and_artboards_agree_with_their_kinds() {
    let (mut texts, mut smart_objects, mut artboards) = (0, 0, 0);
    each_layer(|file, context, layer, detail| {
        let name = format!("{file} {}", layer.name);
        assert_eq!(layer.kind == LayerKind::Type, detail.text.is_some(), "{name}");
        assert_eq!(layer.kind == LayerKind::SmartObject, detail.smart.is_some(), "{name}");
        assert!(layer.kind != LayerKind::Artboard || detail.artboard.is_some(), "{name}");
        artboards += u32::from(detail.artboard.is_some_and(|artboard| !artboard.rect.is_empty()));
        if let Some(text) = detail.text {
            let runs: String = text.runs.iter().map(|run| run.text.as_str()).collect();
            assert_eq!(Some(&text.text), layer.text.as_ref(), "{name}");
            assert_eq!(runs.trim_end(), text.text.trim_end(), "{name}: its runs are its text");
            let known = text.runs.iter().all(|run| run.font.is_some() && run.size.is_some_and(|size| size > 0.0));
            assert!(known && !text.fonts().is_empty(), "{name}");
            texts += 1;
        }
        if let Some(file) = detail.smart.and_then(|smart| smart.file) {
            let bytes = context.linked_bytes(&file).map(|bytes| bytes.len() as u64);
            assert!(file.length == 0 || bytes == Ok(file.length), "{name}");
            smart_objects += u32::from(file.length > 0);
        }
    });
    assert!(
        corpus().is_none() || (texts, smart_objects, artboards) == (39, 17, 4),
        "{texts} {smart_objects} {artboards}"
    );
}

#[test]
fn the_facts_of_every_document_read() {
    let Some(root) = corpus() else { return };
    let mut faults = Vec::new();
    let (mut guides, mut slices, mut comps, mut writers) = (0, 0, 0, 0);
    for row in table(&root.join("psd/EXPECTED.tsv")).iter().filter(|row| row["reader_ok"] == "true") {
        let context = open(&root.join("psd").join(&row["file"]));
        let mut count = |what: imageparser_base::Result<usize>| match what {
            Ok(count) => count,
            Err(error) => {
                faults.push(format!("{}: {error}", row["file"]));
                0
            }
        };
        guides += count(context.guides().map(|found| found.map_or(0, |found| found.guides.len())));
        slices += count(context.slices().map(|found| found.len()));
        comps += count(context.layer_comps().map(|found| found.len()));
        writers += count(context.version_info().map(|found| usize::from(found.is_some())));
        count(context.global_mask().map(|_| 0));
        count(context.linked_files().map(<[_]>::len));
    }
    assert_eq!(faults, [""; 0]);
    // As many as psd-tools counts.
    assert_eq!((guides, slices, comps, writers), (20, 244, 4, 241));
}

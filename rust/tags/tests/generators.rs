//! Generators other than NovelAI on real files, against what sd-parsers and Pillow say; skipped without the corpus.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use imageparser_base::{ByteSource, FileSource, Format, Limits};
use imageparser_tags::generator::{Generator, How, find};
use imageparser_tags::read;

type Row = HashMap<String, String>;

/// The rows of generators that are not NovelAI, and those of files without any.
fn rows() -> Vec<(PathBuf, Row)> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root =
        PathBuf::from(std::env::var("IMAGEPARSER_CORPUS").unwrap_or_else(|_| default.to_owned())).join("png_meta");
    let Ok(table) = std::fs::read_to_string(root.join("EXPECTED.tsv")) else { return Vec::new() };
    let mut lines = table.lines().map(|line| line.split('\t'));
    let names: Vec<&str> = lines.next().expect("a header").collect();
    let rows = lines.map(|cells| names.iter().map(|n| (*n).to_owned()).zip(cells.map(str::to_owned)).collect::<Row>());
    rows.filter(|row| row["generator"] != "NovelAI" && row["stealth_signature"].is_empty())
        .map(|row| (root.join(&row["file"]), row))
        .collect()
}

fn load(path: &Path) -> Option<Generator> {
    let mut source = FileSource::open(path).expect("the file of the row");
    let head = source.read_vec(0, source.len().min(32)).expect("its head");
    let format = Format::sniff(&head).expect("a known format");
    find(format, &read(&mut source, format, &Limits::default()).expect("readable"), None)
}

/// A cell of the table: line breaks are escaped, and blanks at the ends are the reader's choice.
fn cell(row: &Row, name: &str) -> String {
    row[name].replace("\\n", "\n").trim().to_owned()
}

/// Where we differ on purpose: the negative text of two encoders is the same and stands once; the table repeats it.
const REPEATED: &str = "sd-parsers/ComfyUI/noisy_latents_3_subjects_cropped.png";
/// The picture of a graph without a sampler: Civitai states the prompt beside it, and the table's reader sees none.
const STATED: &str = "sd-metadata/jpg/civitai-upscale.jpg";

#[test]
fn prompts_and_seeds_equal_the_table() {
    let rows = rows();
    assert!(rows.is_empty() || rows.len() > 25, "only {} rows", rows.len());
    for (path, row) in rows {
        let file = row["file"].as_str();
        let found = load(&path);
        let (prompt, negative) = (cell(&row, "prompt"), cell(&row, "negative"));
        if row["generator"].is_empty() {
            assert!(found.is_none(), "{file}: {found:?}");
            continue;
        }
        let found = found.unwrap_or_else(|| panic!("{file} has no record"));
        let ours = (found.prompt.clone().unwrap_or_default(), found.negative.clone().unwrap_or_default());
        if file == STATED {
            assert!(ours.0.ends_with("#テスト") && found.seed == Some(1_311_178_179) && found.how.is_none());
            continue;
        }
        let family = row["generator"].split(' ').next().expect("a name").replace("A1111-style", "AUTOMATIC1111");
        assert_eq!(found.name, family, "{file}");
        assert_eq!(found.seed.map(|seed| seed.to_string()).unwrap_or_default(), row["seed"], "{file}");
        // Rows of whole graphs name all texts without telling them apart.
        let both = [ours.0.as_str(), ours.1.as_str()].join(" || ");
        if row["generator"].contains("texts of every") {
            let expected: Vec<_> = prompt.split(" || ").map(str::trim).collect();
            assert_eq!(both.split(" || ").collect::<Vec<_>>(), expected, "{file}");
            assert_eq!(found.how, Some(How::Graph));
            continue;
        }
        assert_eq!(ours.0, prompt, "{file}");
        let once = if file == REPEATED { ours.1.repeat(2).replace(")(hands)", "), (hands)") } else { ours.1 };
        assert_eq!(once, negative, "{file}");
    }
}

#[test]
fn settings_equal_the_table() {
    for (path, row) in rows().into_iter().filter(|(_, row)| !row["sampler"].is_empty()) {
        let file = row["file"].as_str();
        let found = load(&path).unwrap_or_else(|| panic!("{file} has no record"));
        assert_eq!(found.sampler.as_deref(), Some(row["sampler"].as_str()), "{file}");
        assert_eq!(found.cfg, row["cfg"].parse().ok(), "{file}");
        // Several passes are joined in the table; ours is the pass that counts.
        let steps = found.steps.map(|steps| steps.to_string()).unwrap_or_default();
        assert!(row["steps"].split(" || ").any(|one| one == steps), "{file}: {steps}");
        let model = found.model.unwrap_or_default();
        assert!(row["model"].split(" || ").any(|one| one == model), "{file}: {model}");
        assert!(found.size.is_some() || file.contains("img2img") || file.contains("inpaint"), "{file}");
    }
}

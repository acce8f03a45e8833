//! Random work on a small tree: what the scans report, applied one after another, equals a fresh walk.
#![cfg(unix)]

mod support;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use support::{Model, Tree};

const FOLDERS: [&str; 6] = ["", "a", "a/b", "c", "\u{AC01}", "\u{1100}\u{1161}\u{11A8}"];
const NAMES: [&str; 6] = ["x.png", "X.png", "y.jpg", "\u{E9}.psd", "e\u{301}.psd", "n.txt"];

#[derive(Debug, Clone)]
enum Step {
    Write(usize, usize),
    Save(usize),
    Touch(usize, u64),
    Delete(usize),
    Rename(usize, usize),
    RenameFolder(usize, usize),
    DeleteFolder(usize),
    Copy(usize, usize),
    HardLink(usize, usize),
    Link(usize, usize),
    Rescan,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let file = 0..FOLDERS.len() * NAMES.len();
    let folder = 1..FOLDERS.len();
    let step = prop_oneof![
        4 => (file.clone(), 0usize..3).prop_map(|(f, size)| Step::Write(f, size)),
        1 => file.clone().prop_map(Step::Save),
        1 => (file.clone(), 0u64..3).prop_map(|(f, time)| Step::Touch(f, time)),
        2 => file.clone().prop_map(Step::Delete),
        3 => (file.clone(), file.clone()).prop_map(|(a, b)| Step::Rename(a, b)),
        2 => (folder.clone(), folder.clone()).prop_map(|(a, b)| Step::RenameFolder(a, b)),
        1 => folder.prop_map(Step::DeleteFolder),
        1 => (file.clone(), file.clone()).prop_map(|(a, b)| Step::Copy(a, b)),
        2 => (file.clone(), file.clone()).prop_map(|(a, b)| Step::HardLink(a, b)),
        1 => (file.clone(), file).prop_map(|(a, b)| Step::Link(a, b)),
        3 => Just(Step::Rescan),
    ];
    prop::collection::vec(step, 1..40)
}

fn file(tree: &Tree, index: usize) -> PathBuf {
    let folder = tree.at(FOLDERS[index / NAMES.len()]);
    let _ = fs::create_dir_all(&folder); // fails where a step before put a file
    folder.join(NAMES[index % NAMES.len()])
}

/// Steps that cannot be done, because their file is not there, do nothing.
fn run(tree: &Tree, step: &Step) {
    let at = |index: &usize| file(tree, *index);
    let folder = |index: &usize| tree.at(FOLDERS[*index]);
    let _ = match step {
        Step::Write(f, size) => fs::write(at(f), &b"12"[..*size]),
        Step::Save(f) => fs::write(tree.at("save.tmp"), "new").and_then(|()| fs::rename(tree.at("save.tmp"), at(f))),
        Step::Touch(f, time) => fs::File::options()
            .write(true)
            .open(at(f))
            .and_then(|file| file.set_modified(UNIX_EPOCH + Duration::from_secs(*time))),
        Step::Delete(f) => fs::remove_file(at(f)),
        Step::Rename(a, b) => fs::rename(at(a), at(b)),
        Step::RenameFolder(a, b) => fs::rename(folder(a), folder(b)),
        Step::DeleteFolder(f) => fs::remove_dir_all(folder(f)),
        Step::Copy(a, b) => fs::copy(at(a), at(b)).map(|_| ()),
        Step::HardLink(a, b) => fs::hard_link(at(a), at(b)),
        Step::Link(a, b) => symlink(at(a), at(b)),
        Step::Rescan => Ok(()),
    };
}

/// Keys alone: a manifest may also note when its names were listed.
fn sorted(blobs: &HashMap<String, Vec<u8>>) -> BTreeSet<&String> {
    blobs.keys().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn applied_differences_equal_a_fresh_walk(steps in steps()) {
        let tree = Tree::new();
        let mut model = Model::default();
        for step in steps.iter().chain([&Step::Rescan]) {
            run(&tree, step);
            if matches!(step, Step::Rescan) {
                let mut fresh = Model::default();
                fresh.rescan(&tree.options());
                model.rescan(&tree.options());
                prop_assert_eq!(&model.files, &fresh.files);
                prop_assert_eq!(sorted(&model.blobs), sorted(&fresh.blobs));
                let again = model.rescan(&tree.options());
                prop_assert_eq!(again.unchanged as usize, model.files.len());
            }
        }
    }
}

//! Added, changed, moved, gone, unchanged.

mod support;

use std::collections::HashMap;
use std::fs;

use imageparser_base::{CancelToken, Error, ErrorKind};
use imageparser_scan::{ScanOptions, scan};
use support::{Model, Outcome, Tree, batches};

#[test]
fn first_scan_then_nothing() {
    let tree = Tree::with(&["a.png", "sub/b.JPG", "sub/deep/c.psd", "notes.txt", "sub/d.heic"]);
    let mut model = Model::default();
    let first = model.rescan(&tree.options());
    assert_eq!(first.added, tree.keys(&["a.png", "sub/b.JPG", "sub/deep/c.psd"]));
    let second = model.rescan(&tree.options());
    assert_eq!(second, Outcome { unchanged: 3, ..Outcome::default() });
}

#[test]
fn an_editors_atomic_save_is_a_change() {
    let tree = Tree::with(&["a.png", "b.png"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    tree.write("a.tmp", b"new contents");
    fs::rename(tree.at("a.tmp"), tree.at("a.png")).expect("renamed");
    let outcome = model.rescan(&tree.options());
    assert_eq!(outcome, Outcome { changed: tree.keys(&["a.png"]), unchanged: 1, ..Outcome::default() });
}

#[test]
fn rename_move_copy_and_delete() {
    let tree = Tree::with(&["a.png", "b.png", "c.png", "d.png"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    fs::create_dir(tree.at("new")).expect("made");
    fs::rename(tree.at("a.png"), tree.at("A.png")).expect("case only");
    fs::rename(tree.at("b.png"), tree.at("new/b.png")).expect("moved");
    fs::copy(tree.at("c.png"), tree.at("copy.png")).expect("copied");
    fs::remove_file(tree.at("d.png")).expect("deleted");
    let outcome = model.rescan(&tree.options());
    let moved = vec![(tree.key("a.png"), tree.key("A.png")), (tree.key("b.png"), tree.key("new/b.png"))];
    assert_eq!(
        outcome,
        Outcome {
            added: tree.keys(&["copy.png"]),
            moved,
            gone: tree.keys(&["d.png"]),
            unchanged: 1,
            ..Outcome::default()
        }
    );
    assert!(model.rescan(&tree.options()).is_quiet());
}

#[test]
fn a_moved_folder_of_10_000_is_moves_only() {
    let tree = Tree::new();
    for folder in 0..20 {
        fs::create_dir_all(tree.at(&format!("old/{folder}"))).expect("made");
        (0..500).for_each(|file| fs::write(tree.at(&format!("old/{folder}/{file}.png")), b"x").expect("written"));
    }
    let mut model = Model::default();
    assert_eq!(model.rescan(&tree.options()).added.len(), 10_000);
    fs::rename(tree.at("old"), tree.at("new")).expect("moved");
    let batches = batches(&tree.options(), &model.blobs, false).expect("scanned");
    let outcome = model.apply(&batches);
    assert_eq!(outcome.moved.len(), 10_000);
    assert_eq!(outcome, Outcome { moved: outcome.moved.clone(), ..Outcome::default() });
    assert!(outcome.moved.iter().all(|(old, new)| old.replacen("/old/", "/new/", 1) == *new));
    assert!(model.rescan(&tree.options()).is_quiet());
}

#[test]
fn a_hard_link_is_no_move_while_the_old_name_is_there() {
    let tree = Tree::with(&["a.png"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    fs::hard_link(tree.at("a.png"), tree.at("b.png")).expect("linked");
    let outcome = model.rescan(&tree.options());
    assert_eq!(outcome, Outcome { added: tree.keys(&["b.png"]), unchanged: 1, ..Outcome::default() });
    fs::create_dir(tree.at("sub")).expect("made");
    fs::rename(tree.at("b.png"), tree.at("sub/b.png")).expect("moved");
    fs::rename(tree.at("a.png"), tree.at("sub/a.png")).expect("moved");
    let moved = ["a.png", "b.png"].map(|name| (tree.key(name), tree.key(&format!("sub/{name}"))));
    assert_eq!(model.rescan(&tree.options()).moved, moved);
}

#[test]
fn files_that_leave_and_folders_that_leave() {
    let tree = Tree::with(&["a/x.png", "a/y.png", "b/c/z.png", "keep.png"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    fs::remove_file(tree.at("a/x.png")).expect("deleted");
    fs::remove_dir_all(tree.at("b")).expect("deleted");
    let outcome = model.rescan(&tree.options());
    assert_eq!(outcome.gone, tree.keys(&["a/x.png", "b/c/z.png"]));
    assert_eq!(model.blobs.len(), 2);
}

#[test]
fn only_scanned_roots_lose_files() {
    let tree = Tree::with(&["a/x.png", "b/y.png"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    fs::remove_file(tree.at("a/x.png")).expect("deleted");
    fs::remove_file(tree.at("b/y.png")).expect("deleted");
    let outcome = model.rescan(&support::options(&tree.at("b")));
    assert_eq!(outcome.gone, tree.keys(&["b/y.png"]));
}

#[test]
fn a_damaged_manifest_counts_as_none() {
    let tree = Tree::with(&["a.png", "b.png"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    let blobs = model.blobs.keys().map(|key| (key.clone(), vec![1, 2, 3])).collect();
    let batches = batches(&tree.options(), &blobs, false).expect("scanned");
    let mut fresh = Model::default();
    assert_eq!(fresh.apply(&batches).added, tree.keys(&["a.png", "b.png"]));
    assert_eq!(fresh.files, model.files);
    assert!(fresh.rescan(&tree.options()).is_quiet());
}

#[test]
fn cancel_and_a_failing_sink_end_the_scan() {
    let names: Vec<String> = (0..300).flat_map(|f| (0..20).map(move |n| format!("{f}/{n}.png"))).collect();
    let tree = Tree::with(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let cancel = CancelToken::new();
    cancel.cancel();
    let known = HashMap::new;
    let stopped = scan(&tree.options(), known(), &cancel, &mut |_| Ok(()));
    assert_eq!(stopped.expect_err("cancelled").kind(), ErrorKind::Cancelled);
    let mut calls = 0;
    let failed = scan(&tree.options(), known(), &CancelToken::new(), &mut |_| {
        calls += 1;
        Err(Error::internal("disk full"))
    });
    assert_eq!(failed.expect_err("failed").message(), "disk full");
    assert_eq!(calls, 1);
}

#[test]
fn big_folders_come_in_bounded_batches() {
    let names: Vec<String> = (0..2500).map(|n| format!("{n:04}.png")).collect();
    let tree = Tree::with(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let batches = batches(&tree.options(), &HashMap::new(), false).expect("scanned");
    let sizes: Vec<usize> = batches.iter().map(imageparser_scan::ScanBatch::len).collect();
    assert_eq!(sizes, [1000, 1000, 500]);
    assert!(batches[2].directories.len() == 1 && batches[0].directories.is_empty());
}

#[test]
fn a_wrong_pattern_is_an_error() {
    let tree = Tree::with(&["a.png"]);
    let options = ScanOptions { exclude: vec!["{a".to_owned()], ..tree.options() };
    assert_eq!(batches(&options, &HashMap::new(), false).expect_err("pattern").kind(), ErrorKind::Unsupported);
}

//! Special files, links, names in every encoding, long paths, excludes.
#![cfg(unix)]

mod support;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::Command;

use imageparser_scan::ScanOptions;
use support::{Model, Outcome, Tree, batches};

const NFC: &str = "\u{D55C}\u{AE00}";
const NFD: &str = "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}";

fn pipe(path: PathBuf) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
}

#[test]
fn special_files_are_skipped_with_a_reason() {
    let tree = Tree::with(&["folder.png/in.png", "real.png"]);
    pipe(tree.at("pipe.png"));
    let _socket = UnixListener::bind(tree.at("socket.jpg")).expect("bound");
    symlink("/dev/zero", tree.at("zero.png")).expect("linked");
    symlink("nowhere", tree.at("broken.png")).expect("linked");
    symlink("loop.png", tree.at("loop.png")).expect("linked");
    symlink(".", tree.at("here.png")).expect("linked");
    symlink(".", tree.at("here")).expect("linked");
    let outcome = Model::default().rescan(&tree.options());
    assert_eq!(outcome.added, tree.keys(&["folder.png/in.png", "real.png"]));
    let skipped = [
        ("broken.png", "not_found"),
        ("here.png", "unsupported"),
        ("loop.png", "unsupported"),
        ("pipe.png", "unsupported"),
        ("socket.jpg", "unsupported"),
        ("zero.png", "unsupported"),
    ];
    assert_eq!(outcome.skipped, skipped.map(|(name, code)| (tree.at(name), code)));
}

#[test]
fn a_linked_file_is_followed_once_and_never_taken_for_its_target() {
    let tree = Tree::with(&["a.png"]);
    symlink("a.png", tree.at("link.png")).expect("linked");
    let mut model = Model::default();
    assert_eq!(model.rescan(&tree.options()).added.len(), 2);
    assert_eq!(model.files[&tree.key("link.png")].size, 5);
    fs::rename(tree.at("a.png"), tree.at("z.png")).expect("renamed");
    let outcome = model.rescan(&tree.options());
    assert_eq!(outcome.moved, [(tree.key("a.png"), tree.key("z.png"))]);
    assert_eq!(outcome.gone, tree.keys(&["link.png"]));
}

#[test]
fn names_in_every_encoding() {
    let tree = Tree::new();
    let names: [&[u8]; 6] =
        [b"line\nbreak.png", "😀.png".as_bytes(), NFD.as_bytes(), b"\x83e\x83X\x83g.png", b"\xff.png", b" .png"];
    for name in names {
        let name = if name == NFD.as_bytes() { [name, b".png"].concat() } else { name.to_vec() };
        fs::write(tree.root().join(OsStr::from_bytes(&name)), &name).expect("written");
    }
    let mut model = Model::default();
    let outcome = model.rescan(&tree.options());
    assert_eq!((outcome.added.len(), outcome.skipped.len()), (6, 0));
    assert!(outcome.added.contains(&tree.key(&format!("{NFC}.png"))));
    for found in model.files.values() {
        assert_eq!(fs::read(&found.path).expect("opens"), found.path.file_name().expect("name").as_bytes());
    }
    assert!(model.rescan(&tree.options()).is_quiet());
}

#[test]
fn from_nfd_to_nfc_is_a_move_of_the_file_and_of_everything_in_a_folder() {
    let tree = Tree::with(&[&format!("{NFD}.png"), &format!("{NFD}/a.png"), &format!("{NFD}/sub/b.png")]);
    let mut model = Model::default();
    let first = model.rescan(&tree.options());
    fs::rename(tree.at(&format!("{NFD}.png")), tree.at(&format!("{NFC}.png"))).expect("renamed");
    fs::rename(tree.at(NFD), tree.at(NFC)).expect("renamed");
    let outcome = model.rescan(&tree.options());
    let moved: Vec<_> = first.added.iter().map(|key| (key.clone(), key.clone())).collect();
    assert_eq!(outcome, Outcome { moved, ..Outcome::default() });
    assert!(model.files.values().all(|found| found.path.exists()));
    assert!(model.rescan(&tree.options()).is_quiet());
}

#[test]
fn of_two_names_with_one_key_the_first_wins() {
    let tree =
        Tree::with(&[&format!("{NFD}.png"), &format!("{NFC}.png"), &format!("{NFD}d/a.png"), &format!("{NFC}d/b.png")]);
    let mut model = Model::default();
    let outcome = model.rescan(&tree.options());
    assert_eq!(outcome.added, tree.keys(&[&format!("{NFC}.png"), &format!("{NFC}d/a.png")]));
    assert_eq!(outcome.skipped, [NFC.to_owned() + ".png", NFC.to_owned() + "d"].map(|n| (tree.at(&n), "exists")));
    let again = model.rescan(&tree.options());
    assert_eq!((again.unchanged, again.skipped), (2, outcome.skipped));
}

#[test]
fn long_names_and_paths_beyond_the_kernels_limit() {
    let tree = Tree::new();
    let part = "x".repeat(255);
    let name = format!("{}.png", "n".repeat(251));
    tree.write(&format!("{part}/{part}/{name}"), b"a");
    let mut deep = Command::new("sh");
    deep.current_dir(tree.root());
    // Only relative steps can make a path that no single call could name.
    let step = format!("mkdir -p {part} && cd -P {part}");
    deep.arg("-c").arg(format!("for i in $(seq 20); do {step} || exit 1; done; echo b > {name}"));
    assert!(deep.output().expect("sh runs").status.success());
    let mut model = Model::default();
    let outcome = model.rescan(&tree.options());
    let lengths: Vec<usize> = model.files.keys().map(|key| key.len() - tree.key("").len()).collect();
    assert_eq!((outcome.skipped, lengths), (vec![], vec![2 * 256 + 255, 20 * 256 + 255]));
    assert!(model.rescan(&tree.options()).is_quiet());
    assert!(Command::new("rm").arg("-rf").arg(tree.at(&part)).status().expect("rm runs").success());
}

#[test]
fn excludes_hidden_and_defaults() {
    let files = [".hidden/a.png", ".h.png", "._x.png", "@eaDir/t.jpg", "app.sqlite.thumbs/t.webp", "keep/k.png"];
    let tree = Tree::with(&[&files[..], &["out/o.png", "keep/x_tmp.png", "other/x_tmp.png"]].concat());
    let seen = |options: ScanOptions| Model::default().rescan(&options).added;
    let base = tree.options();
    assert_eq!(seen(base.clone()), tree.keys(&["keep/k.png", "keep/x_tmp.png", "other/x_tmp.png", "out/o.png"]));
    let exclude = ["*_tmp.png", "!/keep/x_tmp.png", "/out/"].map(str::to_owned).to_vec();
    assert_eq!(seen(ScanOptions { exclude, ..base.clone() }), tree.keys(&["keep/k.png", "keep/x_tmp.png"]));
    let all = seen(ScanOptions { hidden: true, default_excludes: false, ..base.clone() });
    assert_eq!(all.len(), 9);
    assert_eq!(seen(ScanOptions { hidden: true, ..base.clone() }).len(), 6);
    tree.write("keep/.imageparserignore", b"x_*\n");
    assert_eq!(seen(base), tree.keys(&["keep/k.png", "other/x_tmp.png", "out/o.png"]));
}

#[test]
fn overlapping_roots_and_linked_roots_give_each_file_once() {
    let tree = Tree::with(&["a/x.png", "a/sub/y.png", "a/.hid/z.png"]);
    symlink("a/sub", tree.at("alias")).expect("linked");
    let roots = ["a/sub", "alias", "a", "a/.hid"].map(|name| tree.at(name)).to_vec();
    let options = ScanOptions { roots, ..tree.options() };
    let mut model = Model::default();
    assert_eq!(model.rescan(&options).added, tree.keys(&["a/.hid/z.png", "a/sub/y.png", "a/x.png"]));
    assert!(model.rescan(&options).is_quiet());
    let linked = Model::default().rescan(&support::options(&tree.at("alias")));
    assert_eq!(linked.added, tree.keys(&["alias/y.png"]));
}

#[test]
fn an_icloud_stub_keeps_its_file_known() {
    let tree = Tree::with(&["a.jpg", "b.jpg"]);
    let mut model = Model::default();
    model.rescan(&tree.options());
    fs::rename(tree.at("a.jpg"), tree.at(".a.jpg.icloud")).expect("evicted");
    let outcome = model.rescan(&tree.options());
    assert_eq!(
        outcome,
        Outcome { skipped: vec![(tree.at("a.jpg"), "unsupported")], unchanged: 2, ..Outcome::default() }
    );
}

#[test]
fn a_missing_root_or_a_file_as_root_loses_nothing() {
    let tree = Tree::with(&["a/x.png", "a/sub/y.png"]);
    let mut model = Model::default();
    model.rescan(&support::options(&tree.at("a")));
    fs::rename(tree.at("a"), tree.at("elsewhere")).expect("moved");
    let outcome = model.rescan(&support::options(&tree.at("a")));
    assert_eq!(outcome, Outcome { skipped: vec![(tree.at("a"), "not_found")], ..Outcome::default() });
    tree.write("a", b"a file now");
    let outcome = model.rescan(&support::options(&tree.at("a")));
    assert_eq!(outcome, Outcome { skipped: vec![(tree.at("a"), "unsupported")], ..Outcome::default() });
}

#[test]
fn the_standard_library_sees_the_same() {
    let tree = Tree::with(&["a/x.png", "a/sub/y.png", ".h/z.png", &format!("{NFD}/v.png"), &format!("{NFC}/w.png")]);
    pipe(tree.at("a/pipe.png"));
    symlink("sub", tree.at("a/link")).expect("linked");
    symlink("sub/y.png", tree.at("a/link.png")).expect("linked");
    symlink("/dev/zero", tree.at("zero.png")).expect("linked");
    symlink("zz.png", tree.at("zz.png")).expect("linked");
    let options = ScanOptions { threads: 1, hidden: true, ..tree.options() };
    let [mut fast, plain] = [false, true].map(|plain| batches(&options, &HashMap::new(), plain).expect("scanned"));
    let (mut one, mut two) = (Model::default(), Model::default());
    assert_eq!(one.apply(&fast), two.apply(&plain));
    assert_eq!(one.files, two.files);
    fast = batches(&options, &one.blobs, true).expect("scanned");
    assert_eq!(one.apply(&fast).unchanged, 5);
}

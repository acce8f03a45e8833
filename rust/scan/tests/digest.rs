//! Digests and fingerprints of real files.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use imageparser_base::{CancelToken, ErrorKind};
use imageparser_scan::{Digester, digest_file, digest_many, fingerprint};

fn files(folder: &tempfile::TempDir, sizes: &[usize]) -> Vec<PathBuf> {
    let write = |(index, size): (usize, &usize)| {
        let path = folder.path().join(format!("{index}.png"));
        let bytes: Vec<u8> = (0..*size).map(|at| (at * 7 + index) as u8).collect();
        fs::write(&path, bytes).expect("written");
        path
    };
    sizes.iter().enumerate().map(write).collect()
}

#[test]
fn equals_the_hash_of_all_bytes() {
    let folder = tempfile::tempdir().expect("folder");
    let paths = files(&folder, &[0, 1, 1024, 4096, 262_143, 262_144, 262_145, 1_000_001, 5]);
    let plain: Vec<_> = paths.iter().map(|path| *blake3::hash(&fs::read(path).expect("read")).as_bytes()).collect();
    let mut digester = Digester::new();
    let one: Vec<_> = paths.iter().map(|path| digester.digest(path).expect("hashed")).collect();
    assert_eq!(one, plain);
    for threads in [0, 1, 3, 100] {
        let many = digest_many(&paths, threads, &CancelToken::new());
        assert_eq!(many.into_iter().collect::<Result<Vec<_>, _>>().expect("hashed"), plain);
    }
}

#[test]
fn one_bad_file_does_not_harm_the_others() {
    let folder = tempfile::tempdir().expect("folder");
    let mut paths = files(&folder, &[10, 20]);
    paths.insert(1, folder.path().join("missing.png"));
    paths.insert(2, folder.path().to_path_buf());
    let results = digest_many(&paths, 2, &CancelToken::new());
    assert!(results[0].is_ok() && results[3].is_ok());
    let missing = results[1].as_ref().expect_err("missing");
    assert_eq!((missing.kind(), missing.path()), (ErrorKind::NotFound, Some(paths[1].as_path())));
    assert_eq!(results[2].as_ref().expect_err("folder").kind(), ErrorKind::Unsupported);
}

#[test]
fn cancelled_digests_say_so() {
    let folder = tempfile::tempdir().expect("folder");
    let paths = files(&folder, &[10; 20]);
    let cancel = CancelToken::new();
    cancel.cancel();
    let results = digest_many(&paths, 2, &cancel);
    assert!(results.iter().all(|result| result.as_ref().is_err_and(|e| e.kind() == ErrorKind::Cancelled)));
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = tempfile::tempdir().expect("folder");
    let pipe = folder.path().join("pipe.png");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    for path in [pipe, PathBuf::from("/dev/zero")] {
        assert_eq!(digest_file(&path).expect_err("special").kind(), ErrorKind::Unsupported);
    }
}

#[test]
fn a_write_changes_the_fingerprint() {
    let folder = tempfile::tempdir().expect("folder");
    let path = files(&folder, &[10]).remove(0);
    let file = File::open(&path).expect("opened");
    let before = fingerprint(&file).expect("asked");
    assert_eq!(before, fingerprint(&file).expect("asked"));
    File::options().append(true).open(&path).and_then(|mut f| f.write_all(b"more")).expect("appended");
    let after = fingerprint(&file).expect("asked");
    assert_eq!((before.size, after.size, before.file_id), (10, 14, after.file_id));
    assert_ne!(before, after);
}

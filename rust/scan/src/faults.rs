//! Tests with a file system that refuses what its names say: runs as any user, root included.

use std::collections::HashMap;
use std::ffi::CStr;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use imageparser_base::{CancelToken, ErrorKind};

use crate::folder::{About, Folder, Hint, Identity, Seen};
use crate::portable::PortableFolder;
use crate::walk::scan_with;
use crate::{ScanBatch, ScanOptions};

struct Faulty {
    inner: PortableFolder,
    name: String,
}

impl Folder for Faulty {
    fn open(path: &Path, follow: bool) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == "locked" && path.join("on").exists() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(Self { inner: PortableFolder::open(path, follow)?, name })
    }

    fn about(&self) -> io::Result<About> {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        let about = self.inner.about()?;
        let other = match self.name.as_str() {
            "unmounted" => 1,
            "yanked" => CALLS.fetch_add(1, Ordering::Relaxed),
            _ => 0,
        };
        let identity = about.identity.map(|own| Identity { device: own.device + other, ..own });
        Ok(About { identity, ..about })
    }

    fn names(&self, each: &mut dyn FnMut(&[u8], Hint)) -> io::Result<()> {
        let mut failed = false;
        self.inner.names(&mut |name, _| {
            failed |= name == b"error";
            each(name, Hint::Unknown); // as file systems do that do not tell kinds
        })?;
        if failed { Err(io::Error::other("input/output error")) } else { Ok(()) }
    }

    fn look(&self, name: &CStr) -> io::Result<Seen> {
        match name.to_bytes() {
            b"denied.png" => Err(io::ErrorKind::PermissionDenied.into()),
            b"vanished.png" => Err(io::ErrorKind::NotFound.into()),
            b"remote.png" => Ok(Seen { remote: true, ..self.inner.look(name)? }),
            _ => self.inner.look(name),
        }
    }

    fn exists(&self, name: &[u8]) -> bool {
        name != b"vanished.png" && self.inner.exists(name)
    }
}

/// A file system that keeps the time of changes faithfully and whose changes are an hour old; notes what is listed.
struct Marked {
    inner: PortableFolder,
    path: PathBuf,
}

static LISTED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

impl Folder for Marked {
    fn open(path: &Path, follow: bool) -> io::Result<Self> {
        Ok(Self { inner: PortableFolder::open(path, follow)?, path: path.to_path_buf() })
    }

    fn about(&self) -> io::Result<About> {
        let about = fs::metadata(&self.path)?;
        let changed = crate::stamp::nanoseconds(about.ctime() - 3600, about.ctime_nsec());
        Ok(About { names_changed_ns: Some(changed), ..self.inner.about()? })
    }

    fn names(&self, each: &mut dyn FnMut(&[u8], Hint)) -> io::Result<()> {
        LISTED.lock().expect("not poisoned").push(self.path.clone());
        self.inner.names(each)
    }

    fn look(&self, name: &CStr) -> io::Result<Seen> {
        self.inner.look(name)
    }

    fn exists(&self, name: &[u8]) -> bool {
        self.inner.exists(name)
    }
}

fn all<F: Folder>(root: &Path, known: &HashMap<String, Vec<u8>>) -> ScanBatch {
    all_with::<F>(root, known, false)
}

fn all_with<F: Folder>(root: &Path, known: &HashMap<String, Vec<u8>>, hidden: bool) -> ScanBatch {
    let options = ScanOptions { roots: vec![root.to_path_buf()], threads: 2, hidden, ..ScanOptions::default() };
    let mut all = ScanBatch::default();
    let mut sink = |batch: ScanBatch| {
        all.directories.extend(batch.directories);
        all.added.extend(batch.added);
        all.changed.extend(batch.changed);
        all.moved.extend(batch.moved);
        all.gone.extend(batch.gone);
        all.skipped.extend(batch.skipped);
        all.unchanged += batch.unchanged;
        Ok(())
    };
    scan_with::<F>(&options, known.clone(), &CancelToken::new(), &mut sink).expect("scanned");
    all
}

fn known_of<F: Folder>(root: &Path) -> HashMap<String, Vec<u8>> {
    let first = all::<F>(root, &HashMap::new());
    first.directories.into_iter().filter_map(|state| Some((state.key, state.blob?))).collect()
}

fn tree(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("parent")).expect("made");
        fs::write(path, file).expect("written");
    }
    folder
}

fn codes(batch: &ScanBatch) -> Vec<ErrorKind> {
    batch.skipped.iter().map(|skip| skip.code).collect()
}

#[test]
fn what_cannot_be_read_stays_known() {
    let folder = tree(&["locked/a.png", "locked/sub/b.png", "bad/c.png", "bad/sub/d.png", "fine/e.png"]);
    let known = known_of::<PortableFolder>(folder.path());
    fs::write(folder.path().join("locked/on"), "").expect("written");
    fs::write(folder.path().join("bad/error"), "").expect("written");
    fs::remove_file(folder.path().join("bad/c.png")).expect("deleted");
    let batch = all::<Faulty>(folder.path(), &known);
    let mut codes = codes(&batch);
    codes.sort_by_key(|code| code.code());
    assert_eq!(codes, [ErrorKind::Denied, ErrorKind::Internal]);
    assert_eq!((batch.unchanged, batch.gone.len(), batch.directories.len()), (1, 0, 0));
}

#[test]
fn files_that_cannot_be_looked_at_stay_known_and_vanished_ones_do_not() {
    let folder = tree(&["denied.png", "remote.png", "vanished.png", "z.png"]);
    let known = known_of::<PortableFolder>(folder.path());
    let batch = all::<Faulty>(folder.path(), &known);
    assert_eq!(codes(&batch).len(), 2);
    assert_eq!(batch.unchanged, 3);
    assert!(batch.gone.len() == 1 && batch.gone[0].ends_with("/vanished.png"));
    let unknown = all::<Faulty>(folder.path(), &HashMap::new());
    assert_eq!((unknown.added.len(), codes(&unknown).len()), (1, 2));
}

#[test]
fn an_empty_folder_on_another_device_is_not_mounted() {
    let folder = tree(&["unmounted/sub/a.png", "emptied/b.png"]);
    let known = known_of::<PortableFolder>(folder.path());
    fs::remove_dir_all(folder.path().join("unmounted/sub")).expect("deleted");
    fs::remove_file(folder.path().join("emptied/b.png")).expect("deleted");
    let batch = all::<Faulty>(folder.path(), &known);
    assert_eq!(codes(&batch), [ErrorKind::NotFound]);
    assert!(batch.gone.len() == 1 && batch.gone[0].ends_with("/b.png"));
}

#[test]
fn a_drive_that_goes_away_during_the_scan_loses_nothing() {
    let folder = tree(&["yanked/a.png", "yanked/sub/b.png"]);
    let root = folder.path().join("yanked");
    let known = known_of::<PortableFolder>(&root);
    fs::remove_file(root.join("a.png")).expect("deleted");
    fs::remove_dir_all(root.join("sub")).expect("deleted");
    fs::write(root.join("rest"), "").expect("written");
    let batch = all::<Faulty>(&root, &known);
    assert_eq!((batch.gone.len(), batch.directories.len()), (0, 0));
    assert_eq!(codes(&batch), [ErrorKind::NotFound]);
}

fn names_of(root: &Path, paths: impl IntoIterator<Item = PathBuf>) -> Vec<String> {
    let inside = paths.into_iter().filter_map(|path| Some(path.strip_prefix(root).ok()?.to_str()?.to_owned()));
    let mut names: Vec<String> = inside.collect();
    names.sort();
    names
}

#[test]
fn names_are_read_again_only_where_one_changed() {
    let folder = tree(&["a/x.png", "a/.h.png", "a/sub/y.png", "plain/z.png", "odd/w.png", "rules/.imageparserignore"]);
    let root = folder.path();
    fs::write(root.join("rules/r.png"), "r").expect("written");
    symlink("nowhere", root.join("odd/broken.png")).expect("linked");
    let known = known_of::<Marked>(root);
    let listed = |from: usize| names_of(root, LISTED.lock().expect("not poisoned")[from..].to_vec());
    let start = || LISTED.lock().expect("not poisoned").len();

    let before = start();
    let again = all::<Marked>(root, &known);
    assert_eq!((again.unchanged, again.len(), again.directories.len()), (5, 1, 0));
    assert_eq!(listed(before), ["", "odd", "rules"], "no manifest, something left out, own rules");
    let before = start();
    let hidden = all_with::<Marked>(root, &known, true);
    assert_eq!(names_of(root, hidden.added.into_iter().map(|found| found.path)), ["a/.h.png"]);
    assert_eq!(listed(before), ["", "a", "a/sub", "odd", "plain", "rules"], "made under other options");

    std::thread::sleep(Duration::from_millis(30)); // beyond one tick of a coarse clock
    fs::write(root.join("a/new.png"), "n").expect("written");
    fs::create_dir(root.join("a/made")).expect("made");
    fs::write(root.join("a/made/q.png"), "q").expect("written");
    fs::write(root.join("a/sub/y.png"), "rewritten in place").expect("written");
    fs::rename(root.join("plain/z.png"), root.join("plain/Z.png")).expect("renamed");
    let before = start();
    let batch = all::<Marked>(root, &known);
    assert_eq!(listed(before), ["", "a", "a/made", "odd", "plain", "rules"]);
    assert_eq!(names_of(root, batch.added.into_iter().map(|found| found.path)), ["a/made/q.png", "a/new.png"]);
    assert_eq!(names_of(root, batch.changed.into_iter().map(|found| found.path)), ["a/sub/y.png"]);
    assert_eq!(names_of(root, batch.moved.into_iter().map(|moved| moved.found.path)), ["plain/Z.png"]);
    assert!(batch.gone.is_empty());
}

//! Tests with a file system that refuses what its names say: runs as any user, root included.

use std::collections::HashMap;
use std::ffi::CStr;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use imageparser_base::{CancelToken, ErrorKind};

use crate::folder::{Folder, Hint, Identity, Seen};
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

    fn identity(&self) -> io::Result<Option<Identity>> {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        let identity = self.inner.identity()?;
        let other = match self.name.as_str() {
            "unmounted" => 1,
            "yanked" => CALLS.fetch_add(1, Ordering::Relaxed),
            _ => 0,
        };
        Ok(identity.map(|identity| Identity { device: identity.device + other, ..identity }))
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

fn all<F: Folder>(root: &Path, known: &HashMap<String, Vec<u8>>) -> ScanBatch {
    let options = ScanOptions { roots: vec![root.to_path_buf()], threads: 2, ..ScanOptions::default() };
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

fn known_of(root: &Path) -> HashMap<String, Vec<u8>> {
    let first = all::<PortableFolder>(root, &HashMap::new());
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
    let known = known_of(folder.path());
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
    let known = known_of(folder.path());
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
    let known = known_of(folder.path());
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
    let known = known_of(&root);
    fs::remove_file(root.join("a.png")).expect("deleted");
    fs::remove_dir_all(root.join("sub")).expect("deleted");
    fs::write(root.join("rest"), "").expect("written");
    let batch = all::<Faulty>(&root, &known);
    assert_eq!((batch.gone.len(), batch.directories.len()), (0, 0));
    assert_eq!(codes(&batch), [ErrorKind::NotFound]);
}

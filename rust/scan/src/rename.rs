//! Renaming without ever replacing anything.

use std::fs;
use std::io;
use std::path::Path;

use imageparser_base::{Error, Result};

/// Give a file another path; nothing that has this path already is ever replaced. False where the two paths are on
/// different devices; then nothing has been done.
///
/// # Errors
/// `Exists` where something has the new path, `NotFound` where the old one or the new folder is gone, `Denied` and the
/// other kinds of the I/O error.
pub fn rename_noreplace(from: &Path, to: &Path) -> Result<bool> {
    match in_one_step(from, to).unwrap_or_else(|| by_link(from, to).unwrap_or_else(|| by_reservation(from, to))) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Error::io(to, &error)),
        Err(error) => Err(Error::io(from, &error)),
    }
}

/// `None` where the system or the file system has no such call.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn in_one_step(from: &Path, to: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => None,
        other => Some(other.map_err(io::Error::from)),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn in_one_step(_from: &Path, _to: &Path) -> Option<io::Result<()>> {
    None
}

/// A second name for the file, which never replaces anything either, and then the end of the first one. `None` where
/// the file system has no second names.
fn by_link(from: &Path, to: &Path) -> Option<io::Result<()>> {
    match fs::hard_link(from, to) {
        Ok(()) => Some(fs::remove_file(from).inspect_err(|_| drop(fs::remove_file(to)))),
        Err(error) => match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported | io::ErrorKind::TooManyLinks => None,
            _ => Some(Err(error)),
        },
    }
}

/// An empty file of ours takes the name; only that is replaced.
fn by_reservation(from: &Path, to: &Path) -> io::Result<()> {
    fs::symlink_metadata(from)?;
    drop(fs::File::create_new(to)?);
    fs::rename(from, to).inspect_err(|_| drop(fs::remove_file(to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::ErrorKind;

    type Way = fn(&Path, &Path) -> io::Result<()>;

    fn ways() -> [(&'static str, Way); 3] {
        [
            ("whole", |from, to| {
                rename_noreplace(from, to).map(drop).map_err(|e| match e.kind() {
                    ErrorKind::Exists => io::ErrorKind::AlreadyExists.into(),
                    ErrorKind::NotFound => io::ErrorKind::NotFound.into(),
                    _ => io::Error::other(e.message().to_owned()),
                })
            }),
            ("link", |from, to| by_link(from, to).expect("links")),
            ("reservation", by_reservation),
        ]
    }

    #[test]
    fn every_way_renames_and_none_replaces() {
        for (name, way) in ways() {
            let folder = tempfile::tempdir().expect("folder");
            let path = |name: &str| folder.path().join(name);
            fs::write(path("a"), "a").expect("written");
            fs::write(path("b"), "b").expect("written");
            let refused = way(&path("a"), &path("b")).expect_err(name);
            assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists, "{name}");
            assert_eq!(fs::read(path("b")).expect("read"), b"b");
            way(&path("a"), &path("c")).expect(name);
            assert_eq!(fs::read(path("c")).expect("read"), b"a");
            assert!(!path("a").exists());
            let gone = way(&path("a"), &path("d")).expect_err(name);
            assert_eq!(gone.kind(), io::ErrorKind::NotFound, "{name}");
            assert!(!path("d").exists());
        }
    }

    #[cfg(unix)]
    #[test]
    fn dangling_links_are_not_replaced_either() {
        for (name, way) in ways() {
            let folder = tempfile::tempdir().expect("folder");
            let path = |name: &str| folder.path().join(name);
            fs::write(path("a"), "a").expect("written");
            std::os::unix::fs::symlink("nowhere", path("b")).expect("link");
            let refused = way(&path("a"), &path("b")).expect_err(name);
            assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists, "{name}");
        }
    }
}

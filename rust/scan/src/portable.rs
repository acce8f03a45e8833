use std::ffi::CStr;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

#[cfg(unix)]
use crate::folder::Identity;
use crate::folder::{About, Folder, Hint, Kind, Seen};
use crate::names;
use crate::stamp::{Fingerprint, Stamp};

/// A directory read through the standard library, by path.
pub(crate) struct PortableFolder(PathBuf);

impl Folder for PortableFolder {
    const MARKS_HIDDEN: bool = cfg!(windows);

    fn open(path: &Path, follow: bool) -> io::Result<Self> {
        let about = if follow { fs::metadata(path)? } else { fs::symlink_metadata(path)? };
        if about.is_dir() { Ok(Self(path.to_path_buf())) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    #[cfg(unix)]
    fn about(&self) -> io::Result<About> {
        use std::os::unix::fs::MetadataExt;
        let about = fs::metadata(&self.0)?;
        let identity = Some(Identity { device: about.dev(), inode: about.ino() });
        Ok(About { identity, names_changed_ns: None })
    }

    #[cfg(not(unix))]
    fn about(&self) -> io::Result<About> {
        Ok(About { identity: None, names_changed_ns: None })
    }

    fn names(&self, each: &mut dyn FnMut(&[u8], Hint)) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let hint = entry.file_type().map_or(Hint::Unknown, hint_of);
            each(entry.file_name().as_encoded_bytes(), hint);
        }
        Ok(())
    }

    fn look(&self, name: &CStr) -> io::Result<Seen> {
        let path = self.0.join(names::to_path(name.to_bytes()));
        let here = fs::symlink_metadata(&path)?;
        let link = here.is_symlink();
        let about = if link { fs::metadata(&path)? } else { here };
        let stamp = Stamp { print: Fingerprint::of(&about), link };
        Ok(Seen { kind: kind_of(about.file_type()), stamp, remote: is_remote(&about) })
    }

    fn exists(&self, name: &[u8]) -> bool {
        fs::symlink_metadata(self.0.join(names::to_path(name))).is_ok()
    }

    #[cfg(windows)]
    fn marked_hidden(&self, name: &[u8]) -> bool {
        use std::os::windows::fs::MetadataExt;
        const HIDDEN: u32 = 0x2;
        fs::symlink_metadata(self.0.join(names::to_path(name))).is_ok_and(|about| about.file_attributes() & HIDDEN != 0)
    }
}

fn hint_of(file_type: FileType) -> Hint {
    if file_type.is_dir() {
        Hint::Folder
    } else if file_type.is_file() {
        Hint::File
    } else if file_type.is_symlink() {
        Hint::Link
    } else {
        Hint::Unknown
    }
}

fn kind_of(file_type: FileType) -> Kind {
    if file_type.is_file() {
        return Kind::File;
    }
    if file_type.is_dir() {
        return Kind::Folder;
    }
    special_kind(file_type)
}

#[cfg(unix)]
fn special_kind(file_type: FileType) -> Kind {
    use std::os::unix::fs::FileTypeExt;
    match () {
        () if file_type.is_fifo() => Kind::Pipe,
        () if file_type.is_socket() => Kind::Socket,
        () if file_type.is_char_device() || file_type.is_block_device() => Kind::Device,
        () => Kind::Other,
    }
}

#[cfg(not(unix))]
fn special_kind(_: FileType) -> Kind {
    Kind::Other
}

/// `FILE_ATTRIBUTE_OFFLINE`, `_RECALL_ON_OPEN` or `_RECALL_ON_DATA_ACCESS`.
#[cfg(windows)]
fn is_remote(about: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    about.file_attributes() & (0x1000 | 0x4_0000 | 0x40_0000) != 0
}

/// `SF_DATALESS` of `chflags(2)`.
#[cfg(target_os = "macos")]
fn is_remote(about: &Metadata) -> bool {
    use std::os::macos::fs::MetadataExt;
    about.st_flags() & 0x4000_0000 != 0
}

/// Other systems have no documented mark; blocks = 0 also means compressed, inline or sparse.
#[cfg(not(any(windows, target_os = "macos")))]
fn is_remote(_: &Metadata) -> bool {
    false
}

//! What the walk needs of an operating system. Two implementations: system calls relative to an open
//! directory on Linux, and `std::fs` everywhere (also the readable twin that tests compare with).

use std::ffi::CStr;
use std::io;
use std::path::Path;

use crate::stamp::Stamp;

/// What a directory says about an entry before anyone looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    File,
    Folder,
    Link,
    /// A pipe, a device, or a file system that does not tell.
    Unknown,
}

/// What an entry is, links followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Pipe,
    Socket,
    Device,
    Other,
}

/// A look at one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub kind: Kind,
    pub stamp: Stamp,
    /// The contents are in a cloud and reading would fetch them.
    pub remote: bool,
}

/// Which directory this is, whatever its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    pub device: u64,
    pub inode: u64,
}

/// What an open directory says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct About {
    /// `None` where the platform has none.
    pub identity: Option<Identity>,
    /// When a name in it last came, went or changed, where the file system is known to keep that faithfully.
    pub names_changed_ns: Option<i64>,
}

/// An open directory.
pub(crate) trait Folder: Sized {
    /// Whether [`Folder::marked_hidden`] can say yes.
    const MARKS_HIDDEN: bool = false;

    /// Open a directory; `follow` = it may be a link to one.
    fn open(path: &Path, follow: bool) -> io::Result<Self>;

    /// Which directory it is and how old its names are.
    fn about(&self) -> io::Result<About>;

    /// Every entry but `.` and `..`, in no order.
    fn names(&self, each: &mut dyn FnMut(&[u8], Hint)) -> io::Result<()>;

    /// Look at one entry, links followed.
    fn look(&self, name: &CStr) -> io::Result<Seen>;

    /// Whether the entry itself is there, links not followed.
    fn exists(&self, name: &[u8]) -> bool;

    /// Whether the platform marks the folder or file as hidden other than by its name.
    fn marked_hidden(&self, _name: &[u8]) -> bool {
        false
    }
}

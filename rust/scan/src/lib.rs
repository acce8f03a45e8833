//! Which picture files are there, and which of them differ from last time.
//!
//! [`scan`] walks folders in parallel and compares every directory with its *manifest*, an opaque blob that
//! the caller stores per directory and hands back at the next scan. Files are told apart by size,
//! modification time and file id alone; contents are read only by [`digest_file`] and its siblings.

mod batch;
mod blob;
mod compare;
mod diff;
mod digest;
mod entries;
#[cfg(all(test, unix))]
mod faults;
mod folder;
mod known;
#[cfg(target_os = "linux")]
mod linux;
mod mark;
mod name_list;
mod names;
mod outbox;
mod portable;
mod queue;
mod rename;
mod roots;
mod rules;
mod settle;
mod stamp;
mod survey;
mod walk;

pub use batch::{DirectoryState, Found, Moved, ScanBatch, ScanOptions, Skip};
pub use blob::fuzz_blob;
pub use digest::{Digester, digest_file, digest_many};
pub use names::is_picture_name;
pub use rename::rename_noreplace;
pub use roots::root_key;
pub use stamp::{Fingerprint, fingerprint};
pub use walk::{scan, scan_portable};

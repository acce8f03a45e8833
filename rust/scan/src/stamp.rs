use std::fs::{File, Metadata};

use imageparser_base::Result;

use crate::{Found, names};

/// Size, modification time and file id: while they stay, the contents count as unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fingerprint {
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// The file system's number of the file.
    pub file_id: u64,
}

/// The fingerprint of an open file; taken before and after reading it shows a write in between.
///
/// # Errors
/// The kind of the I/O error.
pub fn fingerprint(file: &File) -> Result<Fingerprint> {
    Ok(Fingerprint::of(&file.metadata()?))
}

impl Fingerprint {
    #[cfg(unix)]
    pub(crate) fn of(about: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { size: about.size(), mtime_ns: nanoseconds(about.mtime(), about.mtime_nsec()), file_id: about.ino() }
    }

    /// Stable Rust cannot ask Windows for the file index; the creation time survives a rename and serves instead.
    #[cfg(not(unix))]
    pub(crate) fn of(about: &Metadata) -> Self {
        let since_epoch = |time: std::io::Result<std::time::SystemTime>| {
            let time = time.ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
            nanoseconds(time.as_secs() as i64, i64::from(time.subsec_nanos()))
        };
        Self {
            size: about.len(),
            mtime_ns: since_epoch(about.modified()),
            file_id: since_epoch(about.created()) as u64,
        }
    }
}

/// Seconds and nanoseconds as one number; times beyond the year 2262 stop at the largest one.
pub(crate) fn nanoseconds(seconds: i64, nanoseconds: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds)
}

/// What a manifest remembers of a file. A link carries its target's fingerprint, but is not that file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Stamp {
    pub print: Fingerprint,
    pub link: bool,
}

impl Stamp {
    /// A well-mixed number for sorted look-ups; equal stamps have equal ones.
    pub fn mixed(&self) -> u64 {
        let Fingerprint { size, mtime_ns, file_id } = self.print;
        let seed = size.rotate_left(32) ^ u64::from(self.link);
        [mtime_ns as u64, file_id].into_iter().fold(seed, |hash, part| {
            let product = u128::from(hash ^ 0x9E37_79B9_7F4A_7C15) * u128::from(part ^ 0xD6E8_FEB8_6659_FD93);
            (product as u64) ^ ((product >> 64) as u64)
        })
    }

    pub fn found(&self, folder_key: &str, folder: &std::path::Path, name: &[u8]) -> Found {
        let Fingerprint { size, mtime_ns, file_id } = self.print;
        let key = names::join_key(folder_key, name);
        Found { key, path: folder.join(names::to_path(name)), size, mtime_ns, file_id }
    }
}

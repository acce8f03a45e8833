use std::path::PathBuf;

use imageparser_base::ErrorKind;

/// What to walk and what to leave out.
#[derive(Debug, Clone)]
pub struct ScanOptions {
    /// Folders to walk; one inside another is walked once.
    pub roots: Vec<PathBuf>,
    /// Patterns in the form of a gitignore file, relative to each root.
    pub exclude: Vec<String>,
    /// Leave out version control, trash, system and thumbnail folders.
    pub default_excludes: bool,
    /// Also take hidden files and folders.
    pub hidden: bool,
    /// Worker threads; 0 = as many as the machine runs at once.
    pub threads: usize,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self { roots: Vec::new(), exclude: Vec::new(), default_excludes: true, hidden: false, threads: 0 }
    }
}

/// A picture file as the walk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Identity: the NFC form of the path.
    pub key: String,
    /// The path with its original bytes, for opening.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// The file system's number of the file (inode); stays the same when the file is moved.
    pub file_id: u64,
}

/// A known file that has another path now; its contents are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The key it had. Equal to the new key when only the bytes of the path changed (NFD became NFC).
    pub old_key: String,
    /// Where it is now.
    pub found: Found,
}

/// Something with a picture's name, or a folder, that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// What was left out.
    pub path: PathBuf,
    /// Kind of the reason.
    pub code: ErrorKind,
    /// One sentence for people.
    pub reason: String,
}

/// The new manifest of one directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryState {
    /// Identity of the directory.
    pub key: String,
    /// Its path with the original bytes.
    pub raw: PathBuf,
    /// What to hand in at the next scan; `None` when no picture is left there.
    pub blob: Option<Vec<u8>>,
}

/// A part of a scan's result, to be stored in one transaction.
///
/// A directory's manifest comes with or after the last of its changes, never before: a crash between two
/// batches only makes the next scan report the changes that were not stored, or some of them once more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScanBatch {
    /// New manifests.
    pub directories: Vec<DirectoryState>,
    /// Files that were not known.
    pub added: Vec<Found>,
    /// Known files with another size, time or file id.
    pub changed: Vec<Found>,
    /// Known files with another path.
    pub moved: Vec<Moved>,
    /// Keys of known files that are not there any more.
    pub gone: Vec<String>,
    /// What was left out and why.
    pub skipped: Vec<Skip>,
    /// How many files are as they were.
    pub unchanged: u64,
}

impl ScanBatch {
    /// Changes and skips in this batch.
    pub fn len(&self) -> usize {
        self.added.len() + self.changed.len() + self.moved.len() + self.gone.len() + self.skipped.len()
    }

    /// Whether the batch says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.directories.is_empty() && self.unchanged == 0
    }
}

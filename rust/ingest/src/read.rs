use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::Arc;

use imageparser_base::{
    ByteSource, Error, ErrorKind, FileSource, Format, Limits, ReadAt, Result, SharedFile, SliceSource, open_regular,
};

/// Size, modification time and identity of an open file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    pub size: u64,
    pub mtime_ns: i64,
    pub file_id: u64,
}

/// Where the bytes of a snapshot are.
pub enum Body<'a> {
    /// The whole file in memory.
    Memory(Arc<Vec<u8>>),
    /// A large document that is read by parts.
    Disk(&'a Path),
}

/// The bytes of one file with the state they were read in.
pub struct Snapshot<'a> {
    pub body: Body<'a>,
    pub format: Format,
    pub digest: [u8; 32],
    pub fingerprint: Fingerprint,
    /// The file was changed while it was read, twice in a row.
    pub unstable: bool,
}

impl Snapshot<'_> {
    /// The bytes as a source for the header and metadata readers.
    pub fn source(&self) -> Result<Box<dyn ByteSource + '_>> {
        Ok(match &self.body {
            Body::Memory(bytes) => Box::new(SliceSource(bytes)),
            Body::Disk(path) => Box::new(FileSource::open(path)?),
        })
    }

    /// The bytes for readers that many threads share.
    pub fn shared(&self) -> Result<Arc<dyn ReadAt>> {
        Ok(match &self.body {
            Body::Memory(bytes) => bytes.clone(),
            Body::Disk(path) => Arc::new(SharedFile::open(path)?),
        })
    }
}

/// Layered documents above this size are hashed in pieces and then read by parts: most of their bytes are
/// layers that phase P never looks at.
const WHOLE: u64 = 32 << 20;

/// A buffer that grew larger than this is given back instead of being kept for the next file.
const KEEP: usize = 64 << 20;

/// Bytes read at a time from a document that is not held whole.
const PIECE: usize = 1 << 20;

thread_local! {
    /// Reused by all files of a thread: fresh large buffers cost more in page faults than the reading.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Read `path`, hash it, and hand the snapshot to `work`; read again once if the file changed meanwhile.
///
/// # Errors
/// The kind of the I/O error, `TooLarge` by the size, `Unsupported` for unknown formats, or what `work` gives.
pub fn with_snapshot<T>(path: &Path, limits: &Limits, work: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
    BUFFER.with(|cell| {
        let mut buffer = cell.take();
        let taken = take_stable(path, limits, &mut buffer);
        let buffer = Arc::new(buffer);
        let outcome = taken.and_then(|taken| {
            let body = if taken.whole { Body::Memory(buffer.clone()) } else { Body::Disk(path) };
            let Taken { format, digest, fingerprint, unstable, .. } = taken;
            work(&Snapshot { body, format, digest, fingerprint, unstable })
        });
        // Whoever still reads the bytes keeps them; the next file then gets a buffer of its own.
        if let Ok(buffer) = Arc::try_unwrap(buffer)
            && buffer.capacity() <= KEEP
        {
            cell.replace(buffer);
        }
        outcome
    })
}

struct Taken {
    whole: bool,
    format: Format,
    digest: [u8; 32],
    fingerprint: Fingerprint,
    unstable: bool,
}

fn take_stable(path: &Path, limits: &Limits, buffer: &mut Vec<u8>) -> Result<Taken> {
    let first = take(path, limits, buffer)?;
    if first.unstable { take(path, limits, buffer) } else { Ok(first) }
}

fn take(path: &Path, limits: &Limits, buffer: &mut Vec<u8>) -> Result<Taken> {
    let mut file = open_regular(path)?;
    let before = fingerprint(&file).map_err(|e| e.at(path))?;
    if before.size > limits.max_file {
        return Err(Error::too_large(format!("{} bytes exceed the limit of {}", before.size, limits.max_file)));
    }
    let format = sniff(&mut file, before.size)?;
    let whole = before.size <= WHOLE || !matches!(format, Format::Psd | Format::Psb);
    let (digest, length) = if whole {
        read_whole(&mut file, before.size, buffer)?
    } else {
        hash_in_pieces(&mut file, before.size, buffer)?
    };
    let after = fingerprint(&file)?;
    Ok(Taken { whole, format, digest, fingerprint: after, unstable: before != after || length != before.size })
}

fn sniff(file: &mut File, size: u64) -> Result<Format> {
    if size == 0 {
        return Err(Error::corrupt("the file is empty"));
    }
    let mut head = Vec::with_capacity(64);
    file.by_ref().take(64).read_to_end(&mut head)?;
    file.rewind()?;
    Format::sniff(&head).ok_or_else(|| Error::unsupported("the content is none of the supported picture formats"))
}

/// One byte more than expected is asked for, so that a growing file is noticed and never followed.
fn read_whole(file: &mut File, size: u64, buffer: &mut Vec<u8>) -> Result<([u8; 32], u64)> {
    buffer.clear();
    buffer
        .try_reserve_exact(size as usize + 1)
        .map_err(|_| Error::new(ErrorKind::TooLarge, format!("no memory for {size} bytes")))?;
    let length = file.take(size + 1).read_to_end(buffer)? as u64;
    buffer.truncate(size as usize);
    Ok((*blake3::hash(buffer).as_bytes(), length))
}

fn hash_in_pieces(file: &mut File, size: u64, buffer: &mut Vec<u8>) -> Result<([u8; 32], u64)> {
    buffer.resize(PIECE, 0);
    let mut hasher = blake3::Hasher::new();
    let mut length = 0;
    let mut limited = file.take(size + 1);
    loop {
        match limited.read(buffer)? {
            0 => return Ok((*hasher.finalize().as_bytes(), length)),
            read => {
                hasher.update(&buffer[..read]);
                length += read as u64;
            }
        }
    }
}

/// The state of an open file.
fn fingerprint(file: &File) -> Result<Fingerprint> {
    Ok(Fingerprint::of(&file.metadata()?))
}

impl Fingerprint {
    /// What the system says about a file.
    pub(crate) fn of(about: &std::fs::Metadata) -> Self {
        Self { size: about.len(), mtime_ns: mtime_ns(about), file_id: file_id(about) }
    }
}

#[cfg(unix)]
fn mtime_ns(about: &std::fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    about.mtime().saturating_mul(1_000_000_000).saturating_add(about.mtime_nsec())
}

#[cfg(not(unix))]
fn mtime_ns(about: &std::fs::Metadata) -> i64 {
    let since = about.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |d| d.as_nanos() as i64)
}

#[cfg(unix)]
fn file_id(about: &std::fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    about.ino()
}

#[cfg(not(unix))]
fn file_id(_about: &std::fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("한글.bin");
        std::fs::write(&path, bytes).expect("written");
        (dir, path)
    }

    #[test]
    fn reads_hashes_and_reuses() {
        let (_dir, path) = written(b"BM0123456789abcdef");
        for _ in 0..2 {
            let digest = with_snapshot(&path, &Limits::default(), |snapshot| {
                assert!(matches!(&snapshot.body, Body::Memory(bytes) if bytes.as_slice() == b"BM0123456789abcdef"));
                assert_eq!(snapshot.shared()?.len(), 18);
                assert_eq!(snapshot.fingerprint.size, 18);
                assert!(!snapshot.unstable);
                Ok(snapshot.digest)
            });
            assert_eq!(digest.expect("read"), *blake3::hash(b"BM0123456789abcdef").as_bytes());
        }
    }

    #[test]
    fn a_large_document_is_hashed_in_pieces() {
        let mut bytes = vec![7u8; WHOLE as usize + 12_345];
        bytes[..6].copy_from_slice(b"8BPS\0\x01");
        let (_dir, path) = written(&bytes);
        let expected = *blake3::hash(&bytes).as_bytes();
        let digest = with_snapshot(&path, &Limits::default(), |snapshot| {
            assert!(matches!(snapshot.body, Body::Disk(_)));
            assert_eq!(snapshot.source()?.len(), bytes.len() as u64);
            Ok(snapshot.digest)
        });
        assert_eq!(digest.expect("read"), expected);
    }

    #[test]
    fn refusals() {
        let kind = |bytes: &[u8], limits: &Limits| {
            let (_dir, path) = written(bytes);
            with_snapshot(&path, limits, |_| Ok(())).expect_err("refused").kind()
        };
        let small = Limits { max_file: 10, ..Limits::default() };
        assert_eq!(kind(b"BM0123456789abcdef", &small), ErrorKind::TooLarge);
        assert_eq!(kind(b"", &small), ErrorKind::Corrupt);
        assert_eq!(kind(b"text", &small), ErrorKind::Unsupported);
    }
}

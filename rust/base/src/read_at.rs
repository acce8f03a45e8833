use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::open_regular;
use crate::{ByteSource, Error, Result};

/// Bytes that many threads read at once, each where it likes.
pub trait ReadAt: Send + Sync + fmt::Debug {
    /// Length in bytes.
    fn len(&self) -> u64;

    /// Whether there are no bytes at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fill `buffer` from `offset`.
    ///
    /// # Errors
    /// `Corrupt` when the bytes end before the buffer is full, else the kind of the I/O error.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()>;
}

/// A file on disk, never mapped: a file that shrinks while it is mapped would end the process.
#[derive(Debug)]
pub struct SharedFile {
    file: File,
    path: PathBuf,
    length: u64,
}

impl SharedFile {
    /// Open `path`, which must be a regular file.
    ///
    /// # Errors
    /// The kind of the I/O error; `Unsupported` for a folder, pipe or device.
    pub fn open(path: &Path) -> Result<Self> {
        let file = open_regular(path)?;
        let length = file.metadata().map_err(|e| Error::io(path, &e))?.len();
        Ok(Self { file, path: path.to_path_buf(), length })
    }
}

impl ReadAt for SharedFile {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.is_empty() {
            return Ok(());
        }
        read_exact_at(&self.file, buffer, offset).map_err(|e| Error::io(&self.path, &e))
    }
}

#[cfg(unix)]
pub(crate) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(windows)]
pub(crate) fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> std::io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, offset) {
            Ok(0) => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = &mut buffer[read..];
                offset += read as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl ReadAt for Vec<u8> {
    fn len(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        crate::SliceSource(self).read_at(offset, buffer)
    }
}

/// A [`ByteSource`] over shared bytes, for the readers that walk a file once.
#[derive(Debug, Clone)]
pub struct SharedSource(pub Arc<dyn ReadAt>);

impl ByteSource for SharedSource {
    fn len(&self) -> u64 {
        self.0.len()
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.is_empty() { Ok(()) } else { self.0.read_at(offset, buffer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_from_anywhere() {
        let path = std::env::temp_dir().join(format!("ip-read-at-{}", std::process::id()));
        std::fs::write(&path, b"0123456789").expect("written");
        let file = SharedFile::open(&path).expect("opened");
        let mut three = [0; 3];
        file.read_at(4, &mut three).expect("inside");
        assert_eq!((&three, file.len()), (b"456", 10));
        assert_eq!(file.read_at(8, &mut three).expect_err("ends").kind(), crate::ErrorKind::Corrupt);
        let mut shared = SharedSource(Arc::new(b"abc".to_vec()));
        assert_eq!(shared.read_vec(1, 2).expect("inside"), b"bc");
        assert!(shared.read_at(2, &mut three).is_err());
        std::fs::remove_file(&path).expect("removed");
    }
}

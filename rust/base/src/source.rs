use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// Random access to the bytes of a file, whether in memory or on disk.
pub trait ByteSource {
    /// Length in bytes.
    fn len(&self) -> u64;

    /// Whether there are no bytes at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fill `buffer` from `offset`; an empty buffer is filled anywhere, even behind the end.
    ///
    /// # Errors
    /// `Corrupt` when the source ends before the buffer is full, else the kind of the I/O error.
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<()>;

    /// Read `length` bytes from `offset`, never more than the source holds, so that a hostile length
    /// cannot make the buffer large.
    ///
    /// # Errors
    /// As [`ByteSource::read_at`].
    fn read_vec(&mut self, offset: u64, length: u64) -> Result<Vec<u8>> {
        if offset.checked_add(length).is_none_or(|end| end > self.len()) {
            return Err(Error::corrupt(format!("the file ends before {length} bytes at offset {offset}")));
        }
        let mut buffer = vec![0; length as usize];
        self.read_at(offset, &mut buffer)?;
        Ok(buffer)
    }
}

/// Bytes in memory.
#[derive(Debug, Clone, Copy)]
pub struct SliceSource<'a>(pub &'a [u8]);

impl ByteSource for SliceSource<'_> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.is_empty() {
            return Ok(());
        }
        let part = usize::try_from(offset)
            .ok()
            .and_then(|start| self.0.get(start..start.checked_add(buffer.len())?))
            .ok_or_else(|| Error::corrupt(format!("the file ends before offset {offset} + {}", buffer.len())))?;
        buffer.copy_from_slice(part);
        Ok(())
    }
}

/// A file on disk read through two small windows, one of which stays at its beginning, so that a header costs one
/// system call however often it is looked at.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    path: PathBuf,
    about: Metadata,
    first: Window,
    moving: Window,
}

#[derive(Debug, Default)]
struct Window {
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    const SIZE: usize = 4096;

    fn part(&self, offset: u64, length: usize) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    fn fill(&mut self, file: &File, offset: u64, end: u64) -> std::io::Result<()> {
        self.bytes.resize(Self::SIZE, 0);
        let mut filled = 0;
        while filled < self.bytes.len() {
            match read_some_at(file, &mut self.bytes[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.bytes.clear();
                    return Err(e);
                }
            }
            if offset + filled as u64 >= end {
                break; // a second call that only learns "end of file" would double the cost of a header
            }
        }
        self.bytes.truncate(filled);
        self.start = offset;
        Ok(())
    }
}

impl FileSource {
    /// Open `path`, which must be a regular file.
    ///
    /// # Errors
    /// The kind of the I/O error; `Unsupported` for a folder, pipe or device.
    pub fn open(path: &Path) -> Result<Self> {
        let file = open_regular(path)?;
        let about = file.metadata().map_err(|e| Error::io(path, &e))?;
        Ok(Self { file, path: path.to_path_buf(), about, first: Window::default(), moving: Window::default() })
    }

    /// The state of the file when it was opened.
    pub fn about(&self) -> &Metadata {
        &self.about
    }

    /// A part that fits into a window.
    fn part(&mut self, offset: u64, length: usize) -> Result<&[u8]> {
        if self.first.part(offset, length).is_none() && self.moving.part(offset, length).is_none() {
            let begins = self.first.bytes.is_empty() && offset + length as u64 <= Window::SIZE as u64;
            let (window, from) = if begins { (&mut self.first, 0) } else { (&mut self.moving, offset) };
            window.fill(&self.file, from, self.about.len()).map_err(|e| Error::io(&self.path, &e))?;
        }
        let part = self.first.part(offset, length).or_else(|| self.moving.part(offset, length));
        part.ok_or_else(|| Error::corrupt(format!("the file ends at offset {offset}")).at(&self.path))
    }
}

impl ByteSource for FileSource {
    fn len(&self) -> u64 {
        self.about.len()
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.is_empty() {
            return Ok(());
        }
        if buffer.len() <= Window::SIZE {
            buffer.copy_from_slice(self.part(offset, buffer.len())?);
            return Ok(());
        }
        crate::read_at::read_exact_at(&self.file, buffer, offset).map_err(|e| Error::io(&self.path, &e))
    }
}

#[cfg(unix)]
fn read_some_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_some_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// Open a regular file for reading; never blocks on a pipe and never reads a device.
///
/// # Errors
/// The kind of the I/O error; `Unsupported` for anything that is not a regular file.
pub fn open_regular(path: &Path) -> Result<File> {
    let about = std::fs::metadata(path).map_err(|e| Error::io(path, &e))?;
    if !about.is_file() {
        return Err(Error::unsupported("not a regular file").at(path));
    }
    File::open(path).map_err(|e| Error::io(path, &e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn slice_bounds() {
        let mut source = SliceSource(b"abc");
        let mut two = [0; 2];
        source.read_at(1, &mut two).expect("inside");
        assert_eq!(&two, b"bc");
        assert!(source.read_at(2, &mut two).is_err());
        assert!(source.read_at(u64::MAX, &mut two).is_err());
        assert!(source.read_vec(0, u64::MAX).is_err());
        source.read_at(9, &mut []).expect("nothing is there to be read");
    }

    #[test]
    fn file_equals_slice() {
        let path = std::env::temp_dir().join(format!("ip-source-{}", std::process::id()));
        let data: Vec<u8> = (0..20_000u32).map(|i| (i * 7) as u8).collect();
        File::create(&path).and_then(|mut f| f.write_all(&data)).expect("written");
        let mut file = FileSource::open(&path).expect("opened");
        for (offset, length) in [
            (0u64, 10u64),
            (4090, 100),
            (19_990, 10),
            (3, 4093),
            (4, 4096),
            (4096, 4096),
            (10, 9000),
            (19_999, 1),
            (0, 20_000),
        ] {
            let expected = &data[offset as usize..(offset + length) as usize];
            assert_eq!(file.read_vec(offset, length).expect("inside"), expected);
        }
        assert!(file.read_vec(19_999, 2).is_err());
        std::fs::remove_file(&path).expect("removed");
    }

    #[test]
    fn folders_and_devices_are_refused() {
        assert_eq!(FileSource::open(Path::new("/")).expect_err("folder").kind(), crate::ErrorKind::Unsupported);
        #[cfg(unix)]
        assert_eq!(FileSource::open(Path::new("/dev/zero")).expect_err("device").kind(), crate::ErrorKind::Unsupported);
    }
}

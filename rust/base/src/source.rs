use std::fs::File;
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

/// A file on disk read through a small window, so that a header costs one system call.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    path: PathBuf,
    length: u64,
    window: Vec<u8>,
    window_start: u64,
}

impl FileSource {
    const WINDOW: usize = 4096;

    /// Open `path`, which must be a regular file.
    ///
    /// # Errors
    /// The kind of the I/O error; `Unsupported` for a folder, pipe or device.
    pub fn open(path: &Path) -> Result<Self> {
        let file = open_regular(path)?;
        let length = file.metadata().map_err(|e| Error::io(path, &e))?.len();
        Ok(Self { file, path: path.to_path_buf(), length, window: Vec::new(), window_start: 0 })
    }

    /// The open file.
    pub fn file(&self) -> &File {
        &self.file
    }

    fn fill_window(&mut self, offset: u64) -> Result<()> {
        self.window.resize(Self::WINDOW, 0);
        let mut filled = 0;
        while filled < self.window.len() {
            match read_some_at(&self.file, &mut self.window[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(Error::io(&self.path, &e)),
            }
            if offset + filled as u64 >= self.length {
                break; // a second call that only learns "end of file" would double the cost of a header
            }
        }
        self.window.truncate(filled);
        self.window_start = offset;
        Ok(())
    }

    fn window_part(&self, offset: u64, length: usize) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.window_start)?).ok()?;
        self.window.get(start..start.checked_add(length)?)
    }
}

impl ByteSource for FileSource {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.is_empty() {
            return Ok(());
        }
        if buffer.len() <= Self::WINDOW {
            if self.window_part(offset, buffer.len()).is_none() {
                self.fill_window(offset)?;
            }
            let part = self.window_part(offset, buffer.len());
            let part =
                part.ok_or_else(|| Error::corrupt(format!("the file ends at offset {offset}")).at(&self.path))?;
            buffer.copy_from_slice(part);
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
        for (offset, length) in [(0u64, 10u64), (4090, 100), (4096, 4096), (10, 9000), (19_999, 1), (0, 20_000)] {
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

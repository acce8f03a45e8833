use std::sync::Arc;

use imageparser_base::{Error, ErrorKind, ReadAt, Result};

use super::rows::Compression;

/// The packed samples of one channel: where they lie, and the measure of its rows.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    pub(crate) bytes: Arc<dyn ReadAt>,
    /// Where the compression word lies, for messages.
    pub(crate) place: u64,
    /// The first byte behind the compression word.
    pub(crate) start: u64,
    /// Where the channel ends, or the file where it ends earlier.
    pub(crate) end: u64,
    /// Bytes of an unpacked row.
    pub(crate) row_bytes: usize,
    pub(crate) rows: usize,
    pub(crate) depth: u16,
    pub(crate) psb: bool,
}

impl Packed {
    /// Unpacked bytes of the channel.
    pub(crate) fn size(&self) -> usize {
        self.row_bytes * self.rows
    }

    /// Packed bytes that are there.
    pub(crate) fn length(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// An error of this channel.
    pub(crate) fn error(&self, message: &str) -> Error {
        Error::corrupt(format!("layer channel data at offset {}: {message}", self.place))
    }

    /// How the samples are packed.
    pub(crate) fn compression(&self) -> Result<Compression> {
        let mut word = [0; 2];
        if self.read(self.place, &mut word)? < 2 {
            return Err(self.error("the file ends before it"));
        }
        let code = u16::from_be_bytes(word);
        Compression::from_code(code).ok_or_else(|| self.error(&format!("unknown compression {code}")))
    }

    /// Read from `at` as much as the channel holds; gives how many bytes that is.
    pub(crate) fn read(&self, at: u64, buffer: &mut [u8]) -> Result<usize> {
        let here = self.end.saturating_sub(at).min(buffer.len() as u64) as usize;
        match self.bytes.read_at(at, &mut buffer[..here]) {
            Err(error) if error.kind() == ErrorKind::Corrupt => Err(self.error(error.message())),
            outcome => outcome.map(|()| here),
        }
    }
}

//! The bytes of a file of ours: mapped, or held in memory where nothing can be written.
#![expect(unsafe_code, reason = "a map of a file")]

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use imageparser_base::{Error, Result, open_regular};
use memmap2::Mmap;

#[derive(Debug, Clone)]
pub(crate) enum Bytes {
    Mapped(Arc<(Mmap, File)>),
    Held(Arc<Vec<u8>>),
}

impl Bytes {
    /// Map a whole file for reading.
    pub(crate) fn map(path: &Path) -> Result<Self> {
        let file = open_regular(path)?;
        // SAFETY: files of this folder are ours. We never write where a valid batch stands and never make one shorter;
        // `check` notices, before each use, where something else did.
        let map = unsafe { Mmap::map(&file) }.map_err(|e| Error::io(path, &e))?;
        Ok(Self::Mapped(Arc::new((map, file))))
    }

    pub(crate) fn get(&self) -> &[u8] {
        match self {
            Self::Mapped(mapped) => &mapped.0,
            Self::Held(bytes) => bytes,
        }
    }

    /// Fail where the file is shorter than it was: reading what was mapped would end the process.
    pub(crate) fn check(&self) -> Result<()> {
        let Self::Mapped(mapped) = self else { return Ok(()) };
        let length = mapped.1.metadata()?.len();
        if length < mapped.0.len() as u64 {
            return Err(Error::corrupt("another program has cut off the file of vector codes"));
        }
        Ok(())
    }
}

//! Making a file, adding to it, and leaving out what it no longer needs.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use imageparser_base::{Error, Result};

use crate::batch::{Closing, Codes, ROWS};
use crate::bytes::Bytes;
use crate::code::Coder;
use crate::index::Index;
use crate::layout::{Header, Identity, link};

/// Makes a file from nothing, a few rows at a time; under its own name only once it is whole.
pub struct Writer {
    target: Target,
    header: Header,
    coder: Coder,
    codes: Codes,
    previous: [u8; 16],
}

enum Target {
    File { file: File, draft: PathBuf, path: PathBuf },
    Memory(Vec<u8>),
}

/// What has changed since a file was written.
pub struct Changes<'a> {
    /// Ids that the file's rows do not speak for any more.
    pub removed: &'a [i64],
    /// Ids of new rows; those that the file has are among the removed ones too.
    pub ids: &'a [i64],
    /// The new rows, one after the other.
    pub rows: &'a [f32],
    /// The generation after the change.
    pub generation: i64,
    /// The library's random number for it.
    pub stamp: i64,
}

impl Writer {
    /// Begin a file at `path`, or one in memory; `sample` are rows whose mean the codes are less by.
    ///
    /// # Errors
    /// `Usage` where the sample is no whole number of rows, else the kind of the I/O error.
    pub fn new(path: Option<&Path>, identity: Identity, sample: &[f32]) -> Result<Self> {
        if !sample.len().is_multiple_of(identity.dim) {
            return Err(Error::usage(format!("rows of {} numbers were expected", identity.dim)));
        }
        let trained = (sample.len() / identity.dim) as u64;
        Self::begin(path, identity, Coder::trained(identity.dim, sample), trained)
    }

    fn begin(path: Option<&Path>, identity: Identity, coder: Coder, trained: u64) -> Result<Self> {
        let header = Header { identity, trained, mean: coder.mean.clone() };
        let (bytes, sum) = header.to_bytes();
        let mut target = Target::new(path)?;
        target.write(&bytes)?;
        Ok(Self { target, header, coder, codes: Codes::default(), previous: link(&sum) })
    }

    /// Add rows, one for each id.
    ///
    /// # Errors
    /// `Usage` where they are not as many as the ids, `Unsupported` for an id of more than 32 bits, else the kind of
    /// the I/O error.
    pub fn add(&mut self, ids: &[i64], rows: &[f32]) -> Result<()> {
        let ids = short(ids)?;
        let dim = self.coder.dim;
        if rows.len() != ids.len() * dim {
            return Err(Error::usage(format!("{} numbers for {} vectors of {dim}", rows.len(), ids.len())));
        }
        for (ids, rows) in ids.chunks(ROWS).zip(rows.chunks(ROWS * dim)) {
            self.codes.encode(&self.coder, ids, rows);
            self.flush_full()?;
        }
        Ok(())
    }

    /// Close the file and open it under its name.
    ///
    /// # Errors
    /// The kind of the I/O error.
    pub fn finish(mut self, generation: i64, stamp: i64) -> Result<Index> {
        let (bytes, _) = self.codes.to_bytes(&[], Some(Closing { generation, stamp }), self.previous);
        self.target.write(&bytes)?;
        self.target.open(&self.header.identity)
    }

    fn flush_full(&mut self) -> Result<()> {
        if self.codes.ids.len() < ROWS {
            return Ok(());
        }
        let (bytes, name) = self.codes.to_bytes(&[], None, self.previous);
        self.target.write(&bytes)?;
        self.previous = name;
        self.codes = Codes::default();
        Ok(())
    }
}

impl Target {
    fn new(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Memory(Vec::new())) };
        let draft = path.with_extension(format!("{}.draft", std::process::id()));
        let file = File::create(&draft).map_err(|e| Error::io(&draft, &e))?;
        Ok(Self::File { file, draft, path: path.to_path_buf() })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::File { file, draft, .. } => file.write_all(bytes).map_err(|e| Error::io(draft, &e)),
            Self::Memory(all) => {
                all.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    fn open(&mut self, identity: &Identity) -> Result<Index> {
        match self {
            Self::File { file, draft, path } => {
                file.sync_data().and_then(|()| fs::rename(&*draft, &*path)).map_err(|e| Error::io(draft, &e))?;
                Index::open(path, identity)
            }
            Self::Memory(bytes) => Index::read(Bytes::Held(Arc::new(std::mem::take(bytes))), identity),
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Self::File { draft, .. } = self {
            let _ = fs::remove_file(draft); // where it has got its name nothing is left to remove
        }
    }
}

impl Index {
    /// Add changes behind what the file holds and return the index from then on; this one stays as it is. None where
    /// another process is adding to the file, or has: open it again later.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn append(&self, changes: &Changes) -> Result<Option<Self>> {
        if changes.rows.len() != changes.ids.len() * self.coder.dim {
            return Err(Error::usage("as many rows as ids were expected"));
        }
        let (ids, removed) = (short(changes.ids)?, short(changes.removed)?);
        let mut codes = Codes::default();
        codes.encode(&self.coder, &ids, changes.rows);
        let closing = Closing { generation: changes.generation, stamp: changes.stamp };
        let (bytes, _) = codes.to_bytes(&removed, Some(closing), self.last);
        let Some(path) = &self.path else {
            let mut all = self.bytes.get()[..self.end].to_vec();
            all.extend_from_slice(&bytes);
            return Self::read(Bytes::Held(Arc::new(all)), &self.header.identity).map(Some);
        };
        self.append_to(path, &bytes)
    }

    fn append_to(&self, path: &Path, bytes: &[u8]) -> Result<Option<Self>> {
        let lock_path = path.with_extension("lock");
        let failed = |e: std::io::Error| Error::io(path, &e);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(lock_path).map_err(failed)?;
        if lock.try_lock().is_err() {
            return Ok(None);
        }
        let now = Self::open(path, &self.header.identity)?;
        if (now.end, now.last) != (self.end, self.last) {
            return Ok(None);
        }
        let mut file = OpenOptions::new().write(true).open(path).map_err(failed)?;
        file.seek(SeekFrom::Start(self.end as u64)).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_data()).map_err(failed)?;
        Self::open(path, &self.header.identity).map(Some)
    }

    /// Write what can be found into a new file, without the rows that were left; same generation.
    ///
    /// # Errors
    /// The kind of the I/O error.
    pub fn compacted(&self, path: Option<&Path>) -> Result<Self> {
        let coder = Coder::new(self.coder.mean.clone());
        let mut writer = Writer::begin(path, self.header.identity, coder, self.header.trained)?;
        let width = self.coder.words() * 8;
        self.bytes.check()?;
        for batch in &self.batches {
            let rows = batch.read(self.bytes.get());
            for row in 0..batch.rows {
                if batch.live.as_ref().is_none_or(|live| live[row / 64] >> (row % 64) & 1 == 1) {
                    let bits = &rows.bits[row * width..(row + 1) * width];
                    writer.codes.push(rows.id(row), rows.factors(row), bits);
                    writer.flush_full()?;
                }
            }
        }
        writer.finish(self.generation(), self.stamp())
    }
}

fn short(ids: &[i64]) -> Result<Vec<u32>> {
    let short = |id: &i64| u32::try_from(*id).map_err(|_| Error::unsupported(format!("the id {id}")));
    ids.iter().map(short).collect()
}

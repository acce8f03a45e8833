use std::time::{Duration, Instant};

use imageparser_base::Result;

use crate::{DirectoryState, Found, Moved, ScanBatch, Skip};

/// Changes in one batch at most.
pub(crate) const BATCH: usize = 1000;
/// A slow drive must not hold back what was found already.
const PATIENCE: Duration = Duration::from_millis(500);

/// Collects changes and hands them on in bounded batches.
pub(crate) struct Outbox<S: FnMut(ScanBatch) -> Result<()>> {
    batch: ScanBatch,
    since: Instant,
    send: S,
}

impl<S: FnMut(ScanBatch) -> Result<()>> Outbox<S> {
    pub fn new(send: S) -> Self {
        Self { batch: ScanBatch::default(), since: Instant::now(), send }
    }

    pub fn added(&mut self, found: Found) -> Result<()> {
        self.batch.added.push(found);
        self.room()
    }

    pub fn changed(&mut self, found: Found) -> Result<()> {
        self.batch.changed.push(found);
        self.room()
    }

    pub fn moved(&mut self, moved: Moved) -> Result<()> {
        self.batch.moved.push(moved);
        self.room()
    }

    pub fn gone(&mut self, key: String) -> Result<()> {
        self.batch.gone.push(key);
        self.room()
    }

    pub fn skipped(&mut self, skip: Skip) -> Result<()> {
        self.batch.skipped.push(skip);
        self.room()
    }

    pub fn unchanged(&mut self, files: u64) {
        self.batch.unchanged += files;
    }

    /// The manifest of a directory whose changes were all handed in before.
    pub fn directory(&mut self, state: DirectoryState) -> Result<()> {
        self.batch.directories.push(state);
        if self.batch.directories.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Hand on what has waited for long.
    pub fn tick(&mut self) -> Result<()> {
        if self.since.elapsed() > PATIENCE { self.flush() } else { Ok(()) }
    }

    /// Hand on everything.
    pub fn flush(&mut self) -> Result<()> {
        self.since = Instant::now();
        if self.batch.is_empty() {
            return Ok(());
        }
        (self.send)(std::mem::take(&mut self.batch))
    }

    fn room(&mut self) -> Result<()> {
        if self.batch.len() >= BATCH { self.flush() } else { Ok(()) }
    }
}

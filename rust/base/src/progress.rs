use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counters that a long operation raises and any thread may read; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    done: AtomicU64,
    failed: AtomicU64,
    bytes: AtomicU64,
}

impl Progress {
    /// Counters at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// Count one finished item of `bytes` bytes.
    pub fn item_done(&self, bytes: u64) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Count one failed item.
    pub fn item_failed(&self) {
        self.0.failed.fetch_add(1, Ordering::Relaxed);
    }

    /// Finished items.
    pub fn done(&self) -> u64 {
        self.0.done.load(Ordering::Relaxed)
    }

    /// Failed items.
    pub fn failed(&self) -> u64 {
        self.0.failed.load(Ordering::Relaxed)
    }

    /// Bytes of the finished items.
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }
}

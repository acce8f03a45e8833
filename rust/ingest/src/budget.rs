use std::sync::{Condvar, Mutex, PoisonError};

/// A weighted semaphore over bytes, so that several huge pictures are not decoded at the same time.
#[derive(Debug)]
pub struct Budget {
    total: u64,
    free: Mutex<u64>,
    changed: Condvar,
}

/// A share of the budget, given back when dropped.
#[derive(Debug)]
pub struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    /// A budget of `total` bytes.
    pub fn new(total: u64) -> Self {
        Self { total, free: Mutex::new(total), changed: Condvar::new() }
    }

    /// Wait until `bytes` are free; a request above the total waits until it is alone.
    pub fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(self.total);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < bytes {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.budget.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn never_exceeded_and_never_stuck() {
        let budget = Budget::new(100);
        let held = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for i in 0..16u64 {
                let (budget, held) = (&budget, &held);
                scope.spawn(move || {
                    let want = (i * 37) % 150;
                    let share = budget.take(want);
                    assert!(held.fetch_add(share.bytes, Ordering::SeqCst) + share.bytes <= 100);
                    std::thread::yield_now();
                    held.fetch_sub(share.bytes, Ordering::SeqCst);
                });
            }
        });
    }
}

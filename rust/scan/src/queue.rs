use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Work that makes more work. Last in, first out: a deep walk keeps the list short.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    waiting: Vec<T>,
    under_way: usize,
    closed: bool,
}

/// One piece of work; dropping it, also by a panic, says that it is finished.
pub(crate) struct Ticket<'a, T>(&'a Queue<T>);

impl<T> Queue<T> {
    pub fn new(first: Vec<T>) -> Self {
        let state = State { waiting: first, under_way: 0, closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Add work.
    pub fn extend(&self, more: impl Iterator<Item = T>) {
        let mut state = self.lock();
        let before = state.waiting.len();
        state.waiting.extend(more);
        let added = state.waiting.len() - before;
        drop(state);
        match added {
            0 => {}
            1 => self.changed.notify_one(),
            _ => self.changed.notify_all(),
        }
    }

    /// The next piece; waits while others may still add some. `None` when all is done or closed.
    pub fn next(&self) -> Option<(T, Ticket<'_, T>)> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some(work) = state.waiting.pop() {
                state.under_way += 1;
                return Some((work, Ticket(self)));
            }
            if state.under_way == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Let every worker stop after the piece that it has.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for Ticket<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.under_way -= 1;
        if state.under_way == 0 && state.waiting.is_empty() {
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn all_work_is_done_once() {
        let (queue, done) = (Queue::new(vec![12u32]), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while let Some((depth, _ticket)) = queue.next() {
                        done.fetch_add(1, Ordering::Relaxed);
                        queue.extend((0..2).filter(|_| depth > 0).map(|_| depth - 1));
                    }
                });
            }
        });
        assert_eq!(done.into_inner(), (1 << 13) - 1);
    }

    #[test]
    fn a_panic_does_not_leave_others_waiting() {
        let queue = Queue::new(vec![()]);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _work = queue.next();
            std::panic::resume_unwind(Box::new("worker"));
        }));
        assert!(caught.is_err());
        assert!(queue.next().is_none());
    }

    #[test]
    fn closing_ends_it() {
        let queue = Queue::new(vec![1, 2]);
        queue.close();
        assert!(queue.next().is_none());
    }
}

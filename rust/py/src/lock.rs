//! The one helper that releases the interpreter lock.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use imageparser_base::{CancelToken, Error, Result};
use imageparser_ingest::guarded;
use pyo3::prelude::*;

use crate::error::to_python;

/// How often a long operation lets Python handle signals and progress.
const TICK: Duration = Duration::from_millis(100);

/// Run `work` without the interpreter lock and map its error; a panic is an error of ours.
pub fn released<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| guarded(work)).map_err(|error| to_python(py, &error))
}

/// Run long `work` on its own thread without the lock; `tick` runs on the calling thread about ten times a
/// second with the lock held. Ctrl-C or an exception from `tick` raises `cancel`, waits for the work to end
/// and is then raised itself.
pub fn supervised<T: Send>(
    py: Python<'_>,
    cancel: &CancelToken,
    work: impl FnOnce() -> Result<T> + Send,
    mut tick: impl FnMut(Python<'_>) -> PyResult<()>,
) -> PyResult<T> {
    std::thread::scope(|scope| {
        let (sender, mut receiver) = mpsc::channel();
        scope.spawn(move || {
            let _ = sender.send(guarded(work)); // the receiver lives until this thread is joined
        });
        let mut interrupt = None;
        loop {
            let receiving = &mut receiver;
            match py.detach(move || receiving.recv_timeout(TICK)) {
                Err(RecvTimeoutError::Timeout) => {
                    if interrupt.is_none()
                        && let Err(failure) = py.check_signals().and_then(|()| tick(py))
                    {
                        cancel.cancel();
                        interrupt = Some(failure);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(to_python(py, &Error::internal("a worker thread ended without a result")));
                }
                Ok(result) => {
                    return match interrupt {
                        Some(failure) => Err(failure),
                        None => result.map_err(|error| to_python(py, &error)),
                    };
                }
            }
        }
    })
}

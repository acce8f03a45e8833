//! The directory walk as a Python iterator.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use imageparser_base::{Error, Result};
use imageparser_scan as scan;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::cancel::CancelToken;
use crate::error::to_python;
use crate::paths::{AnyPath, to_bytes};

/// One regular picture file as the directory walk saw it.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct Found {
    key: String,
    raw: Py<PyBytes>,
    size: u64,
    mtime_ns: i64,
    file_id: u64,
}

/// A known file that now has another path; nothing needs to be read.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct Moved {
    old_key: String,
    found: Py<Found>,
}

/// A path that the walk left out, with the reason.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct Skip {
    path: String,
    code: String,
    reason: String,
}

/// A part of a scan whose directory blobs and changes belong into one transaction.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct ScanBatch {
    directories: Vec<(String, Py<PyBytes>, Option<Py<PyBytes>>)>,
    added: Vec<Py<Found>>,
    changed: Vec<Py<Found>>,
    moved: Vec<Py<Moved>>,
    gone: Vec<String>,
    skipped: Vec<Py<Skip>>,
    unchanged: u64,
}

/// Walk folders in the background and yield what differs from the known manifest.
#[pyclass(module = "imageparser._core")]
pub struct Scanner {
    cancel: imageparser_base::CancelToken,
    /// A mutex only because a receiver may not be shared; it is never contended: Python lends `self` exclusively.
    running: Mutex<Option<Running>>,
}

struct Running {
    batches: Receiver<scan::ScanBatch>,
    thread: JoinHandle<Result<()>>,
}

/// Batches that may wait for Python: enough to keep the walk busy, few enough to bound memory.
const WAITING: usize = 4;

#[pymethods]
impl Scanner {
    #[new]
    #[pyo3(signature = (roots, *, known=Vec::new(), exclude=Vec::new(), default_excludes=true, hidden=false, threads=0, cancel=None))]
    fn new(
        roots: Vec<AnyPath>,
        known: Vec<(String, Vec<u8>)>,
        exclude: Vec<String>,
        default_excludes: bool,
        hidden: bool,
        threads: usize,
        cancel: Option<&CancelToken>,
    ) -> Self {
        let roots = roots.into_iter().map(|path| path.0).collect();
        let options = scan::ScanOptions { roots, exclude, default_excludes, hidden, threads };
        let cancel = cancel.map(|token| token.0.clone()).unwrap_or_default();
        let running = start(options, known.into_iter().collect(), cancel.clone());
        Self { cancel, running: Mutex::new(Some(running)) }
    }

    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<ScanBatch>> {
        let slot = self.running.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(running) = slot.as_mut() else { return Ok(None) };
        loop {
            let batches = &mut running.batches;
            match py.detach(move || batches.recv_timeout(Duration::from_millis(100))) {
                Ok(batch) => return batch_to_python(py, batch).map(Some),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(interrupt) = py.check_signals() {
                        self.cancel.cancel();
                        return Err(interrupt);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        match slot.take().map(|running| py.detach(|| running.thread.join())) {
            None | Some(Ok(Ok(()))) => Ok(None),
            Some(Ok(Err(error))) => Err(to_python(py, &error)),
            Some(Err(_)) => Err(to_python(py, &Error::internal("the directory walk panicked"))),
        }
    }
}

impl Drop for Scanner {
    /// A scanner that is dropped half-way ends its walk: the next send fails or the token is seen.
    fn drop(&mut self) {
        if self.running.get_mut().unwrap_or_else(PoisonError::into_inner).is_some() {
            self.cancel.cancel();
        }
    }
}

fn start(
    options: scan::ScanOptions,
    known: HashMap<String, Vec<u8>>,
    cancel: imageparser_base::CancelToken,
) -> Running {
    let (sender, batches) = sync_channel(WAITING);
    let thread = std::thread::spawn(move || walk(&options, known, &cancel, &sender));
    Running { batches, thread }
}

fn walk(
    options: &scan::ScanOptions,
    known: HashMap<String, Vec<u8>>,
    cancel: &imageparser_base::CancelToken,
    sender: &SyncSender<scan::ScanBatch>,
) -> Result<()> {
    scan::scan(options, known, cancel, &mut |batch| sender.send(batch).map_err(|_| Error::cancelled()))
}

fn batch_to_python(py: Python<'_>, batch: scan::ScanBatch) -> PyResult<ScanBatch> {
    let found = |item: scan::Found| found_to_python(py, item);
    Ok(ScanBatch {
        directories: batch.directories.into_iter().map(|state| directory_to_python(py, state)).collect(),
        added: batch.added.into_iter().map(found).collect::<PyResult<_>>()?,
        changed: batch.changed.into_iter().map(found).collect::<PyResult<_>>()?,
        moved: batch
            .moved
            .into_iter()
            .map(|moved| Py::new(py, Moved { old_key: moved.old_key, found: found_to_python(py, moved.found)? }))
            .collect::<PyResult<_>>()?,
        gone: batch.gone,
        skipped: batch.skipped.into_iter().map(|skip| skip_to_python(py, skip)).collect::<PyResult<_>>()?,
        unchanged: batch.unchanged,
    })
}

fn directory_to_python(py: Python<'_>, state: scan::DirectoryState) -> (String, Py<PyBytes>, Option<Py<PyBytes>>) {
    let blob = state.blob.map(|blob| PyBytes::new(py, &blob).unbind());
    (state.key, raw(py, &state.raw), blob)
}

fn found_to_python(py: Python<'_>, item: scan::Found) -> PyResult<Py<Found>> {
    let raw = raw(py, &item.path);
    Py::new(py, Found { key: item.key, raw, size: item.size, mtime_ns: item.mtime_ns, file_id: item.file_id })
}

fn skip_to_python(py: Python<'_>, skip: scan::Skip) -> PyResult<Py<Skip>> {
    let path = imageparser_base::PathKey::new(&skip.path).into_string();
    Py::new(py, Skip { path, code: skip.code.code().to_owned(), reason: skip.reason })
}

fn raw(py: Python<'_>, path: &Path) -> Py<PyBytes> {
    PyBytes::new(py, &to_bytes(path)).unbind()
}

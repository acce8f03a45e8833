//! Reading files: headers, digests, thumbnails, whole batches.

use std::path::{Path, PathBuf};

use imageparser_base::{FileSource, Limits, Progress, Result};
use imageparser_ingest as ingest;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

use crate::cancel::CancelToken;
use crate::error::to_python;
use crate::lock::{released, supervised};
use crate::paths::AnyPath;
use crate::prompts::stealth_mode;
use crate::records::{Failure, Probe, Record, hex, text_to_python};

/// Read only the header of a file.
#[pyfunction]
pub fn probe(py: Python<'_>, path: AnyPath) -> PyResult<Probe> {
    released(py, || ingest::probe_file(&path.0, &Limits::default())).map(Probe::from)
}

/// Read the headers of many files; one result per path, in order.
#[pyfunction]
#[pyo3(signature = (paths, *, threads=0))]
pub fn probe_many<'py>(py: Python<'py>, paths: Vec<AnyPath>, threads: usize) -> PyResult<Bound<'py, PyList>> {
    let paths = plain(paths);
    let read = released(py, || ingest::probe_files(&paths, &Limits::default(), threads))?;
    each(py, &paths, read, |py, probe, _| Ok(Py::new(py, Probe::from(probe))?.into_any()))
}

/// Read the text chunks of a PNG without decoding pixels.
#[pyfunction]
pub fn text_chunks<'py>(py: Python<'py>, path: AnyPath) -> PyResult<Bound<'py, PyDict>> {
    let chunks = released(py, || {
        let mut source = FileSource::open(&path.0)?;
        imageparser_tags::png_text(&mut source, &Limits::default()).map_err(|error| error.at(&path.0))
    })?;
    text_to_python(py, &chunks.text)
}

/// Return the BLAKE3-256 digest of the whole file in hexadecimal.
#[pyfunction]
pub fn digest(py: Python<'_>, path: AnyPath) -> PyResult<String> {
    released(py, || imageparser_scan::digest_file(&path.0)).map(|digest| hex(&digest))
}

/// Digest many files; one result per path, in order.
#[pyfunction]
#[pyo3(signature = (paths, *, threads=0, cancel=None))]
pub fn digest_many<'py>(
    py: Python<'py>,
    paths: Vec<AnyPath>,
    threads: usize,
    cancel: Option<&CancelToken>,
) -> PyResult<Bound<'py, PyList>> {
    let paths = plain(paths);
    let cancel = CancelToken::or_new(cancel);
    let work = || Ok(imageparser_scan::digest_many(&paths, threads, &cancel));
    let digests = supervised(py, &cancel, work, |_| Ok(()))?;
    each(py, &paths, digests, |py, digest, _| Ok(hex(&digest).into_pyobject(py)?.into_any().unbind()))
}

/// Return a WebP picture that fits into size x size, upright, in sRGB, alpha kept.
#[pyfunction]
#[pyo3(signature = (path, *, size=256, quality=85, method=4))]
pub fn thumbnail<'py>(
    py: Python<'py>,
    path: AnyPath,
    size: u32,
    quality: u8,
    method: u8,
) -> PyResult<Bound<'py, PyBytes>> {
    let options = ingest::Options {
        thumb_size: size,
        thumb_quality: quality,
        thumb_method: method,
        ..ingest::Options::default()
    };
    let made = released(py, || ingest::thumbnail(&path.0, &options))?;
    Ok(PyBytes::new(py, &made.webp))
}

/// Read each file once and return its record or its failure, in the order of `paths`.
#[pyfunction(name = "ingest")]
#[pyo3(signature = (paths, *, thumb_size=512, thumb_quality=85, thumb_method=2, stealth="auto", max_pixels=1 << 30, max_memory=2 << 30, threads=0, cancel=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options on the Python side")]
pub fn ingest_files<'py>(
    py: Python<'py>,
    paths: Vec<AnyPath>,
    thumb_size: u32,
    thumb_quality: u8,
    thumb_method: u8,
    stealth: &str,
    max_pixels: u64,
    max_memory: u64,
    threads: usize,
    cancel: Option<&CancelToken>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyList>> {
    let limits = Limits { max_pixels, max_memory, ..Limits::default() };
    let stealth = stealth_mode(stealth).map_err(|error| to_python(py, &error))?;
    let defaults = ingest::Options::default();
    let options = ingest::Options { thumb_size, thumb_quality, thumb_method, stealth, limits, threads, ..defaults };
    let (paths, cancel, counters) = (plain(paths), CancelToken::or_new(cancel), Progress::new());
    let tell = |py: Python<'_>| match &progress {
        Some(callback) => callback.call1(py, (counters.done(), counters.failed())).map(|_| ()),
        None => Ok(()),
    };
    let work = || ingest::ingest(&paths, &options, &cancel, &counters);
    let records = supervised(py, &cancel, work, tell)?;
    tell(py)?;
    each(py, &paths, records, |py, record, _| Ok(Py::new(py, Record::new(py, record)?)?.into_any()))
}

/// The paths alone.
pub fn plain(paths: Vec<AnyPath>) -> Vec<PathBuf> {
    paths.into_iter().map(|path| path.0).collect()
}

/// One Python object per path: what `convert` makes, or a `Failure`.
pub fn each<'py, T>(
    py: Python<'py>,
    paths: &[PathBuf],
    results: Vec<Result<T>>,
    convert: impl Fn(Python<'py>, T, &Path) -> PyResult<Py<PyAny>>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for (path, result) in paths.iter().zip(results) {
        match result {
            Ok(value) => list.append(convert(py, value, path)?)?,
            Err(error) => list.append(Py::new(py, Failure::new(py, path, &error))?)?,
        }
    }
    Ok(list)
}

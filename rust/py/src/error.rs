use imageparser_base::{Error, ErrorKind, PathKey};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The one place where a core error becomes a Python exception: a class of `imageparser.errors`.
pub fn to_python(py: Python<'_>, error: &Error) -> PyErr {
    let class = match error.kind() {
        ErrorKind::NotFound => "NotFoundError",
        ErrorKind::Denied => "DeniedError",
        ErrorKind::Exists => "ExistsError",
        ErrorKind::Unsupported => "UnsupportedError",
        ErrorKind::Corrupt => "CorruptError",
        ErrorKind::TooLarge => "TooLargeError",
        ErrorKind::Cancelled => "CancelledError",
        ErrorKind::Usage => "UsageError",
        ErrorKind::Internal => "InternalError",
    };
    make(py, class, error).unwrap_or_else(|failure| failure)
}

fn make(py: Python<'_>, class: &str, error: &Error) -> PyResult<PyErr> {
    let options = PyDict::new(py);
    options.set_item("path", error.path().map(|path| PathKey::new(path).into_string()))?;
    let class = py.import("imageparser.errors")?.getattr(class)?;
    Ok(PyErr::from_value(class.call((error.message(),), Some(&options))?))
}

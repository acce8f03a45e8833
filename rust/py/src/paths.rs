use std::ffi::OsString;
use std::path::PathBuf;

use imageparser_base::PathKey;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::lock::released;

/// A path given as `str`, `bytes` or anything with `__fspath__`.
pub struct AnyPath(pub PathBuf);

impl<'py> FromPyObject<'_, 'py> for AnyPath {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self(from_bytes(bytes.as_bytes())?));
        }
        let plain = object.py().import("os")?.getattr("fspath")?.call1((object,))?;
        if let Ok(bytes) = plain.cast::<PyBytes>() {
            return Ok(Self(from_bytes(bytes.as_bytes())?));
        }
        Ok(Self(PathBuf::from(plain.extract::<OsString>()?)))
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "the other platforms can fail")]
fn from_bytes(bytes: &[u8]) -> PyResult<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn from_bytes(bytes: &[u8]) -> PyResult<PathBuf> {
    Ok(PathBuf::from(std::str::from_utf8(bytes)?))
}

/// The bytes that `os.fsencode` gives for the path.
#[cfg(unix)]
pub fn to_bytes(path: &std::path::Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

/// The bytes that `os.fsencode` gives for the path.
#[cfg(not(unix))]
pub fn to_bytes(path: &std::path::Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// Return the NFC key of a path.
#[pyfunction]
pub fn path_key(path: AnyPath) -> String {
    PathKey::new(&path.0).into_string()
}

/// Give a file another path and never replace anything; False where that path is on another device.
#[pyfunction]
pub fn rename_noreplace(py: Python<'_>, src: AnyPath, dst: AnyPath) -> PyResult<bool> {
    released(py, || imageparser_scan::rename_noreplace(&src.0, &dst.0))
}

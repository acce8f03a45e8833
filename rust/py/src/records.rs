//! The frozen classes in which results cross to Python.

use imageparser_base::{Error, PathKey};
use imageparser_codec as codec;
use imageparser_ingest as ingest;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

use crate::generator::Generator;
use crate::layer::Layer;
use crate::paths::to_bytes;

/// A file that could not be processed.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct Failure {
    path: Py<PyBytes>,
    code: String,
    message: String,
}

impl Failure {
    /// The failure of `path`.
    pub fn new(py: Python<'_>, path: &std::path::Path, error: &Error) -> Self {
        let path = PyBytes::new(py, &to_bytes(path)).unbind();
        Self { path, code: error.kind().code().to_owned(), message: error.message().to_owned() }
    }
}

#[pymethods]
impl Failure {
    fn __repr__(&self) -> String {
        format!("Failure({}: {})", self.code, self.message)
    }
}

/// What the header of a picture says; width and height are as stored, before orientation.
#[pyclass(frozen, get_all, module = "imageparser._core")]
#[derive(Clone)]
pub struct Probe {
    format: &'static str,
    width: u32,
    height: u32,
    depth: u8,
    channels: u8,
    color_mode: &'static str,
    orientation: u8,
    has_alpha: bool,
    progressive: bool,
    frames: Option<u32>,
    icc: Option<String>,
    icc_bytes: usize,
}

impl From<codec::Probe> for Probe {
    fn from(probe: codec::Probe) -> Self {
        let (icc, icc_bytes) = probe.icc.map_or((None, 0), |icc| (Some(icc.description), icc.bytes));
        Self {
            format: probe.format.name(),
            width: probe.width,
            height: probe.height,
            depth: probe.depth,
            channels: probe.channels,
            color_mode: probe.color_mode,
            orientation: probe.orientation,
            has_alpha: probe.has_alpha,
            progressive: probe.progressive,
            frames: probe.frames,
            icc,
            icc_bytes,
        }
    }
}

/// Everything that one read of a file gives.
#[pyclass(frozen, module = "imageparser._core")]
pub struct Record {
    inner: ingest::Record,
    #[pyo3(get)]
    probe: Py<Probe>,
    #[pyo3(get)]
    layers: Vec<Py<Layer>>,
    #[pyo3(get)]
    generator: Option<Py<Generator>>,
}

impl Record {
    /// Wrap a record of the core.
    pub fn new(py: Python<'_>, mut inner: ingest::Record) -> PyResult<Self> {
        let probe = Py::new(py, Probe::from(inner.probe.clone()))?;
        let layers = std::mem::take(&mut inner.layers).into_iter().zip(std::mem::take(&mut inner.facts));
        let layers = layers.map(|(layer, facts)| Py::new(py, Layer::read(layer, facts))).collect::<PyResult<_>>()?;
        let generator = inner.generator.take().map(|record| Py::new(py, Generator::new(record))).transpose()?;
        Ok(Self { inner, probe, layers, generator })
    }
}

#[pymethods]
impl Record {
    #[getter]
    fn path<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &to_bytes(&self.inner.path))
    }

    #[getter]
    fn digest(&self) -> String {
        hex(&self.inner.digest)
    }

    #[getter]
    fn size(&self) -> u64 {
        self.inner.size
    }

    #[getter]
    fn mtime_ns(&self) -> i64 {
        self.inner.mtime_ns
    }

    #[getter]
    fn file_id(&self) -> u64 {
        self.inner.file_id
    }

    #[getter]
    fn exif<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let fields = PyDict::new(py);
        for (name, value) in &self.inner.metadata.exif {
            fields.set_item(name.as_str(), value_to_python(py, value)?)?;
        }
        Ok(fields)
    }

    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        text_to_python(py, &self.inner.metadata.text)
    }

    #[getter]
    fn layer_count(&self) -> usize {
        self.layers.len()
    }

    #[getter]
    fn has_merged(&self) -> Option<bool> {
        self.inner.has_merged
    }

    #[getter]
    fn pixel_source(&self) -> &'static str {
        self.inner.pixel_source.name()
    }

    #[getter]
    fn palette(&self) -> Vec<(String, f32)> {
        let name = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
        self.inner.palette.iter().map(|color| (name(color.rgb), color.share)).collect()
    }

    #[getter]
    fn phash(&self) -> u64 {
        self.inner.phash
    }

    #[getter]
    fn blur(&self) -> f32 {
        self.inner.blur
    }

    #[getter]
    fn thumbnail<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.inner.thumbnail.webp)
    }

    #[getter]
    fn thumbnail_size(&self) -> (u32, u32) {
        (self.inner.thumbnail.width, self.inner.thumbnail.height)
    }

    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.inner.metadata.warnings.iter().chain(&self.inner.warnings).cloned().collect()
    }

    fn __repr__(&self) -> String {
        format!("Record({})", PathKey::new(&self.inner.path))
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|nibble| DIGITS[nibble as usize] as char).collect()
}

/// Keyword to text; a keyword that occurs again keeps every text, one a line.
pub fn text_to_python<'py>(py: Python<'py>, chunks: &[(String, String)]) -> PyResult<Bound<'py, PyDict>> {
    let mut joined: Vec<(&str, String)> = Vec::new();
    for (keyword, text) in chunks {
        match joined.iter_mut().find(|(known, _)| known == keyword) {
            Some((_, before)) => {
                before.push('\n');
                before.push_str(text);
            }
            None => joined.push((keyword, text.clone())),
        }
    }
    let fields = PyDict::new(py);
    joined.into_iter().try_for_each(|(keyword, text)| fields.set_item(keyword, text))?;
    Ok(fields)
}

fn value_to_python<'py>(py: Python<'py>, value: &imageparser_tags::Value) -> PyResult<Bound<'py, PyAny>> {
    use imageparser_tags::Value;
    Ok(match value {
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        Value::Integer(number) => number.into_pyobject(py)?.into_any(),
        Value::Float(number) => number.into_pyobject(py)?.into_any(),
        Value::List(items) => PyList::new(py, items)?.into_any(),
    })
}

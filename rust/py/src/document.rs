use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use imageparser_base::{Error, ErrorKind, Limits, Rect};
use imageparser_ingest::{self as ingest, Ask, Renderer, Wanted};
use numpy::PyUntypedArray;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::cancel::CancelToken;
use crate::error::to_python;
use crate::layer::Layer;
use crate::lock::{released, supervised};
use crate::paths::AnyPath;
use crate::records::Probe;
use crate::rendering::Rendering;

/// An open PSD or PSB: its structure is read at once, samples when they are asked for.
#[pyclass(frozen, module = "imageparser._core")]
pub struct Document {
    renderer: Arc<Renderer>,
    path: PathBuf,
    #[pyo3(get)]
    header: Py<Probe>,
    #[pyo3(get)]
    layers: Vec<Py<Layer>>,
}

impl Document {
    fn found<'py>(&self, py: Python<'py>, id: u32) -> PyResult<&Bound<'py, Layer>> {
        let place = self.renderer.context().document.layers.iter().position(|layer| layer.id == id);
        let missing = || Error::new(ErrorKind::NotFound, format!("the document has no layer {id}")).at(&self.path);
        place.map(|place| self.layers[place].bind(py)).ok_or_else(|| to_python(py, &missing()))
    }
}

/// Render a picture file: a layered document, or another one as it is shown.
#[pyfunction(name = "render")]
#[pyo3(signature = (path, *, show=Ids::default(), hide=Ids::default(), only=None, scale=1.0, region=None, source="auto", max_pixels=1 << 30, max_memory=2 << 30, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options on the Python side")]
pub fn render_file(
    py: Python<'_>,
    path: AnyPath,
    show: Ids,
    hide: Ids,
    only: Option<u32>,
    scale: f64,
    region: Option<Edges>,
    source: &str,
    max_pixels: u64,
    max_memory: u64,
    cancel: Option<&CancelToken>,
) -> PyResult<Rendering> {
    let limits = Limits { max_pixels, max_memory, ..Limits::default() };
    let ask = asked(py, show, hide, only, scale, region, source)?;
    let cancel = CancelToken::or_new(cancel);
    let made = supervised(py, &cancel, || ingest::render_file(&path.0, &ask, &limits, &cancel), |_| Ok(()))?;
    Rendering::new(py, made)
}

fn asked(
    py: Python<'_>,
    show: Ids,
    hide: Ids,
    only: Option<u32>,
    scale: f64,
    region: Option<Edges>,
    source: &str,
) -> PyResult<Ask> {
    let unknown = || to_python(py, &Error::usage(format!("there is no source \"{source}\"")));
    let wanted = Wanted::named(source).ok_or_else(unknown)?;
    let region = region.map(|(left, top, right, bottom)| Rect::new(left, top, right, bottom));
    Ok(Ask { show: show.0, hide: hide.0, only, scale, region, wanted })
}

/// Left, top, right and bottom of a region.
type Edges = (i32, i32, i32, i32);

/// Layer ids out of anything that can be walked over.
#[derive(Default)]
pub struct Ids(BTreeSet<u32>);

impl<'py> FromPyObject<'_, 'py> for Ids {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        object.try_iter()?.map(|id| id?.extract::<u32>()).collect::<PyResult<_>>().map(Self)
    }
}

#[pymethods]
impl Document {
    /// Read the structure of a document.
    #[staticmethod]
    #[pyo3(signature = (path, *, max_pixels=1 << 30, max_memory=2 << 30))]
    fn open(py: Python<'_>, path: AnyPath, max_pixels: u64, max_memory: u64) -> PyResult<Self> {
        let limits = Limits { max_pixels, max_memory, ..Limits::default() };
        let context = released(py, || ingest::open_document(&path.0, &limits))?;
        let header = Py::new(py, Probe::from(ingest::header_of(&context)))?;
        let renderer = Arc::new(Renderer::new(context));
        let count = renderer.context().document.layers.len();
        let layers = (0..count).map(|index| Py::new(py, Layer::open(renderer.clone(), index)));
        let layers = layers.collect::<PyResult<_>>()?;
        Ok(Self { renderer, path: path.0, header, layers })
    }

    #[getter]
    fn has_merged(&self) -> Option<bool> {
        self.renderer.context().document.has_merged
    }

    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.renderer.context().document.warnings.clone()
    }

    /// A layer by its id.
    fn layer(&self, py: Python<'_>, layer: u32) -> PyResult<Py<Layer>> {
        Ok(self.found(py, layer)?.clone().unbind())
    }

    /// Samples of a layer, height x width x channels.
    fn pixels<'py>(&self, py: Python<'py>, layer: u32) -> PyResult<Bound<'py, PyUntypedArray>> {
        self.found(py, layer)?.get().pixels(py)
    }

    /// Samples of one channel of a layer, height x width.
    fn channel<'py>(&self, py: Python<'py>, layer: u32, channel: i16) -> PyResult<Bound<'py, PyUntypedArray>> {
        self.found(py, layer)?.get().channel(py, channel)
    }

    /// Digest of a layer's decoded pixels.
    fn digest(&self, py: Python<'_>, layer: u32) -> PyResult<String> {
        self.found(py, layer)?.get().digest(py)
    }

    /// The file inside an embedded smart object.
    fn embedded<'py>(&self, py: Python<'py>, layer: u32) -> PyResult<Option<Bound<'py, PyBytes>>> {
        self.found(py, layer)?.get().embedded(py)
    }

    /// Render the document or a region of it.
    #[pyo3(signature = (*, show=Ids::default(), hide=Ids::default(), only=None, scale=1.0, region=None, source="layers", cancel=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options on the Python side")]
    fn composite(
        &self,
        py: Python<'_>,
        show: Ids,
        hide: Ids,
        only: Option<u32>,
        scale: f64,
        region: Option<Edges>,
        source: &str,
        cancel: Option<&CancelToken>,
    ) -> PyResult<Rendering> {
        let ask = asked(py, show, hide, only, scale, region, source)?;
        let cancel = CancelToken::or_new(cancel);
        let work = || self.renderer.render(&ask, &cancel).map_err(|error| error.at(&self.path));
        let made = supervised(py, &cancel, work, |_| Ok(()))?;
        Rendering::new(py, made)
    }

    fn __repr__(&self) -> String {
        format!("Document({}, {} layers)", self.path.display(), self.layers.len())
    }
}

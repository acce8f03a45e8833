use std::sync::{Arc, OnceLock};

use imageparser_base::Error;
use imageparser_ingest::{self as ingest, Facts, Renderer};
use imageparser_psd as psd;
use numpy::PyUntypedArray;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::cancel::CancelToken;
use crate::error::to_python;
use crate::lock::{released, supervised};
use crate::rendering::{Rendering, to_array};

/// The picture that a smart object shows.
#[pyclass(frozen, get_all, module = "imageparser._core")]
#[derive(Clone)]
pub struct SmartObject {
    kind: &'static str,
    name: String,
    filetype: Option<String>,
    size: Option<u64>,
    transform: Vec<f64>,
}

/// A part of a text in one style.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct TextRun {
    text: String,
    font: Option<String>,
    size: Option<f32>,
    bold: bool,
    italic: bool,
    color: Option<(&'static str, Vec<f32>, f32)>,
}

impl From<psd::detail::TextRun> for TextRun {
    fn from(run: psd::detail::TextRun) -> Self {
        let psd::detail::TextRun { text, font, size, bold, italic, color } = run;
        let color = color.map(|color| (color.model, color.values, color.alpha));
        Self { text, font, size, bold, italic, color }
    }
}

/// One layer or group of a document, bottom to top, a group before its members.
#[pyclass(frozen, module = "imageparser._core")]
pub struct Layer {
    owner: Owner,
    facts: OnceLock<Facts>,
}

/// Where the layer stands: in an open document, or by itself where only its facts are left.
enum Owner {
    Open(Arc<Renderer>, usize),
    Alone(Box<psd::Layer>),
}

impl Layer {
    /// A layer of an open document; its blocks are read when they are asked for.
    pub fn open(document: Arc<Renderer>, index: usize) -> Self {
        Self { owner: Owner::Open(document, index), facts: OnceLock::new() }
    }

    /// A layer of a document that is closed.
    pub fn read(layer: psd::Layer, facts: Facts) -> Self {
        Self { owner: Owner::Alone(Box::new(layer)), facts: OnceLock::from(facts) }
    }

    fn inner(&self) -> &psd::Layer {
        match &self.owner {
            Owner::Open(document, index) => &document.context().document.layers[*index],
            Owner::Alone(layer) => layer,
        }
    }

    fn facts(&self, py: Python<'_>) -> &Facts {
        py.detach(|| {
            self.facts.get_or_init(|| match &self.owner {
                Owner::Open(document, _) => Facts::read(document.context(), self.inner()),
                Owner::Alone(_) => Facts::default(),
            })
        })
    }

    fn context(&self, py: Python<'_>) -> PyResult<&psd::Context> {
        self.document(py).map(Renderer::context)
    }

    fn document(&self, py: Python<'_>) -> PyResult<&Renderer> {
        match &self.owner {
            Owner::Open(document, _) => Ok(document),
            Owner::Alone(_) => Err(to_python(py, &Error::unsupported("a layer of a closed document has no samples"))),
        }
    }
}

#[pymethods]
impl Layer {
    #[getter]
    fn id(&self) -> u32 {
        self.inner().id
    }

    #[getter]
    fn path(&self) -> Vec<u32> {
        self.inner().path.clone()
    }

    #[getter]
    fn name(&self) -> &str {
        &self.inner().name
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.inner().kind.name()
    }

    #[getter]
    fn visible(&self) -> bool {
        self.inner().visible
    }

    #[getter]
    fn opacity(&self) -> u8 {
        self.inner().opacity
    }

    #[getter]
    fn blend(&self) -> String {
        self.inner().blend.to_string()
    }

    #[getter]
    fn bbox(&self) -> (i32, i32, i32, i32) {
        self.inner().bbox.into()
    }

    #[getter]
    fn clipping(&self) -> bool {
        self.inner().clipping
    }

    #[getter]
    fn mask(&self) -> bool {
        self.inner().mask
    }

    #[getter]
    fn text(&self, py: Python<'_>) -> Option<String> {
        let layer = self.inner();
        let type_layer = layer.kind == psd::LayerKind::Type;
        layer.text.clone().or_else(|| type_layer.then(|| self.facts(py).text.clone()).flatten())
    }

    #[getter]
    fn text_runs(&self, py: Python<'_>) -> Vec<TextRun> {
        self.facts(py).runs.iter().cloned().map(TextRun::from).collect()
    }

    #[getter]
    fn channels(&self) -> Vec<i16> {
        self.inner().channels.iter().map(|channel| channel.id).collect()
    }

    #[getter]
    fn fill(&self, py: Python<'_>) -> u8 {
        self.facts(py).fill
    }

    #[getter]
    fn fonts(&self, py: Python<'_>) -> Vec<String> {
        self.facts(py).fonts.clone()
    }

    #[getter]
    fn effects(&self, py: Python<'_>) -> Vec<&'static str> {
        self.facts(py).effects.clone()
    }

    #[getter]
    fn locks(&self, py: Python<'_>) -> Vec<&'static str> {
        self.facts(py).locks.clone()
    }

    #[getter]
    fn color_label(&self, py: Python<'_>) -> Option<&'static str> {
        self.facts(py).color_label
    }

    #[getter]
    fn smart_object(&self, py: Python<'_>) -> Option<SmartObject> {
        let ingest::SmartObject { kind, name, filetype, size, transform } = self.facts(py).smart_object.clone()?;
        Some(SmartObject { kind, name, filetype, size, transform })
    }

    /// Samples, height x width x channels.
    pub fn pixels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyUntypedArray>> {
        let context = self.context(py)?;
        let samples = released(py, || ingest::layer_samples(context, self.inner()))?;
        to_array(py, samples.data, &[samples.height, samples.width, samples.channels])
    }

    /// Samples of one channel, height x width.
    pub fn channel<'py>(&self, py: Python<'py>, channel: i16) -> PyResult<Bound<'py, PyUntypedArray>> {
        let context = self.context(py)?;
        let samples = released(py, || ingest::channel_samples(context, self.inner(), channel))?;
        to_array(py, samples.data, &[samples.height, samples.width])
    }

    /// The layer by itself, in sRGB.
    #[pyo3(signature = (*, cancel=None))]
    fn picture(&self, py: Python<'_>, cancel: Option<&CancelToken>) -> PyResult<Rendering> {
        let document = self.document(py)?;
        let cancel = CancelToken::or_new(cancel);
        let made = supervised(py, &cancel, || ingest::layer_picture(document, self.inner(), &cancel), |_| Ok(()))?;
        Rendering::new(py, made)
    }

    /// Digest of the decoded pixels.
    pub fn digest(&self, py: Python<'_>) -> PyResult<String> {
        let context = self.context(py)?;
        released(py, || ingest::layer_digest(context, self.inner())).map(|digest| crate::records::hex(&digest))
    }

    /// The file inside a smart object.
    pub fn embedded<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let context = self.context(py)?;
        let file = released(py, || ingest::embedded_file(context, self.inner()))?;
        Ok(file.map(|bytes| PyBytes::new(py, &bytes)))
    }

    /// Keys of its tagged blocks.
    #[getter]
    fn blocks<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyBytes>> {
        self.inner().blocks.iter().map(|block| PyBytes::new(py, &block.key)).collect()
    }

    /// Data of a tagged block, as stored.
    fn block<'py>(&self, py: Python<'py>, key: [u8; 4]) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let context = self.context(py)?;
        let data = released(py, || context.block(self.inner(), &key))?;
        Ok(data.map(|bytes| PyBytes::new(py, &bytes)))
    }

    fn __repr__(&self) -> String {
        let layer = self.inner();
        format!("Layer({}: {} {:?})", layer.id, layer.kind.name(), layer.name)
    }
}

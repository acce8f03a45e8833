use imageparser_base::Limits;
use imageparser_ingest as ingest;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::cancel::CancelToken;
use crate::lock::supervised;
use crate::paths::AnyPath;
use crate::records::hex;

/// The picture of one layer by itself.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct LayerPicture {
    id: u32,
    digest: String,
    width: u32,
    height: u32,
    webp: Py<PyBytes>,
}

#[pymethods]
impl LayerPicture {
    fn __repr__(&self) -> String {
        format!("LayerPicture({}: {} x {})", self.id, self.width, self.height)
    }
}

/// Return the pictures of a document's layers.
#[pyfunction]
#[pyo3(signature = (path, *, least, edge, ids=None, quality=85, method=2, max_pixels=1 << 30, max_memory=2 << 30, cancel=None))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options on the Python side")]
pub fn layer_pictures(
    py: Python<'_>,
    path: AnyPath,
    least: u32,
    edge: u32,
    ids: Option<Vec<u32>>,
    quality: u8,
    method: u8,
    max_pixels: u64,
    max_memory: u64,
    cancel: Option<&CancelToken>,
) -> PyResult<Vec<LayerPicture>> {
    let limits = Limits { max_pixels, max_memory, ..Limits::default() };
    let ask = ingest::PictureAsk { least, edge, ids, quality, method };
    let cancel = CancelToken::or_new(cancel);
    let work = || ingest::layer_pictures(&path.0, &ask, &limits, &cancel);
    let made = supervised(py, &cancel, work, |_| Ok(()))?;
    let picture = |made: ingest::LayerPicture| LayerPicture {
        id: made.id,
        digest: hex(&made.digest),
        width: made.picture.width,
        height: made.picture.height,
        webp: PyBytes::new(py, &made.picture.webp).unbind(),
    };
    Ok(made.into_iter().map(picture).collect())
}

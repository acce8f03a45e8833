use pyo3::prelude::*;

/// A flag that ends long operations; may be raised from any thread.
#[pyclass(frozen, module = "imageparser._core")]
#[derive(Debug, Default)]
pub struct CancelToken(pub imageparser_base::CancelToken);

#[pymethods]
impl CancelToken {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn cancel(&self) {
        self.0.cancel();
    }

    #[getter]
    fn cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

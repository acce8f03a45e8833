use pyo3::prelude::*;

/// A flag that ends long operations; may be raised from any thread.
#[pyclass(frozen, module = "imageparser._core")]
#[derive(Debug, Default)]
pub struct CancelToken(pub imageparser_base::CancelToken);

impl CancelToken {
    /// The token of the core that was given, or a new one that nobody raises.
    pub fn or_new(given: Option<&Self>) -> imageparser_base::CancelToken {
        given.map(|token| token.0.clone()).unwrap_or_default()
    }
}

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

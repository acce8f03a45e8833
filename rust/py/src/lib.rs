//! `imageparser._core`: thin functions over the Rust crates; the only crate that knows PyO3 and numpy.

use pyo3::prelude::*;

mod cancel;
mod error;
mod lock;
mod paths;

#[pymodule]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::cancel::CancelToken;
    #[pymodule_export]
    use crate::paths::path_key;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

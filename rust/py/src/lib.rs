//! `imageparser._core`: thin functions over the Rust crates; the only crate that knows PyO3 and numpy.

#![allow(clippy::needless_pass_by_value, reason = "PyO3 hands extracted arguments over by value")]
#![allow(clippy::elidable_lifetime_names, reason = "the lifetime of the interpreter is the same thing everywhere")]

use pyo3::pymodule;

mod cancel;
mod document;
mod error;
mod generator;
mod layer;
mod layer_pictures;
mod lock;
mod paths;
mod prepare;
mod prompts;
mod rank;
mod read;
mod records;
mod rendering;
mod scan;

#[global_allocator]
static ALLOCATOR: imageparser_base::Allocator = imageparser_base::Allocator;

#[pymodule]
mod _core {
    use imageparser_tags::generator;
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::cancel::CancelToken;
    #[pymodule_export]
    use crate::document::{Document, render_file};
    #[pymodule_export]
    use crate::generator::{Generator, pack_tags};
    #[pymodule_export]
    use crate::layer::{Layer, SmartObject, TextRun};
    #[pymodule_export]
    use crate::layer_pictures::{LayerPicture, layer_pictures};
    #[pymodule_export]
    use crate::paths::{path_key, rename_noreplace};
    #[pymodule_export]
    use crate::prepare::{prepare_patches, prepare_pictures};
    #[pymodule_export]
    use crate::prompts::{PromptRead, canonical_tag, decode_text, parse_tags, read_prompts};
    #[pymodule_export]
    use crate::rank::{VectorCodes, VectorCodesWriter, near_hashes};
    #[pymodule_export]
    use crate::read::{digest, digest_many, ingest_files, probe, probe_many, text_chunks, thumbnail};
    #[pymodule_export]
    use crate::records::{Failure, Probe, Record};
    #[pymodule_export]
    use crate::rendering::{Rendering, encode_png};
    #[pymodule_export]
    use crate::scan::{Found, Moved, ScanBatch, Scanner, Skip};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("PROMPT_READER", generator::VERSION)?;
        module.add("TAG_SETS", generator::TagSet::ALL.map(generator::TagSet::name))?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

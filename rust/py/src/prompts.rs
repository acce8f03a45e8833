//! What generators wrote: records of many files, and the grammars of prompts.

use imageparser_base::{Error, Limits};
use imageparser_ingest::{self as ingest, Stealth};
use imageparser_tags::grammar::{self, Dialect};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

use crate::cancel::CancelToken;
use crate::error::to_python;
use crate::generator::Generator;
use crate::lock::supervised;
use crate::paths::{AnyPath, to_bytes};
use crate::read::{each, plain};

/// The record of a file's generator without its raw texts, with the state of the file that it was read from.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct PromptRead {
    path: Py<PyBytes>,
    size: u64,
    mtime_ns: i64,
    file_id: u64,
    format: &'static str,
    width: u32,
    height: u32,
    generator: Option<Py<Generator>>,
}

/// Read the records of many files; one result per path, in order.
#[pyfunction]
#[pyo3(signature = (paths, *, stealth="auto", threads=0, cancel=None))]
pub fn read_prompts<'py>(
    py: Python<'py>,
    paths: Vec<AnyPath>,
    stealth: &str,
    threads: usize,
    cancel: Option<&CancelToken>,
) -> PyResult<Bound<'py, PyList>> {
    let stealth = stealth_mode(stealth).map_err(|error| to_python(py, &error))?;
    let paths = plain(paths);
    let cancel = CancelToken::or_new(cancel);
    let work = || ingest::read_prompts(&paths, stealth, &Limits::default(), threads, &cancel);
    let results = supervised(py, &cancel, work, |_| Ok(()))?;
    each(py, &paths, results, |py, read: ingest::PromptRead, path| {
        let path = PyBytes::new(py, &to_bytes(path)).unbind();
        let ingest::PromptRead { size, mtime_ns, file_id, format, width, height, generator } = read;
        let generator = generator.map(|record| Py::new(py, Generator::new(record))).transpose()?;
        let found = PromptRead { path, size, mtime_ns, file_id, format: format.name(), width, height, generator };
        Ok(Py::new(py, found)?.into_any())
    })
}

/// The mode of that name.
pub fn stealth_mode(name: &str) -> imageparser_base::Result<Stealth> {
    match name {
        "auto" => Ok(Stealth::Auto),
        "check" => Ok(Stealth::Check),
        "never" => Ok(Stealth::Never),
        _ => Err(Error::usage(format!("stealth is \"auto\", \"check\" or \"never\", not \"{name}\""))),
    }
}

/// Split a prompt into its tags: canonical form, spelling, weight.
#[pyfunction]
pub fn parse_tags(py: Python<'_>, text: &str, dialect: &str) -> PyResult<Vec<(String, String, f64)>> {
    let dialect = match dialect {
        "nai" => Dialect::Nai,
        "a1111" => Dialect::A1111,
        "plain" => Dialect::Plain,
        _ => {
            let error = Error::usage(format!("dialect is \"nai\", \"a1111\" or \"plain\", not \"{dialect}\""));
            return Err(to_python(py, &error));
        }
    };
    let tags = grammar::parse(text, dialect).tags;
    Ok(tags.into_iter().map(|tag| (tag.canonical, tag.spelling, tag.weight)).collect())
}

/// Bytes of unknown encoding as text; see `imageparser_tags::decode_text`.
#[pyfunction]
pub fn decode_text(bytes: &[u8]) -> String {
    imageparser_tags::decode_text(bytes)
}

/// The form in which tags are compared.
#[pyfunction]
pub fn canonical_tag(text: &str) -> String {
    grammar::canonical(text)
}

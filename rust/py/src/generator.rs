//! Records of generators, and their tags by number.

use imageparser_base::Result;
use imageparser_tags::generator::{self, TagNumbers, TagSet};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};

use crate::error::to_python;

/// What a generator wrote about a picture; every part crosses to Python when it is asked for.
#[pyclass(frozen, module = "imageparser._core")]
pub struct Generator {
    inner: generator::Generator,
}

impl Generator {
    /// Wrap a record of the core.
    pub fn new(inner: generator::Generator) -> Self {
        Self { inner }
    }
}

type Tag<'a> = (&'a str, &'a str, f64, &'static str, Option<u32>);

#[pymethods]
impl Generator {
    #[staticmethod]
    #[pyo3(signature = (text, *, prompt=None, negative=None))]
    fn from_json(py: Python<'_>, text: &str, prompt: Option<String>, negative: Option<String>) -> PyResult<Self> {
        let read: Result<_> = generator::Generator::from_json(text, prompt, negative);
        read.map(Self::new).map_err(|error| to_python(py, &error))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.inner.name
    }

    #[getter]
    fn json(&self) -> String {
        self.inner.to_json()
    }

    #[getter]
    fn tags(&self) -> Vec<Tag<'_>> {
        let tags = self.inner.tags.iter();
        tags.map(|tag| (tag.tag, tag.text, tag.weight, tag.set.name(), tag.character)).collect()
    }

    #[getter]
    fn tags_by_set<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let sets = PyDict::new(py);
        for set in TagSet::ALL {
            let of_set = self.inner.tags.iter().filter(|tag| tag.set == set).map(|tag| tag.tag);
            sets.set_item(set.name(), PyList::new(py, of_set.collect::<Vec<_>>())?)?;
        }
        Ok(sets)
    }

    #[getter]
    fn loras(&self) -> Vec<(&str, f64)> {
        self.inner.loras.iter().map(|lora| (lora.name.as_str(), lora.weight)).collect()
    }

    #[getter]
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let record = &self.inner;
        let signature = match record.signature {
            generator::Signature::Valid => "valid",
            generator::Signature::Present => "present",
            generator::Signature::Absent => "absent",
        };
        let texts = [&record.prompt, &record.negative, &record.software, &record.model, &record.sampler];
        let [prompt, negative, software, model, sampler] = texts.map(Option::as_deref);
        // SQLite's whole numbers have a sign; a larger seed is a text.
        let (seed, long_seed) = match record.seed.map(|seed| i64::try_from(seed).map_err(|_| seed.to_string())) {
            Some(Ok(seed)) => (Some(seed), None),
            Some(Err(text)) => (None, Some(text)),
            None => (None, None),
        };
        let seed = long_seed.map_or_else(|| seed.into_bound_py_any(py), |text| text.into_bound_py_any(py))?;
        let first = (&*record.name, record.source.name(), prompt, negative, software, model, sampler);
        let second = (seed, record.steps, record.cfg, record.stealth, signature, record.to_stored());
        let (first, second) = (first.into_pyobject(py)?, second.into_pyobject(py)?);
        Ok(first.as_sequence().concat(second.as_sequence())?.cast_into()?)
    }

    fn __repr__(&self) -> String {
        format!("Generator({}, {} tags)", self.inner.name, self.inner.tags.len())
    }
}

/// Pack the tags of many records as codes; `number` gives the numbers of different tags.
#[pyfunction]
pub fn pack_tags<'py>(
    py: Python<'py>,
    records: Vec<Option<PyRef<'py, Generator>>>,
    number: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    let mut own = TagNumbers::default();
    let codes: Vec<_> =
        records.iter().map(|record| record.as_ref().map(|record| own.codes(&record.inner.tags))).collect();
    let numbers: Vec<u32> = number.call1((PyList::new(py, own.names())?,))?.extract()?;
    let sets = TagSet::ALL.len() as u32;
    let packed = PyList::empty(py);
    for codes in codes {
        let Some(mut codes) = codes else {
            packed.append((py.None(), 0))?;
            continue;
        };
        for code in &mut codes {
            let number =
                numbers.get((*code / sets) as usize).ok_or_else(|| PyIndexError::new_err("a tag has no number"))?;
            *code = number * sets + *code % sets;
        }
        codes.sort_unstable();
        let tags = codes.chunk_by(|one, next| one / sets == next / sets).count();
        let bytes: Vec<u8> = codes.into_iter().flat_map(u32::to_le_bytes).collect();
        packed.append((PyBytes::new(py, &bytes), tags))?;
    }
    Ok(packed)
}

//! Files of vector codes, and the search in them.

use imageparser_base::{Error, Result};
use imageparser_rank::{Changes, IdSet, Identity, Index, Nearness, Writer};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::prelude::*;

use crate::error::to_python;
use crate::lock::released;
use crate::paths::AnyPath;

type Ids<'py> = PyReadonlyArray1<'py, i64>;
type Vectors<'py> = PyReadonlyArray2<'py, f32>;
/// Ids, estimates, and how far these spread.
type Candidates<'py> = (Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<f32>>, f32);
/// First and second places of pairs.
type HashPairs<'py> = (Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<u32>>);

/// The codes of vectors as of one generation; what is appended to its file makes another one.
#[pyclass(frozen, module = "imageparser._core")]
pub struct VectorCodes(Index);

/// Makes a file of vector codes.
#[pyclass(module = "imageparser._core")]
pub struct VectorCodesWriter(Option<Writer>);

#[pymethods]
impl VectorCodes {
    #[staticmethod]
    fn open(py: Python<'_>, path: AnyPath, kind: &str, version_key: &str, dim: usize) -> PyResult<Self> {
        let path = path.0;
        released(py, || Index::open(&path, &Identity::new(kind, version_key, dim)?)).map(Self)
    }

    #[getter]
    fn generation(&self) -> i64 {
        self.0.generation()
    }

    #[getter]
    fn stamp(&self) -> i64 {
        self.0.stamp()
    }

    #[getter]
    fn live(&self) -> usize {
        self.0.live()
    }

    #[getter]
    fn rows(&self) -> usize {
        self.0.rows()
    }

    #[getter]
    fn batches(&self) -> usize {
        self.0.batches()
    }

    #[getter]
    fn trained(&self) -> u64 {
        self.0.trained()
    }

    #[getter]
    fn size(&self) -> usize {
        self.0.size()
    }

    #[pyo3(signature = (vector, keep, *, within=None, without=None))]
    fn find<'py>(
        &self,
        py: Python<'py>,
        vector: PyReadonlyArray1<'py, f32>,
        keep: usize,
        within: Option<Ids<'py>>,
        without: Option<Ids<'py>>,
    ) -> PyResult<Candidates<'py>> {
        let vector = slice(py, vector.as_slice())?;
        let within = within.as_ref().map(|ids| slice(py, ids.as_slice())).transpose()?;
        let without = without.as_ref().map(|ids| slice(py, ids.as_slice())).transpose()?;
        let set = |ids: Option<&[i64]>| ids.map(|ids| IdSet::new(ids.iter().copied()));
        let found = released(py, || self.0.find(vector, keep, set(within), set(without)))?;
        Ok((found.ids.into_pyarray(py), found.estimates.into_pyarray(py), found.spread))
    }

    #[pyo3(signature = (*, removed, ids, vectors, generation, stamp))]
    fn append<'py>(
        &self,
        py: Python<'py>,
        removed: Ids<'py>,
        ids: Ids<'py>,
        vectors: Vectors<'py>,
        generation: i64,
        stamp: i64,
    ) -> PyResult<Option<Self>> {
        let (removed, ids) = (slice(py, removed.as_slice())?, slice(py, ids.as_slice())?);
        let rows = slice(py, vectors.as_slice())?;
        let changes = Changes { removed, ids, rows, generation, stamp };
        Ok(released(py, || self.0.append(&changes))?.map(Self))
    }

    #[pyo3(signature = (path=None))]
    fn compacted(&self, py: Python<'_>, path: Option<AnyPath>) -> PyResult<Self> {
        let path = path.map(|path| path.0);
        released(py, || self.0.compacted(path.as_deref())).map(Self)
    }
}

#[pymethods]
impl VectorCodesWriter {
    #[new]
    #[pyo3(signature = (path, kind, version_key, sample))]
    fn new(
        py: Python<'_>,
        path: Option<AnyPath>,
        kind: &str,
        version_key: &str,
        sample: Vectors<'_>,
    ) -> PyResult<Self> {
        let path = path.map(|path| path.0);
        let (dim, rows) = (sample.shape()[1], slice(py, sample.as_slice())?);
        let make = || Writer::new(path.as_deref(), Identity::new(kind, version_key, dim)?, rows);
        released(py, make).map(|writer| Self(Some(writer)))
    }

    fn add(&mut self, py: Python<'_>, ids: Ids<'_>, vectors: Vectors<'_>) -> PyResult<()> {
        let (ids, rows) = (slice(py, ids.as_slice())?, slice(py, vectors.as_slice())?);
        let writer = &mut self.0;
        released(py, || writer.as_mut().ok_or_else(finished)?.add(ids, rows))
    }

    fn finish(&mut self, py: Python<'_>, generation: i64, stamp: i64) -> PyResult<VectorCodes> {
        let writer = self.0.take();
        released(py, || writer.ok_or_else(finished)?.finish(generation, stamp)).map(VectorCodes)
    }
}

/// The pairs of hashes that differ in few bits, and whose shapes differ little.
#[pyfunction]
#[pyo3(signature = (hashes, shapes, *, bits, shape, most))]
pub fn near_hashes<'py>(
    py: Python<'py>,
    hashes: PyReadonlyArray1<'py, u64>,
    shapes: PyReadonlyArray1<'py, f32>,
    bits: u32,
    shape: f32,
    most: usize,
) -> PyResult<HashPairs<'py>> {
    let (hashes, shapes) = (slice(py, hashes.as_slice())?, slice(py, shapes.as_slice())?);
    let near = Nearness { bits, shape, pairs: most };
    let (first, second): (Vec<u32>, Vec<u32>) = released(py, || Ok(near.pairs(hashes, shapes)?.into_iter().unzip()))?;
    Ok((first.into_pyarray(py), second.into_pyarray(py)))
}

fn finished() -> Error {
    Error::usage("the file is finished already")
}

fn slice<'a, T, E>(py: Python<'_>, slice: std::result::Result<&'a [T], E>) -> PyResult<&'a [T]> {
    let slice: Result<&[T]> = slice.map_err(|_| Error::usage("an array in one piece was expected"));
    slice.map_err(|error| to_python(py, &error))
}

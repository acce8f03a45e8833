//! Arrays for the visual models.

use imageparser_base::{Error, Limits, Result};
use imageparser_ingest::{self as ingest, Prepared, Scaling};
use imageparser_raster::Filter;
use numpy::{PyArray1, PyArray2, PyArray3, PyArray4, PyArrayMethods};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyBytesMethods, PyList};

use crate::error::to_python;
use crate::lock::released;

/// Decode encoded pictures to one array of shape (n, height, width, 3) and a list of what failed.
#[pyfunction]
#[pyo3(signature = (images, *, width, height, filter, max_pixels=1 << 30, max_memory=2 << 30, threads=0))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options on the Python side")]
pub fn prepare_pictures<'py>(
    py: Python<'py>,
    images: Vec<Bound<'py, PyBytes>>,
    width: u32,
    height: u32,
    filter: &str,
    max_pixels: u64,
    max_memory: u64,
    threads: usize,
) -> PyResult<(Bound<'py, PyArray4<u8>>, Bound<'py, PyList>)> {
    let images = plain(&images);
    let made = released(py, || {
        let scaling = scaling(filter, max_pixels, max_memory, threads)?;
        ingest::prepare_pictures(&images, sized(width)?, sized(height)?, &scaling)
    })?;
    let shape = [images.len(), height as usize, width as usize, 3];
    let failures = failures(py, &made.results)?;
    Ok((PyArray1::from_vec(py, made.data).reshape(shape)?, failures))
}

/// Decode encoded pictures to squares: an array (n, most, patch * patch * 3), rows and columns of squares (n, 2), and
/// a list of what failed.
#[pyfunction]
#[pyo3(signature = (images, *, patch, max_patches, filter, max_pixels=1 << 30, max_memory=2 << 30, threads=0))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options on the Python side")]
#[expect(clippy::type_complexity, reason = "a tuple on the Python side")]
pub fn prepare_patches<'py>(
    py: Python<'py>,
    images: Vec<Bound<'py, PyBytes>>,
    patch: u32,
    max_patches: u32,
    filter: &str,
    max_pixels: u64,
    max_memory: u64,
    threads: usize,
) -> PyResult<(Bound<'py, PyArray3<u8>>, Bound<'py, PyArray2<i64>>, Bound<'py, PyList>)> {
    let images = plain(&images);
    let made = released(py, || {
        let scaling = scaling(filter, max_pixels, max_memory, threads)?;
        ingest::prepare_patches(&images, sized(patch)?, sized(max_patches)?, &scaling)
    })?;
    let shape = [images.len(), max_patches as usize, (patch * patch * 3) as usize];
    let failures = failures(py, &made.results)?;
    let Prepared { data, results } = made;
    let grid = |result: &Result<ingest::Grid>| result.as_ref().map_or([0, 0], |grid| [grid.rows, grid.columns]);
    let grids: Vec<i64> = results.iter().flat_map(grid).map(i64::from).collect();
    let grids = PyArray1::from_vec(py, grids).reshape([images.len(), 2])?;
    Ok((PyArray1::from_vec(py, data).reshape(shape)?, grids, failures))
}

fn plain<'a>(images: &'a [Bound<'_, PyBytes>]) -> Vec<&'a [u8]> {
    images.iter().map(PyBytesMethods::as_bytes).collect()
}

fn scaling(filter: &str, max_pixels: u64, max_memory: u64, threads: usize) -> Result<Scaling> {
    let filter = match filter {
        "bilinear" => Filter::Bilinear,
        "bicubic" => Filter::Bicubic,
        "lanczos" => Filter::Lanczos,
        _ => return Err(Error::usage(format!("filter is bilinear, bicubic or lanczos, not {filter}"))),
    };
    Ok(Scaling { filter, limits: Limits { max_pixels, max_memory, ..Limits::default() }, threads })
}

/// A side or count that an array can have.
fn sized(value: u32) -> Result<u32> {
    const MOST: u32 = 1 << 14;
    if (1..=MOST).contains(&value) {
        return Ok(value);
    }
    Err(Error::usage(format!("{value} is no size of an array for a model")))
}

/// One entry per picture: an exception, or nothing.
fn failures<'py, T>(py: Python<'py>, results: &[Result<T>]) -> PyResult<Bound<'py, PyList>> {
    let one = |result: &Result<T>| result.as_ref().err().map(|error| to_python(py, error).into_value(py));
    PyList::new(py, results.iter().map(one))
}

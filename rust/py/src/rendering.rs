use imageparser_base::{Limits, PixelFormat, Pixels};
use imageparser_codec as codec;
use imageparser_ingest::{self as ingest, SampleData};
use numpy::{PyArray1, PyArray3, PyArrayMethods, PyReadonlyArray3, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::cancel::CancelToken;
use crate::error::usage;
use crate::lock::{released, supervised};
use crate::paths::AnyPath;

/// A picture made to be looked at: straight alpha, sRGB.
#[pyclass(frozen, get_all, module = "imageparser._core")]
pub struct Rendering {
    pixels: Py<PyArray3<u8>>,
    source: &'static str,
    unrendered: Vec<String>,
    warnings: Vec<String>,
}

impl Rendering {
    /// Hand over a rendering of the core.
    pub fn new(py: Python<'_>, made: ingest::Rendering) -> PyResult<Self> {
        let shape = [made.pixels.height() as usize, made.pixels.width() as usize, 4];
        let pixels = PyArray1::from_vec(py, made.pixels.into_data()).reshape(shape)?.unbind();
        Ok(Self { pixels, source: made.source.name(), unrendered: made.unrendered, warnings: made.warnings })
    }
}

#[pymethods]
impl Rendering {
    fn __repr__(&self, py: Python<'_>) -> String {
        let shape = self.pixels.bind(py).shape().to_vec();
        format!("Rendering({} x {} from {})", shape[1], shape[0], self.source)
    }
}

/// Samples of the core as an array of their own type.
pub fn to_array<'py>(py: Python<'py>, data: SampleData, shape: &[usize]) -> PyResult<Bound<'py, PyUntypedArray>> {
    Ok(match data {
        SampleData::U8(data) => PyArray1::from_vec(py, data).reshape(shape)?.as_untyped().clone(),
        SampleData::U16(data) => PyArray1::from_vec(py, data).reshape(shape)?.as_untyped().clone(),
        SampleData::F32(data) => PyArray1::from_vec(py, data).reshape(shape)?.as_untyped().clone(),
    })
}

/// Return a picture file as it is shown: upright, sRGB.
#[pyfunction]
#[pyo3(signature = (path, *, long_edge=None, cancel=None))]
pub fn decode(
    py: Python<'_>,
    path: AnyPath,
    long_edge: Option<u32>,
    cancel: Option<&CancelToken>,
) -> PyResult<Rendering> {
    let cancel = CancelToken::or_new(cancel);
    let work = || ingest::decode(&path.0, long_edge, &Limits::default(), &cancel);
    let made = supervised(py, &cancel, work, |_| Ok(()))?;
    Rendering::new(py, made)
}

/// Return a PNG of an array of 1, 2, 3 or 4 channels.
#[pyfunction]
pub fn encode_png<'py>(py: Python<'py>, pixels: PyReadonlyArray3<'py, u8>) -> PyResult<Bound<'py, PyBytes>> {
    let &[height, width, channels] = pixels.shape() else { return Err(usage(py, "a picture has three axes")) };
    let format = match channels {
        1 => PixelFormat::L8,
        2 => PixelFormat::La8,
        3 => PixelFormat::Rgb8,
        4 => PixelFormat::Rgba8,
        _ => return Err(usage(py, &format!("a picture of {channels} channels"))),
    };
    if !(1..=i32::MAX as usize).contains(&height) || !(1..=i32::MAX as usize).contains(&width) {
        return Err(usage(py, &format!("a picture of {width} x {height} pixels")));
    }
    let data = pixels.as_array().iter().copied().collect();
    let encoded = released(py, || {
        let picture = Pixels::new(width as u32, height as u32, format, data)?;
        codec::encode_png(&picture)
    })?;
    Ok(PyBytes::new(py, &encoded))
}

use imageparser_base::{Error, PixelFormat, Pixels, Result};
use imageparser_codec as codec;
use imageparser_ingest as ingest;
use imageparser_psd::pixels::Samples;
use numpy::{PyArray1, PyArray3, PyArrayMethods, PyReadonlyArray3, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::error::to_python;
use crate::lock::released;

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
    /// Let numpy take a rendering for its pixels.
    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__<'py>(
        &self,
        py: Python<'py>,
        dtype: Option<Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let pixels = self.pixels.bind(py);
        match dtype {
            Some(dtype) => pixels.call_method1("astype", (dtype,)),
            None if copy == Some(true) => pixels.call_method0("copy"),
            None => Ok(pixels.clone().into_any()),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let shape = self.pixels.bind(py).shape().to_vec();
        format!("Rendering({} x {} from {})", shape[1], shape[0], self.source)
    }
}

/// Samples of the core as an array of their own type.
pub fn to_array<'py>(py: Python<'py>, data: Samples, shape: &[usize]) -> PyResult<Bound<'py, PyUntypedArray>> {
    Ok(match data {
        Samples::U8(data) => PyArray1::from_vec(py, data).reshape(shape)?.as_untyped().clone(),
        Samples::U16(data) => PyArray1::from_vec(py, data).reshape(shape)?.as_untyped().clone(),
        Samples::F32(data) => PyArray1::from_vec(py, data).reshape(shape)?.as_untyped().clone(),
    })
}

/// Return a PNG of an array of 1, 2, 3 or 4 channels.
#[pyfunction]
pub fn encode_png<'py>(py: Python<'py>, pixels: PyReadonlyArray3<'py, u8>) -> PyResult<Bound<'py, PyBytes>> {
    let picture = picture_of(&pixels).map_err(|error| to_python(py, &error))?;
    let encoded = released(py, || codec::encode_png(&picture))?;
    Ok(PyBytes::new(py, &encoded))
}

fn picture_of(pixels: &PyReadonlyArray3<'_, u8>) -> Result<Pixels> {
    let &[height, width, channels] = pixels.shape() else { return Err(Error::usage("a picture has three axes")) };
    let formats = [PixelFormat::L8, PixelFormat::La8, PixelFormat::Rgb8, PixelFormat::Rgba8];
    let format = formats.into_iter().find(|format| format.channels() == channels);
    let format = format.ok_or_else(|| Error::usage(format!("a picture of {channels} channels")))?;
    let side = |side: usize| i32::try_from(side).ok().filter(|&side| side > 0).map(|side| side as u32);
    let size = side(width).zip(side(height));
    let (width, height) = size.ok_or_else(|| Error::usage(format!("a picture of {width} x {height} pixels")))?;
    Pixels::new(width, height, format, pixels.as_array().iter().copied().collect())
}

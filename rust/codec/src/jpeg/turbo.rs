//! The door to libjpeg-turbo's C interface, which offers what the safe crate does not: memory and scan limits,
//! warnings told apart from errors, odd subsamplings, 12 and 16 bits.
#![expect(unsafe_code, reason = "calls into libjpeg-turbo; tested against the safe `turbojpeg` crate")]

use std::ffi::{CStr, c_int};

use imageparser_base::{Error, Limits, Result};
use turbojpeg::raw;

/// Real files have about ten scans, hardly ever more than twenty; many of them in a large picture are an attack on
/// time, because each one visits all blocks, however little data it has.
fn most_scans(pixels: u64) -> c_int {
    (4_000_000_000 / pixels.max(1)).clamp(20, 100) as c_int
}

/// A decoded JPEG, 8 bits, grey, RGB or CMYK as stored.
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) full_width: u32,
    pub(crate) full_height: u32,
    pub(crate) channels: usize,
    pub(crate) data: Vec<u8>,
    pub(crate) warning: Option<String>,
}

/// A decompressor; `0` is never null and lives until the drop.
struct Handle(raw::tjhandle);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the handle came from tj3Init and is destroyed once.
        unsafe { raw::tj3Destroy(self.0) }
    }
}

impl Handle {
    fn new() -> Result<Self> {
        // SAFETY: no preconditions.
        let handle = unsafe { raw::tj3Init(raw::TJINIT_TJINIT_DECOMPRESS as c_int) };
        if handle.is_null() { Err(Error::internal("libjpeg-turbo cannot start")) } else { Ok(Self(handle)) }
    }

    fn set(&mut self, parameter: raw::TJPARAM, value: c_int) -> Result<()> {
        // SAFETY: a live handle; unknown parameters and values are answered with an error.
        let status = unsafe { raw::tj3Set(self.0, parameter as c_int, value) };
        if status == 0 { Ok(()) } else { Err(self.error()) }
    }

    fn get(&self, parameter: raw::TJPARAM) -> c_int {
        // SAFETY: a live handle.
        unsafe { raw::tj3Get(self.0, parameter as c_int) }
    }

    fn message(&self) -> String {
        // SAFETY: a live handle; the text is a NUL-terminated buffer inside it, copied before the next call.
        unsafe { CStr::from_ptr(raw::tj3GetErrorStr(self.0)) }.to_string_lossy().into_owned()
    }

    fn error(&self) -> Error {
        let message = self.message();
        if message.contains("nsupported") || message.contains("not implemented") || message.contains("not compiled") {
            Error::unsupported(format!("JPEG: {message}"))
        } else if message.contains("memory") {
            Error::too_large(format!("JPEG: {message}"))
        } else {
            Error::corrupt(format!("JPEG: {message}"))
        }
    }

    /// The outcome of a call: nothing, a warning with usable results, or an error.
    fn outcome(&self, status: c_int) -> Result<Option<String>> {
        if status == 0 {
            return Ok(None);
        }
        // SAFETY: a live handle.
        let code = unsafe { raw::tj3GetErrorCode(self.0) };
        if code == raw::TJERR_TJERR_WARNING as c_int {
            Ok(Some(format!("JPEG: {}", self.message())))
        } else {
            Err(self.error())
        }
    }

    fn read_header(&mut self, bytes: &[u8]) -> Result<()> {
        // SAFETY: a live handle, and a slice with its own length.
        let status = unsafe { raw::tj3DecompressHeader(self.0, bytes.as_ptr(), bytes.len() as raw::size_t) };
        self.outcome(status).map(|_| ())
    }

    fn scale(&mut self, eighths: u32) -> Result<()> {
        let (num, denom) = match eighths {
            8 => (1, 1),
            4 => (1, 2),
            2 | 6 => (eighths as c_int / 2, 4),
            n => (n as c_int, 8),
        };
        // SAFETY: a live handle; unknown factors are answered with an error.
        let status = unsafe { raw::tj3SetScalingFactor(self.0, raw::tjscalingfactor { num, denom }) };
        if status == 0 { Ok(()) } else { Err(self.error()) }
    }
}

/// Decode `bytes` scaled by `eighths` / 8.
pub(crate) fn decode(bytes: &[u8], precision: u8, eighths: u32, limits: &Limits) -> Result<Picture> {
    let mut handle = Handle::new()?;
    handle.set(raw::TJPARAM_TJPARAM_MAXMEMORY, (limits.max_memory >> 20).clamp(1, 1 << 20) as c_int)?;
    handle.read_header(bytes)?;
    let size = |value: c_int| u32::try_from(value).map_err(|_| Error::corrupt("JPEG: the header has no size"));
    let full_width = size(handle.get(raw::TJPARAM_TJPARAM_JPEGWIDTH))?;
    let full_height = size(handle.get(raw::TJPARAM_TJPARAM_JPEGHEIGHT))?;
    let pixels = u64::from(full_width) * u64::from(full_height);
    handle.set(raw::TJPARAM_TJPARAM_SCANLIMIT, most_scans(pixels))?;
    let (channels, format) = match handle.get(raw::TJPARAM_TJPARAM_COLORSPACE) as raw::TJCS {
        raw::TJCS_TJCS_GRAY => (1, raw::TJPF_TJPF_GRAY),
        raw::TJCS_TJCS_CMYK | raw::TJCS_TJCS_YCCK => (4, raw::TJPF_TJPF_CMYK),
        _ => (3, raw::TJPF_TJPF_RGB),
    };
    if eighths < 8 {
        handle.scale(eighths)?;
        handle.set(raw::TJPARAM_TJPARAM_FASTDCT, 1)?;
    }
    let (width, height) = ((full_width * eighths).div_ceil(8), (full_height * eighths).div_ceil(8));
    let samples = width as usize * height as usize * channels;
    limits.check(width, height, channels as u64 * if precision > 8 { 3 } else { 1 })?;
    let target = Target { row: width as usize * channels, format, samples };
    let (data, warning) = match precision {
        0..=8 => handle.decode_8(bytes, &target)?,
        9..=12 => handle.decode_wide(bytes, &target, precision, raw::tj3Decompress12)?,
        _ => handle.decode_wide(bytes, &target, precision, raw::tj3Decompress16)?,
    };
    Ok(Picture { width, height, full_width, full_height, channels, data, warning })
}

/// The shape of the output: samples of one row, TJPF pixel format, samples of all rows.
struct Target {
    row: usize,
    format: raw::TJPF,
    samples: usize,
}

type Decoded = (Vec<u8>, Option<String>);

impl Handle {
    /// The header of the same `bytes` must have been read and the scale set: the library then writes exactly
    /// `height` rows of `row` samples, which is what the buffer holds.
    fn decode_8(&mut self, bytes: &[u8], target: &Target) -> Result<Decoded> {
        let mut data = vec![0u8; target.samples];
        // SAFETY: a live handle; `data` holds the scaled height x row samples by the invariant above; the pitch is
        // the row length, so rows do not overlap.
        let status = unsafe {
            raw::tj3Decompress8(
                self.0,
                bytes.as_ptr(),
                bytes.len() as raw::size_t,
                data.as_mut_ptr(),
                target.row as c_int,
                target.format,
            )
        };
        Ok((data, self.outcome(status)?))
    }

    /// The same for more than 8 bits, narrowed to 8.
    fn decode_wide<T: Copy + Default + Into<i32>>(
        &mut self,
        bytes: &[u8],
        target: &Target,
        precision: u8,
        decompress: unsafe extern "C" fn(raw::tjhandle, *const u8, raw::size_t, *mut T, c_int, c_int) -> c_int,
    ) -> Result<Decoded> {
        let mut wide = vec![T::default(); target.samples];
        // SAFETY: as in `decode_8`, with samples of type T, which is what this library function writes.
        let status = unsafe {
            decompress(
                self.0,
                bytes.as_ptr(),
                bytes.len() as raw::size_t,
                wide.as_mut_ptr(),
                target.row as c_int,
                target.format,
            )
        };
        let warning = self.outcome(status)?;
        let most = (1i32 << precision) - 1;
        let narrow = |value: T| ((value.into().clamp(0, most) * 255 + most / 2) / most) as u8;
        Ok((wide.into_iter().map(narrow).collect(), warning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo_like(width: usize, height: usize) -> Vec<u8> {
        let wave = |x: usize, y: usize, c: usize| ((x * (3 + c) + y * 5).wrapping_mul(x + y) >> 3) as u8 / 2 + 60;
        (0..height).flat_map(|y| (0..width).flat_map(move |x| (0..3).map(move |c| wave(x, y, c)))).collect()
    }

    #[test]
    fn equals_the_safe_crate_at_every_scale() {
        let pixels = photo_like(123, 77);
        let image = turbojpeg::Image {
            pixels: &pixels[..],
            width: 123,
            pitch: 369,
            height: 77,
            format: turbojpeg::PixelFormat::RGB,
        };
        let jpeg = turbojpeg::compress(image, 90, turbojpeg::Subsamp::Sub2x2).expect("compresses");
        for eighths in 1..=8u32 {
            let ours = decode(&jpeg, 8, eighths, &Limits::default()).expect("decodes");
            assert!(ours.warning.is_none());
            let mut twin = turbojpeg::Decompressor::new().expect("starts");
            twin.set_scaling_factor(turbojpeg::ScalingFactor::new(eighths as usize, 8)).expect("known");
            let (width, height) = (ours.width as usize, ours.height as usize);
            let mut expected = vec![0; width * height * 3];
            let format = turbojpeg::PixelFormat::RGB;
            let output = turbojpeg::Image { pixels: &mut expected[..], width, pitch: width * 3, height, format };
            twin.decompress(&jpeg, output).expect("decodes");
            let far = ours.data.iter().zip(&expected).map(|(a, b)| a.abs_diff(*b)).max().expect("not empty");
            let allowed = if eighths == 8 { 0 } else { 6 }; // the fast DCT of the chroma planes
            assert!(far <= allowed, "{eighths}/8 differs by {far}");
        }
    }

    #[test]
    fn truncation_is_a_warning() {
        let pixels = photo_like(64, 64);
        let format = turbojpeg::PixelFormat::RGB;
        let image = turbojpeg::Image { pixels: &pixels[..], width: 64, pitch: 192, height: 64, format };
        let jpeg = turbojpeg::compress(image, 90, turbojpeg::Subsamp::None).expect("compresses");
        let cut = decode(&jpeg[..jpeg.len() / 2], 8, 8, &Limits::default()).expect("half a picture");
        assert!(cut.warning.is_some());
    }
}

//! The door to libwebp: scaled decoding and encoding. Borrowed memory never outlives a call.
#![expect(unsafe_code, reason = "calls into libwebp; every pointer is to memory owned or borrowed by the caller")]

use std::ffi::c_int;

use imageparser_base::{Error, Result};
use libwebp_sys as sys;

use crate::stored_rows::RowSink;

/// Largest width and height of the format.
pub(super) const MAX_SIDE: u32 = 16_383;

/// What the bitstream's own header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Features {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
}

/// Read the features of a still picture (with or without its RIFF container).
pub(super) fn features(data: &[u8]) -> Result<Features> {
    let config = read_features(data)?;
    let (width, height) = (config.input.width as u32, config.input.height as u32);
    Ok(Features { width, height, has_alpha: config.input.has_alpha != 0 })
}

fn read_features(data: &[u8]) -> Result<sys::WebPDecoderConfig> {
    let mut config =
        sys::WebPDecoderConfig::new().map_err(|()| Error::internal("libwebp's header and library disagree"))?;
    // SAFETY: a slice with its own length, and an initialised structure to fill.
    let status = unsafe { sys::WebPGetFeatures(data.as_ptr(), data.len(), &raw mut config.input) };
    if status == sys::VP8StatusCode::VP8_STATUS_OK { Ok(config) } else { Err(error(status)) }
}

/// Decode a still picture to RGB (RGBA with alpha), scaled to `width` x `height`; the flag says whether all of it
/// was there. Fails only where nothing at all can be shown.
pub(super) fn decode(data: &[u8], width: u32, height: u32) -> Result<(Vec<u8>, bool)> {
    let mut config = read_features(data)?;
    let channels = channels(&config);
    if (config.input.width as u32, config.input.height as u32) != (width, height) {
        config.options.use_scaling = 1;
        config.options.scaled_width = width as c_int;
        config.options.scaled_height = height as c_int;
    }
    let stride = width as usize * channels;
    let mut out = vec![0u8; stride * height as usize];
    decode_into(&mut config, &mut out, stride);
    // SAFETY: `data` is a slice with its own length; `config` is initialised and its output is `out`, which lives
    // until the end of this function; libwebp checks size against stride x height and never frees external memory.
    let status = unsafe { sys::WebPDecode(data.as_ptr(), data.len(), &raw mut config) };
    match status {
        sys::VP8StatusCode::VP8_STATUS_OK => Ok((out, true)),
        sys::VP8StatusCode::VP8_STATUS_OUT_OF_MEMORY => Err(error(status)),
        _ if decode_what_is_there(data, &mut config) => Ok((out, false)),
        _ => Err(error(status)),
    }
}

fn channels(config: &sys::WebPDecoderConfig) -> usize {
    if config.input.has_alpha != 0 { 4 } else { 3 }
}

fn decode_into(config: &mut sys::WebPDecoderConfig, out: &mut [u8], stride: usize) {
    let rgba = channels(config) == 4;
    config.output.colorspace = if rgba { sys::WEBP_CSP_MODE::MODE_RGBA } else { sys::WEBP_CSP_MODE::MODE_RGB };
    config.output.is_external_memory = 1;
    config.output.u.RGBA = sys::WebPRGBABuffer { rgba: out.as_mut_ptr(), stride: stride as c_int, size: out.len() };
}

/// The file is given to the decoder in so many parts; a sink that wants no more ends it between two of them.
const PARTS: usize = 8;

/// Hand out rows in full size as they are decoded; a broken file gives those before the break.
pub(super) fn rows(data: &[u8], sink: &mut dyn RowSink) -> Result<()> {
    let mut config = read_features(data)?;
    let stride = config.input.width as usize * channels(&config);
    let mut out = vec![0u8; stride * config.input.height as usize];
    decode_into(&mut config, &mut out, stride);
    // SAFETY: no data yet; `config` and `out` outlive the decoder, which is deleted below.
    let decoder = unsafe { sys::WebPIDecode(std::ptr::null(), 0, &raw mut config) };
    if decoder.is_null() {
        return Err(Error::too_large("libwebp: not enough memory"));
    }
    let mut given = 0;
    for part in 1..=PARTS {
        let mut last_row: c_int = 0;
        let null = std::ptr::null_mut();
        // SAFETY: a live decoder and a part of a slice that is not shorter than the one before; null for the values
        // that are not wanted. The rows are read through the decoder's own pointer, which points into `out`.
        let decoded = unsafe {
            sys::WebPIUpdate(decoder, data.as_ptr(), data.len() * part / PARTS);
            let first = sys::WebPIDecGetRGB(decoder, &raw mut last_row, null, null, null);
            let rows = if first.is_null() { 0 } else { (last_row.max(0) as usize).min(out.len() / stride) };
            std::slice::from_raw_parts(if rows == 0 { out.as_ptr() } else { first.cast_const() }, rows * stride)
        };
        let mut fresh = decoded.chunks_exact(stride).skip(given);
        given = given.max(decoded.len() / stride);
        if !fresh.all(|row| sink.row(row)) {
            break;
        }
    }
    // SAFETY: deleted once; nothing of it is used behind this line.
    unsafe { sys::WebPIDelete(decoder) };
    Ok(())
}

/// Decode a damaged picture row by row into `config`'s output; whether any row came.
fn decode_what_is_there(data: &[u8], config: &mut sys::WebPDecoderConfig) -> bool {
    // SAFETY: no data yet; `config` outlives the decoder, which is deleted below.
    let decoder = unsafe { sys::WebPIDecode(std::ptr::null(), 0, std::ptr::from_mut(config)) };
    if decoder.is_null() {
        return false;
    }
    let mut last_row: c_int = 0;
    // SAFETY: a live decoder, a slice with its own length, and null for the values that are not wanted. The
    // decoder is deleted once, before `data` and `config` end.
    unsafe {
        sys::WebPIUpdate(decoder, data.as_ptr(), data.len());
        let null = std::ptr::null_mut();
        let rows = sys::WebPIDecGetRGB(decoder, &raw mut last_row, null, null, null);
        sys::WebPIDelete(decoder);
        !rows.is_null() && last_row > 0
    }
}

fn error(status: sys::VP8StatusCode) -> Error {
    match status {
        sys::VP8StatusCode::VP8_STATUS_OUT_OF_MEMORY => Error::too_large("WebP: not enough memory"),
        sys::VP8StatusCode::VP8_STATUS_UNSUPPORTED_FEATURE => Error::unsupported("WebP: a feature is not supported"),
        sys::VP8StatusCode::VP8_STATUS_NOT_ENOUGH_DATA | sys::VP8StatusCode::VP8_STATUS_SUSPENDED => {
            Error::corrupt("WebP: the file ends early")
        }
        _ => Error::corrupt("WebP: the bitstream is broken"),
    }
}

/// The picture structure and the memory that libwebp hangs into it, freed together.
struct Encoder {
    picture: sys::WebPPicture,
    writer: sys::WebPMemoryWriter,
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: both were initialised by libwebp and are freed once.
        unsafe {
            sys::WebPPictureFree(&raw mut self.picture);
            sys::WebPMemoryWriterClear(&raw mut self.writer);
        }
    }
}

/// Encode RGB (3 channels) or RGBA (4 channels) samples lossily.
///
/// `data` must hold `width * height * channels` bytes.
pub(super) fn encode(
    data: &[u8],
    (width, height): (u32, u32),
    channels: usize,
    quality: u8,
    method: u8,
) -> Result<Vec<u8>> {
    let internal = |what: &str| Error::internal(format!("libwebp: {what}"));
    let mut config = sys::WebPConfig::new().map_err(|()| internal("configuration"))?;
    config.quality = f32::from(quality.min(100));
    config.method = c_int::from(method.min(6));
    let picture = sys::WebPPicture::new().map_err(|()| internal("picture"))?;
    let writer = sys::WebPMemoryWriter { mem: std::ptr::null_mut(), size: 0, max_size: 0, pad: [0] };
    let mut encoder = Encoder { picture, writer };
    encoder.picture.width = width as c_int;
    encoder.picture.height = height as c_int;
    let stride = width as usize * channels;
    if width == 0 || height == 0 || data.len() < stride * height as usize {
        return Err(internal("the picture is incomplete"));
    }
    let import = if channels == 4 { sys::WebPPictureImportRGBA } else { sys::WebPPictureImportRGB };
    // SAFETY: an initialised picture with its size set; `data` holds height rows of stride bytes, checked above.
    if unsafe { import(&raw mut encoder.picture, data.as_ptr(), stride as c_int) } == 0 {
        return Err(Error::too_large("libwebp: not enough memory"));
    }
    encoder.picture.writer = Some(sys::WebPMemoryWrite);
    encoder.picture.custom_ptr = (&raw mut encoder.writer).cast();
    // SAFETY: picture and configuration are complete; the writer lives in `encoder`, which does not move until
    // the call is over.
    if unsafe { sys::WebPEncode(&raw const config, &raw mut encoder.picture) } == 0 {
        return Err(internal(&format!("{:?}", encoder.picture.error_code)));
    }
    // SAFETY: after success the writer's memory holds `size` bytes; they are copied before it is cleared.
    Ok(unsafe { std::slice::from_raw_parts(encoder.writer.mem, encoder.writer.size) }.to_vec())
}

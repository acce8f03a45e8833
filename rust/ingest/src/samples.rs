use imageparser_base::{Error, Result};
use imageparser_psd::{Context, Layer};

/// Samples of one type.
#[derive(Debug, Clone, PartialEq)]
pub enum SampleData {
    /// 1 and 8 bits.
    U8(Vec<u8>),
    /// 16 bits.
    U16(Vec<u16>),
    /// 32 bits.
    F32(Vec<f32>),
}

/// Samples of a layer, interleaved: rows top to bottom without padding.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// Samples of a pixel.
    pub channels: usize,
    /// The samples.
    pub data: SampleData,
}

/// The samples of a layer: colours as stored, then alpha where it has one.
///
/// # Errors
/// `Corrupt` where nothing can be read, `TooLarge` by the limits.
pub fn layer_samples(_context: &Context, _layer: &Layer) -> Result<Samples> {
    Err(Error::unsupported("samples of layers"))
}

/// The samples of one channel of a layer.
///
/// # Errors
/// As [`layer_samples`]; `NotFound` where the layer has no such channel.
pub fn channel_samples(_context: &Context, _layer: &Layer, _channel: i16) -> Result<Samples> {
    Err(Error::unsupported("samples of layers"))
}

/// BLAKE3 of the decoded pixels of a layer, with their size, mode and depth.
///
/// # Errors
/// As [`layer_samples`].
pub fn layer_digest(_context: &Context, _layer: &Layer) -> Result<[u8; 32]> {
    Err(Error::unsupported("samples of layers"))
}

/// The file inside an embedded smart object; `None` where there is none.
///
/// # Errors
/// The kind of the I/O error.
pub fn embedded_file(_context: &Context, _layer: &Layer) -> Result<Option<Vec<u8>>> {
    Err(Error::unsupported("files inside smart objects"))
}

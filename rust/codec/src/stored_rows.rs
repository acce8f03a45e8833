use imageparser_base::{Error, Format, Limits, Result};

use crate::probe::sniff;
use crate::{png, webp};

/// Takes a picture row by row as its file stores it: 8-bit samples, not upright, in its own colours.
pub trait RowSink {
    /// Columns, rows and samples of a pixel; `false` if no row is wanted.
    fn begin(&mut self, width: u32, height: u32, channels: usize) -> bool;

    /// The next row; `false` if no further row is wanted.
    fn row(&mut self, row: &[u8]) -> bool;
}

/// Hand out the rows of a PNG or a still WebP, decoding no more of them than the sink asks for.
///
/// Rows that a damaged file lacks are missing at the end.
///
/// # Errors
/// `Unsupported` for other formats and animations, `Corrupt` where nothing can be decoded, `TooLarge` beyond `limits`.
pub fn stored_rows(bytes: &[u8], limits: &Limits, sink: &mut dyn RowSink) -> Result<()> {
    match sniff(&bytes[..bytes.len().min(64)])? {
        Format::Png => png::stored_rows(bytes, limits, sink),
        Format::Webp => webp::stored_rows(bytes, limits, sink),
        _ => Err(Error::unsupported("only PNG and WebP are read row by row")),
    }
}

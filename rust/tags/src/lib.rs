//! Metadata of pictures without decoding a pixel: EXIF, XMP, IPTC and the text chunks of PNG.
//!
//! [`read`] walks the container of one format and hands each block to one reader; [`table::FIELDS`]
//! says which tag, property or data set fills which field and which block wins. A broken block costs
//! what it holds, never the rest: it becomes a warning.

mod avif;
mod dates;
mod exif;
mod exif_values;
pub mod generator;
mod gps;
pub mod grammar;
mod inflate;
mod iptc;
mod jpeg;
mod metadata;
mod png;
pub mod stealth;
pub mod table;
mod text;
mod tiff;
mod webp;
mod xmp;
mod xmp_values;

pub use metadata::{Metadata, Value};
pub use png::png_text;
pub use text::decode as decode_text;

use imageparser_base::{ByteSource, Error, Format, Limits, Result};
use metadata::Collector;

/// Read the metadata of a file of the given format.
///
/// GIF and BMP carry none of the known blocks and give an empty answer.
///
/// # Errors
/// `Corrupt` when the signature of the format is missing, the kind of an I/O error, and `Unsupported`
/// for PSD and PSB, whose blocks the PSD reader hands to [`from_blocks`].
pub fn read(source: &mut dyn ByteSource, format: Format, limits: &Limits) -> Result<Metadata> {
    let mut found = Collector::new(limits);
    match format {
        Format::Png => png::read(source, &mut found)?,
        Format::Jpeg => jpeg::read(source, &mut found)?,
        Format::Webp => webp::read(source, &mut found)?,
        Format::Tiff => tiff::read(source, &mut found)?,
        Format::Avif => avif::read(source, &mut found)?,
        Format::Gif | Format::Bmp => {}
        Format::Psd | Format::Psb => {
            return Err(Error::unsupported("PSD metadata is read from the document's resource blocks"));
        }
    }
    Ok(found.finish())
}

/// Read metadata from blocks that another reader has found: an EXIF block (TIFF structure, with or
/// without the `Exif` prefix), an XMP packet and IPTC data sets.
pub fn from_blocks(exif: Option<&[u8]>, xmp: Option<&[u8]>, iptc: Option<&[u8]>, limits: &Limits) -> Metadata {
    let mut found = Collector::new(limits);
    if let Some(block) = exif {
        found.add_exif(block);
    }
    if let Some(packet) = xmp {
        found.add_xmp(packet);
    }
    if let Some(sets) = iptc {
        found.add_iptc(sets);
    }
    found.finish()
}

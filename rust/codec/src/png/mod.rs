//! PNG and APNG (the still picture of it): every colour type and depth, interlaced, cut short.

mod adam7;
mod chunks;
mod encode;
mod expand;
mod header;
mod inflate;
mod paeth;
mod rows;
mod unfilter;

use imageparser_base::{Limits, Result};

pub use encode::encode_png;
pub(crate) use expand::to_8_bits;
pub(crate) use header::probe;

use crate::decode::{Stored, Want};
use crate::exif_orientation;
use crate::stored_rows::RowSink;

/// Hand out the rows as they are stored; nothing behind the last one that is wanted is inflated.
pub(crate) fn stored_rows(bytes: &[u8], limits: &Limits, sink: &mut dyn RowSink) -> Result<()> {
    let mut png = chunks::Chunks::parse(bytes, limits)?;
    if !png.header.interlaced {
        return rows::one_by_one(&png, limits, sink);
    }
    let pixels = adam7::decode(&mut png, Want::default(), limits)?;
    if sink.begin(pixels.width(), pixels.height(), pixels.format().channels()) {
        let _ = pixels.data().chunks_exact(pixels.stride()).all(|row| sink.row(row));
    }
    Ok(())
}

/// Decode the still picture of a PNG file.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let mut png = chunks::Chunks::parse(bytes, limits)?;
    let pixels = if png.header.interlaced {
        adam7::decode(&mut png, want, limits)
    } else {
        rows::decode(&mut png, want, limits)
    }?;
    // An interlaced picture may also be shrunk by leaving out its last passes: the long edges tell the whole factor.
    let by =
        (f64::from(png.header.width.max(png.header.height)) / f64::from(pixels.width().max(pixels.height()))).round();
    Ok(Stored {
        pixels,
        scale: Some(1.0 / by),
        width: png.header.width,
        height: png.header.height,
        orientation: png.exif.map_or(1, exif_orientation),
        icc: png.icc,
        warnings: png.warnings,
    })
}

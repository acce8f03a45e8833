//! Pictures in and out: header-only [`probe`], [`decode`] with shrink-on-load to upright 8-bit sRGB, and
//! WebP encoding. One module for each file format; Photoshop files have their own crate.

mod bytes;
mod decode;
mod icc;
mod icc_shaper;
mod orientation;
mod probe;
mod stored_rows;

mod avif;
mod bmp;
mod gif;
mod jpeg;
mod png;
mod tiff;
mod webp;

pub use decode::{Decoded, Want, decode};
pub use icc::{Icc, icc_description, to_srgb};
pub use orientation::{exif_orientation, orient};
pub use png::encode_png;
pub use probe::{Probe, probe};
pub use stored_rows::{RowSink, stored_rows};
pub use webp::encode::encode_webp;

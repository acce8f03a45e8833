//! One read of a file gives everything that the archive wants to know: digest, metadata, thumbnail,
//! palette and perceptual hash. Batches run on all cores; a panic in a decoder is that file's error.

mod analyse;
mod batch;
mod budget;
mod header;
mod options;
mod picture;
mod read;
mod record;
mod shown;

pub use analyse::{thumbnail, thumbnail_of};
pub use batch::{ingest, ingest_one};
pub use header::{probe_file, probe_files};
pub use options::Options;
pub use picture::{Picture, open_picture};
pub use record::{PixelSource, Record, Thumbnail};
pub use shown::Shown;

//! One read of a file gives everything that the archive wants to know: digest, metadata, thumbnail,
//! palette and perceptual hash. Batches run on all cores; a panic in a decoder is that file's error.

mod alone;
mod analyse;
mod batch;
mod budget;
mod document;
mod facts;
mod guard;
mod header;
mod hidden;
mod layer_pictures;
mod options;
mod patches;
mod picture;
mod prepare;
mod prompts;
mod read;
mod record;
mod render;
mod samples;
mod shown;
mod srgb;

pub use alone::layer_picture;
pub use analyse::{thumbnail, thumbnail_of};
pub use batch::{ingest, ingest_one};
pub use facts::{Facts, SmartObject, embedded_file};
pub use guard::guarded;
pub use header::{header_of, open_document, probe_file, probe_files};
pub use layer_pictures::{LayerPicture, PictureAsk, layer_pictures};
pub use options::Options;
pub use patches::Grid;
pub use picture::{Picture, open_picture};
pub use prepare::{Prepared, Scaling, prepare_patches, prepare_pictures};
pub use prompts::{PromptRead, Stealth, read_prompts};
pub use record::{PixelSource, Record, Thumbnail};
pub use render::{Ask, Renderer, Rendering, Wanted, render_file};
pub use samples::{LayerSamples, channel_samples, layer_digest, layer_samples};
pub use shown::Shown;

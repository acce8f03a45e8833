//! Layer pixels: decoded rows, lazily, for many threads.

mod all;
mod layer;
mod samples;
mod source;
mod weave;
mod whole;

pub use all::decode_layers;
pub use layer::{ExtraChannel, LayerPixels, read_layer};
pub use samples::Samples;
pub(crate) use source::ALPHA;
pub use source::{mask_source, source};

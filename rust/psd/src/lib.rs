//! Photoshop documents (PSD and PSB), read by the chapters of the format.
//!
//! [`read`] gives the structure by seeks; [`merged`] decodes the merged picture in bands and shrinks it on the way.
//! Layers keep the places of their channels and blocks, so that samples and unknown blocks are read only when asked for.

mod channels;
mod color_mode;
mod document;
mod header;
mod layers;
mod merged;
mod orientation;
mod resources;
mod rle;
mod section;
mod warnings;

pub use channels::rows::{Compression, MergedData};
pub use color_mode::ColorModeData;
pub use document::{Document, read};
pub use header::{ColorMode, Header, read_header};
pub use layers::blend::BlendMode;
pub use layers::blocks::Block;
pub use layers::kind::LayerKind;
pub use layers::{Layer, LayerChannel};
pub use merged::{is_blank, merged};
pub use resources::ResourceBlock;
pub use rle::unpack;

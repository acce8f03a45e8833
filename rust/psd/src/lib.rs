//! Photoshop documents (PSD and PSB), read by the chapters of the format.
//!
//! [`read`] gives the structure by seeks; [`merged`] decodes the merged picture in bands and shrinks it on the way.
//! Layers keep the places of their channels and blocks, so that samples and unknown blocks are read only when asked for.

mod adjustments;
mod channels;
mod color_mode;
mod context;
pub mod descriptor;
pub mod detail;
mod document;
mod effects;
pub mod engine_data;
mod fills;
mod header;
mod layers;
mod merged;
mod orientation;
pub mod pixels;
mod resources;
mod rle;
mod scene;
mod section;
mod vector;
mod warnings;
mod window;

pub use channels::rows::{Compression, MergedData};
pub use color_mode::ColorModeData;
pub use context::Context;
pub use document::{Document, read};
pub use header::{ColorMode, Header, read_header};
pub use layers::blocks::Block;
pub use layers::flags::{Flags, Locks};
pub use layers::kind::LayerKind;
pub use layers::mask::{MaskArea, MaskData, MaskFlags, Softness};
pub use layers::{Layer, LayerChannel};
pub use merged::{is_blank, merged, merged_rgba};
pub use resources::{GlobalMask, Guide, Guides, LayerComp, ResourceBlock, Slice, VersionInfo};
pub use rle::unpack;
pub use scene::{Preview, Rendered, View, composite};

pub use imageparser_raster::blend::BlendMode;

//! From the layers of a document to a scene of `raster`, and its rendering.

mod build;
mod clipping;
mod masks;
mod node;
mod preview;
mod render;
mod text;

pub use preview::Preview;
pub use render::{Rendered, View, composite};

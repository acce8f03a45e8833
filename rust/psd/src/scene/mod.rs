//! From the layers of a document to a scene of `raster`, and its rendering.

mod artboard;
mod build;
mod clipping;
mod masks;
mod node;
mod preview;
mod render;
mod shown;
mod text;

pub use preview::Preview;
pub use render::{Rendered, View, composite};

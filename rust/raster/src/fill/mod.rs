//! Paints: gradients and patterns, types that implement [`crate::scene::Paint`], and colours brought to a model.

mod color;

pub use color::{Color, to_linear, to_srgb};

//! Paints: gradients and patterns, types that implement [`crate::scene::Paint`], and colours brought to a model.

mod color;
mod gradient;
mod oklab;
mod pattern;
mod ramp;
#[cfg(test)]
mod tests;
mod tile;

pub use color::{Color, to_linear, to_srgb};
pub use gradient::{Gradient, GradientShape, Placement};
pub use pattern::{Pattern, PatternPlacement};
pub use ramp::{Interpolation, Ramp, Stop};
pub use tile::{Tile, TileSamples};

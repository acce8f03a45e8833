//! Paints: gradients and patterns, types that implement [`crate::scene::Paint`], and colours brought to a model.

mod color;
mod gradient;
mod oklab;
mod ramp;
#[cfg(test)]
mod tests;

pub use color::{Color, to_linear, to_srgb};
pub use gradient::{Gradient, GradientShape, Placement};
pub use ramp::{Interpolation, Ramp, Stop};

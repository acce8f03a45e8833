use std::fmt;

use super::Model;

/// A change of the colours below, each pixel by itself.
pub trait Adjust: Send + Sync + fmt::Debug {
    /// Change straight colours in place; one plane per channel of the model, all of the same length.
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]);
}

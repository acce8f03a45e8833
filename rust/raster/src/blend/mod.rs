//! Blend modes: one file for each family of Photoshop's menu, plain formulas on straight colours.
//!
//! A formula takes the backdrop and the source, both shares of 1, and gives the mixed colour; [`mix`] applies it to rows
//! with alpha. Separable modes are those of PDF 32000-1 section 11.3.5.2, the others of 11.3.5.3; what Photoshop adds
//! (linear burn, vivid light, hard mix ...) follows its documentation of blend modes.

pub mod component;
pub mod contrast;
pub mod darken;
mod dissolve;
mod gamma;
pub mod inversion;
pub mod lighten;
mod mix;
mod mode;
mod strength;

pub use dissolve::dissolve;
pub use gamma::{Curve, normal_by_gamma};
pub use mix::{Backdrop, mix, normal, recolor};
pub use mode::BlendMode;
pub use strength::mix_by_strength;

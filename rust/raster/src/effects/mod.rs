//! Layer effects: one file each, a type that implements [`crate::scene::Effect`].
//!
//! Sizes and distances are in canvas pixels and cut to what Photoshop's dialogs allow; angles in degrees, against the
//! clock from the right, as the dialogs show them. The formulas come from measurements: the stored pictures of files that
//! Photoshop wrote, and the calibration records that the project Patchy publishes about Photoshop 2026 (its page
//! `docs/layer-effects-render.md`); each type names what is known and what is near.

mod bevel;
mod bevel_height;
mod contour;
mod distance;
mod field;
mod glow;
mod noise;
mod overlay;
mod satin;
mod shadow;
mod soft;
mod stroke;
mod style;
mod tent;
#[cfg(test)]
mod test_shapes;

pub use bevel::{Bevel, BevelStyle};
pub use bevel_height::Technique;
pub use contour::{Contour, ContourPoint};
pub use glow::{GlowColor, InnerGlow, OuterGlow};
pub use overlay::Overlay;
pub use satin::Satin;
pub use shadow::{DropShadow, InnerShadow};
pub use soft::Falloff;
pub use stroke::{Stroke, StrokeColor, StrokePosition};
pub use style::{Light, Look, MOST_DISTANCE, MOST_SIZE, offset};

//! A plain scene: a tree of rasters, paints and changes with blend mode, opacity, masks and effects.
//!
//! It says what is to be drawn and knows no file format; [`crate::composite`] draws it. Places are in canvas pixels,
//! samples are shares of 1 (32-bit pictures may exceed it), colours are straight (not multiplied by alpha).

mod adjust;
mod effect;
mod node;
mod paint;
mod source;

pub use adjust::Adjust;
pub use effect::{Coat, CoatColor, CoatPlace, Effect, Shape};
pub use node::{BlendIf, BlendRange, Content, Knockout, Mask, Node, Scene};
pub use paint::{Paint, Solid, Span};
pub use source::{Band, Planes, Source};

/// The colour model in which a scene is composited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// One channel.
    Grey,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black as Photoshop stores and blends them: 1 is bare paper, 0 is full ink.
    Cmyk,
    /// CIE L*a*b*: lightness 0-100 as 0-1; a and b with 128 / 255 as neutral.
    Lab,
}

impl Model {
    /// Colour channels, without alpha.
    pub const fn channels(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
        }
    }
}

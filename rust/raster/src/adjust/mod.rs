//! Adjustments: one file each, a type that implements [`crate::scene::Adjust`].
//!
//! What depends on one value only is a function of `f64` ([`Level`], [`Curve`], [`Brightness`], [`Exposure`]) and is
//! applied as a [`Table`] for each channel ([`Tables`]).

mod black_white;
mod brightness;
mod color_balance;
mod curve;
mod exposure;
mod gradient_map;
mod hue_saturation;
mod levels;
mod lookup;
mod mixer;
mod photo_filter;
mod selective_color;
mod step;
mod table;
mod tone;
mod vibrance;

pub use black_white::BlackWhite;
pub use brightness::{Brightness, LegacyBrightness};
pub use color_balance::ColorBalance;
pub use curve::{Curve, Spline};
pub use exposure::Exposure;
pub use gradient_map::GradientMap;
pub use hue_saturation::{Colorize, HslShift, HueRange, HueSaturation};
pub use levels::Level;
pub use lookup::Lookup;
pub use mixer::Mixer;
pub use photo_filter::PhotoFilter;
pub use selective_color::SelectiveColor;
pub use step::{Invert, Posterize, Threshold};
pub use table::{Table, Tables};
pub use vibrance::Vibrance;

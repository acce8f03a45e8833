//! Picture arithmetic: SIMD resize, palette, perceptual hash, blur score, and compositing of a [`scene`].
//!
//! Knows pixels only, no file format. The functions of single pictures take an upright sRGB one.

pub mod adjust;
pub mod blend;
mod blur;
pub mod composite;
pub mod effects;
pub mod fill;
mod grey;
mod oklab;
mod palette;
pub mod path;
mod phash;
mod resample;
mod resize;
pub mod scene;

pub use blur::blur_score;
pub use palette::{PaletteColor, palette};
pub use phash::{hamming, phash};
pub use resample::{Filter, resample};
pub use resize::{fit, fit_part, fitted_size, resize, resize_part};

//! Plain picture arithmetic: SIMD resize, palette, perceptual hash and blur score.
//!
//! Knows pixels only, no file format. Every function takes an upright sRGB picture.

mod blur;
mod grey;
mod oklab;
mod palette;
mod phash;
mod resize;

pub use blur::blur_score;
pub use palette::{PaletteColor, palette};
pub use phash::{hamming, phash};
pub use resize::{cover, fit, fit_part, fitted_size, resize, resize_part};

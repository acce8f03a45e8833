//! Blend modes: one file for each family, plain formulas on straight colours.

mod mode;

pub use mode::BlendMode;

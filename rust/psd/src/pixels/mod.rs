//! Layer pixels: decoded rows, lazily, for many threads.

mod source;

pub use source::{mask_source, source};

//! Compressed samples: how planes of rows are stored, and their way to 8 bits.

pub(crate) mod prediction;
pub(crate) mod rows;
pub(crate) mod samples;

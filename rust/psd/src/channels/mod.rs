//! Compressed samples: how planes of rows are stored, and their way to 8 bits.

pub(crate) mod packed;
pub(crate) mod plane;
pub(crate) mod prediction;
mod row_table;
pub(crate) mod rows;
pub(crate) mod samples;
pub(crate) mod zip;

//! Which vectors of many are near to one: one bit for each dimension in a memory-mapped file, scanned whole.
//!
//! The file is derived and disposable. It tells candidates with estimates of their inner products; whoever holds the
//! vectors themselves scores the candidates exactly. Codes and estimates are those of Gao and Long 2024, "RaBitQ:
//! Quantizing High-Dimensional Vectors with a Theoretical Error Bound".
//!
//! Beside it, which of many perceptual hashes are near to each other.

mod batch;
mod bytes;
mod code;
#[doc(hidden)]
pub mod fuzz;
mod hashes;
mod ids;
mod index;
mod kernel;
mod layout;
mod query;
mod scan;
mod simd;
mod spin;
mod writer;

pub use hashes::Nearness;
pub use ids::IdSet;
pub use index::{Found, Index};
pub use layout::{Identity, MAX_DIM};
pub use writer::{Changes, Writer};

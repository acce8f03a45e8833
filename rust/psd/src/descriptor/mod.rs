//! Descriptors: named, typed items, nested (the "Descriptor structure" of the file format).

mod read;
mod reference;
mod value;
#[cfg(test)]
pub(crate) mod write;

pub use read::from_block;
pub(crate) use read::text_item;
pub use value::{Descriptor, Value};

#[cfg(test)]
mod tests;

//! Descriptors: named, typed items, nested (the "Descriptor structure" of the file format).

mod value;

pub use value::{Descriptor, Value};

//! Adjustments: one file each, a type that implements [`crate::scene::Adjust`].

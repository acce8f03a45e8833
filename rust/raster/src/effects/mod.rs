//! Layer effects: one file each, a type that implements [`crate::scene::Effect`].

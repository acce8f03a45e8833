//! Paints: gradients and patterns, types that implement [`crate::scene::Paint`].

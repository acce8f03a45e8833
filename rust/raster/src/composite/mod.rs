//! Draws a [`crate::scene::Scene`].

//! Vector masks, shapes and their strokes.

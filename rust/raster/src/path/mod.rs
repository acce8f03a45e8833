//! Vector paths: Bezier outlines combined by boolean operations, their coverage of pixels, and strokes along them.
//!
//! Places are in canvas pixels. [`Coverage`] gives the covered area of each pixel row by row, without ever holding a
//! whole plane; [`outline`] turns a stroke into polygons that are covered the same way.

mod area;
mod coverage;
mod dash;
mod edges;
mod flatten;
mod join;
mod painted;
mod shape;
mod stroke;

#[cfg(test)]
mod tests;

pub use coverage::Coverage;
pub use painted::Painted;
pub use shape::{Component, FillRule, Knot, Operation, Path, Point, Subpath};
pub use stroke::{Alignment, Cap, Join, PathStroke, StrokeStyle};

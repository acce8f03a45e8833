use std::fmt;
use std::sync::Arc;

use imageparser_base::Rect;

use super::{Model, Paint};
use crate::blend::BlendMode;

/// The outline of a layer: how much of each pixel it covers, whatever its opacity. Nothing outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Where the samples lie, in cells of `factor` x `factor` canvas pixels.
    pub area: Rect,
    /// Rows without padding; 255 is covered.
    pub alpha: Vec<u8>,
    /// How many canvas pixels a cell is wide: sizes and distances of effects are given in canvas pixels.
    pub factor: u32,
}

/// An effect of a layer style (drop shadow, glow, stroke ...).
pub trait Effect: Send + Sync + fmt::Debug {
    /// How far it may reach beyond the shape, in canvas pixels.
    fn reach(&self) -> i32;

    /// What it paints for a layer of this shape, bottom to top; nothing outside `canvas` (in cells of the shape) is needed.
    fn coats(&self, shape: &Shape, model: Model, canvas: Rect) -> Vec<Coat>;
}

/// Where a coat goes. `a` is the shape's alpha, `c` the coat's coverage (with the alpha of its paint), `o` its opacity.
///
/// A layer and what lies behind or instead of it are paints side by side, not on top of each other: the shares add up,
/// and the backdrop keeps the rest. The layer's own share is `a * fill`, whatever `fill` is the shape keeps cutting by `a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CoatPlace {
    /// Below the layer, a share of `(1 - a) * c * o` (drop shadow, outer glow, the outer part of a stroke).
    Behind,
    /// Below the layer and seen through it where it is not opaque (a drop shadow that is not knocked out).
    Through,
    /// On the layer, cut by its shape: mixes into the layer's straight colour by `c * o` before alpha, fill and backdrop
    /// are applied (overlays, satin, inner glow and shadow, bevel inside).
    Inside,
    /// In the layer's place, cut by its shape: takes `a * c` away from the layer and all coats inside it that came
    /// before, and mixes with what is below the layer by `a * c * o` (the inner part of a stroke that is not overprinted).
    Instead,
    /// On top of layer and backdrop, not cut by the shape: a share of `c * o` (bevel outside).
    Above,
}

/// The colour of a coat.
#[derive(Debug, Clone)]
pub enum CoatColor {
    /// A paint over the canvas.
    Paint(Arc<dyn Paint>),
    /// Colour planes over the area of the coat, without alpha (glows that follow a gradient).
    Planes(Vec<Vec<u8>>),
}

/// What an effect paints: a colour through a coverage.
#[derive(Debug, Clone)]
pub struct Coat {
    /// Below, on or above the layer.
    pub place: CoatPlace,
    /// Where the coverage lies, in the cells of the shape.
    pub area: Rect,
    /// Rows without padding; empty means "as much as the shape covers" (overlays).
    pub coverage: Vec<u8>,
    /// Its colour.
    pub color: CoatColor,
    /// How it mixes with what is below.
    pub blend: BlendMode,
    /// 0-1.
    pub opacity: f32,
}

use std::f32::consts::TAU;

use imageparser_base::Rect;

use super::ramp::Ramp;
use crate::scene::{Paint, Span};

/// How the place on the canvas gives the place on the ramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradientShape {
    /// Along a line, from its start to its end.
    Linear,
    /// The distance from the centre.
    Radial,
    /// The angle around the centre, clockwise.
    Angle,
    /// The distance from a line through the centre, on both sides.
    Reflected,
    /// Squares that stand on a corner at the end of the line.
    Diamond,
}

/// Where a gradient lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// How the ramp is laid out.
    pub shape: GradientShape,
    /// The rectangle that it spans.
    pub bounds: Rect,
    /// In degrees, counterclockwise from the right.
    pub angle: f64,
    /// 1 is from edge to edge.
    pub scale: f64,
    /// Moved by these shares of the size of the bounds.
    pub offset: (f64, f64),
}

/// A gradient over the canvas.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    shape: GradientShape,
    start: (f32, f32),
    /// The vector from start to end divided by the square of its length.
    along: (f32, f32),
    /// One by the radius of a radial gradient.
    inverse: f32,
    reverse: bool,
    ramp: Ramp,
}

impl Gradient {
    /// A gradient; with `reverse` from the end of the ramp to its start.
    ///
    /// As Photoshop draws it (found from its pictures): the line runs through the centre of the bounds from edge to edge,
    /// `min(width / |cos|, height / |sin|)` long; gradients with a centre start there and reach half as far. Start and
    /// end are cut to whole pixels, the radius is not; a pixel takes the colour of its upper left corner.
    pub fn new(placement: &Placement, reverse: bool, ramp: Ramp) -> Self {
        let (start, end, radius) = ends(placement);
        let (x, y) = (end.0 - start.0, end.1 - start.1);
        let square = x * x + y * y;
        let along = if square > 0.0 { ((x / square) as f32, (y / square) as f32) } else { (0.0, 0.0) };
        let inverse = if radius > 0.0 { (1.0 / radius) as f32 } else { 0.0 };
        Self { shape: placement.shape, start: (start.0 as f32, start.1 as f32), along, inverse, reverse, ramp }
    }

    fn fill(&self, span: Span, planes: &mut [&mut [f32]], place: impl Fn(f32, f32) -> f32) {
        let count = planes.first().map_or(0, |plane| plane.len());
        let y = span.y - 0.5 - self.start.1;
        for index in 0..count {
            let x = span.x - 0.5 - self.start.0 + index as f32 * span.step;
            let place = place(x, y).clamp(0.0, 1.0);
            let samples = self.ramp.at(if self.reverse { 1.0 - place } else { place });
            for (plane, &sample) in planes.iter_mut().zip(samples) {
                plane[index] = sample;
            }
        }
    }
}

type Point = (f64, f64);

/// Larger scales are taken as this large: places stay numbers that whole pixels can tell apart.
const LARGEST: f64 = 1e4;

fn ends(placement: &Placement) -> (Point, Point, f64) {
    let Placement { shape, bounds, angle, scale, offset } = *placement;
    let (width, height) = (bounds.width().max(1) as f64, bounds.height().max(1) as f64);
    let (sin, cos) = finite(angle).rem_euclid(360.0).to_radians().sin_cos();
    let length = (width / cos.abs()).min(height / sin.abs());
    let half = length / 2.0 * finite(scale).clamp(0.0, LARGEST);
    let share = |value: f64| finite(value).clamp(-LARGEST, LARGEST);
    let center = (
        f64::from(bounds.left) + width * (0.5 + share(offset.0)),
        f64::from(bounds.top) + height * (0.5 + share(offset.1)),
    );
    let (x, y) = (half * cos, -half * sin);
    let start = if shape == GradientShape::Linear { (center.0 - x, center.1 - y) } else { center };
    let end = (center.0 + x, center.1 + y);
    let (whole_start, whole_end) = (whole(start), whole(end));
    if whole_start == whole_end { (start, end, half) } else { (whole_start, whole_end, half) }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// Cut to whole pixels; what is whole but for a rounding error stays.
fn whole(point: Point) -> Point {
    ((point.0 + 1e-6).floor(), (point.1 + 1e-6).floor())
}

impl Paint for Gradient {
    fn row(&self, span: Span, planes: &mut [&mut [f32]]) {
        let (ax, ay) = self.along;
        match self.shape {
            GradientShape::Linear => self.fill(span, planes, |x, y| x * ax + y * ay),
            GradientShape::Reflected => self.fill(span, planes, |x, y| (x * ax + y * ay).abs()),
            GradientShape::Radial => self.fill(span, planes, |x, y| x.hypot(y) * self.inverse),
            GradientShape::Diamond => {
                self.fill(span, planes, |x, y| (x * ax + y * ay).abs() + (x * ay - y * ax).abs());
            }
            GradientShape::Angle => self.fill(span, planes, |x, y| {
                let turn = (y.atan2(x) - ay.atan2(ax)) / TAU;
                turn - turn.floor()
            }),
        }
    }
}

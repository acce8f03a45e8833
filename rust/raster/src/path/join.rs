use std::f64::consts::PI;

use super::shape::Point;

/// The shape of a corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Both edges run on until they meet, within the limit; else as a bevel.
    Miter,
    /// An arc.
    Round,
    /// Cut off straight.
    Bevel,
}

/// The shape of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// Cut off at the end.
    Butt,
    /// Half a circle behind the end.
    Round,
    /// Half a square behind the end.
    Square,
}

/// A pen of some radius.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub(super) radius: f64,
    pub(super) join: Join,
    pub(super) cap: Cap,
    /// Longest miter, as a multiple of the width of the pen.
    pub(super) miter_limit: f64,
}

/// Turns below this (about 8 degrees) are steps of a flattened curve: their edges are joined directly.
const SMOOTH: f64 = 0.99;
/// How far an arc may stay from its chords, in pixels.
const FLATNESS: f64 = 0.01;

impl Pen {
    /// Append the edge to the left of `points` (as seen along them, rows running down), with its joins.
    pub(super) fn edge(self, points: &[Point], closed: bool, out: &mut Vec<Point>) {
        let count = points.len();
        let directions: Vec<Point> = (0..count).map(|i| direction(points[i], points[(i + 1) % count])).collect();
        let lines = if closed { count } else { count.saturating_sub(1) };
        for index in 0..lines {
            let (from, to) = (points[index], points[(index + 1) % count]);
            let normal = directions[index].normal();
            out.push(from.plus(normal, self.radius));
            out.push(to.plus(normal, self.radius));
            if closed || index + 1 < lines {
                self.corner(to, directions[index], directions[(index + 1) % count], out);
            }
        }
    }

    /// Lead from the left edge before a corner to the left edge behind it; both ends are drawn by [`Self::edge`].
    ///
    /// On the inner side the edges cross each other; going by the corner itself keeps every part of the stroke wound
    /// the same way round, so that the non-zero rule fills the union.
    fn corner(self, pivot: Point, before: Point, after: Point, out: &mut Vec<Point>) {
        let (cross, dot) = (before.cross(after), before.dot(after));
        let outer = cross > 0.0 || (cross == 0.0 && dot < 0.0);
        if dot > SMOOTH {
            return;
        }
        if !outer {
            out.push(pivot);
            return;
        }
        match self.join {
            Join::Round => self.arc(pivot, before.normal(), cross.atan2(dot), out),
            // The tip lies 1 / cos(turn / 2) radii away, and cos^2(turn / 2) = (1 + cos(turn)) / 2.
            Join::Miter if (1.0 + dot) * self.miter_limit * self.miter_limit >= 2.0 => {
                let sum = before.normal().plus(after.normal(), 1.0);
                out.push(pivot.plus(sum, self.radius / (1.0 + dot)));
            }
            Join::Bevel | Join::Miter => {}
        }
    }

    /// Close the end at `end` of a line that arrives in `direction`.
    pub(super) fn close_end(self, end: Point, direction: Point, out: &mut Vec<Point>) {
        match self.cap {
            Cap::Butt => {}
            Cap::Round => self.arc(end, direction.normal(), PI, out),
            Cap::Square => {
                let tip = end.plus(direction, self.radius);
                out.push(tip.plus(direction.normal(), self.radius));
                out.push(tip.plus(direction.normal(), -self.radius));
            }
        }
    }

    /// The inner points of an arc around `center`, from the direction `start` on, turning with the rows running down.
    fn arc(self, center: Point, start: Point, angle: f64, out: &mut Vec<Point>) {
        let step = (8.0 * FLATNESS / (self.radius + 1.0)).sqrt();
        let count = (angle.abs() / step).ceil().clamp(1.0, 4096.0) as usize;
        for index in 1..count {
            let (sin, cos) = (angle * index as f64 / count as f64).sin_cos();
            let turned = Point::new(start.x * cos - start.y * sin, start.x * sin + start.y * cos);
            out.push(center.plus(turned, self.radius));
        }
    }
}

/// The direction from one place to another, which differ.
pub(super) fn direction(from: Point, to: Point) -> Point {
    let step = to.minus(from);
    let length = step.length();
    if length > 0.0 { Point::new(step.x / length, step.y / length) } else { Point::new(1.0, 0.0) }
}

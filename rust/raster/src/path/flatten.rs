use imageparser_base::Rect;

use super::edges::extent;
use super::shape::{Path, Point, Subpath};

/// A subpath of straight lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Polyline {
    pub(super) points: Vec<Point>,
    pub(super) closed: bool,
}

/// Most points of a flattened path; a path that would need more gets coarser curves.
const MOST_POINTS: usize = 1 << 20;
/// How far a chord may stay from its curve, in pixels.
const FLATNESS: f64 = 0.01;
/// Coordinates beyond this are pulled in, so that no arithmetic on them overflows; no canvas is as large.
const FAR: f64 = 1e7;

/// How finely curves are cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fineness {
    /// Factor from the coordinates of the path to those of the result.
    pub(super) scale: f64,
    /// Half the width of the pen that will follow the lines: its outer edge is a longer curve.
    pub(super) pen: f64,
    /// Most lines of one curve.
    most: usize,
}

impl Fineness {
    pub(super) fn new(path: &Path, scale: f64, pen: f64) -> Self {
        let knots: usize = path.components.iter().flat_map(|part| &part.subpaths).map(|sub| sub.knots.len()).sum();
        Self { scale, pen, most: (MOST_POINTS / knots.max(1)).clamp(1, 4096) }
    }

    fn place(self, point: Point) -> Point {
        let near = |value: f64| (value * self.scale).max(-FAR).min(FAR);
        Point::new(near(point.x), near(point.y))
    }

    /// The number of lines for which the error bound of the chords, max|B''| / (8 n^2), stays below the flatness.
    fn lines(self, [a, b, c, d]: [Point; 4]) -> usize {
        let bend = |p: Point, q: Point, r: Point| p.plus(q, -2.0).plus(r, 1.0).length();
        let bends = bend(a, b, c).max(bend(b, c, d));
        if straight(a, b, d) && straight(a, c, d) {
            return 1;
        }
        let mut count = (0.75 * bends / FLATNESS).sqrt();
        if self.pen > 0.0 {
            // A step of this angle leaves a flat of FLATNESS on the outer edge; the turn of the control polygon
            // bounds the turn of the curve.
            let step = (8.0 * FLATNESS / (self.pen + 1.0)).sqrt();
            count = count.max((turn(b.minus(a), c.minus(b)) + turn(c.minus(b), d.minus(c))) / step);
        }
        (count.ceil() as usize).clamp(1, self.most)
    }
}

/// Whether a control point lies on the chord, between its ends.
fn straight(from: Point, control: Point, to: Point) -> bool {
    let (chord, arm) = (to.minus(from), control.minus(from));
    let length = chord.length();
    chord.cross(arm).abs() <= 1e-6 * length.max(1e-6) && (-1e-6..=length * length + 1e-6).contains(&chord.dot(arm))
}

fn turn(from: Point, to: Point) -> f64 {
    from.cross(to).atan2(from.dot(to)).abs()
}

impl Path {
    /// The least rectangle of canvas pixels around all outlines; empty where there are none.
    pub fn bounds(&self) -> Rect {
        let fineness = Fineness::new(self, 1.0, 0.0);
        let subpaths = self.components.iter().flat_map(|component| &component.subpaths);
        extent(&subpaths.map(|subpath| flatten(subpath, fineness)).collect::<Vec<_>>())
    }
}

/// The subpath as straight lines.
pub(super) fn flatten(subpath: &Subpath, fineness: Fineness) -> Polyline {
    let mut points = Vec::with_capacity(subpath.knots.len());
    let curves = subpath.knots.iter().zip(subpath.knots.iter().skip(1));
    points.extend(subpath.knots.first().map(|knot| fineness.place(knot.anchor)));
    for (from, to) in curves {
        curve([from.anchor, from.after, to.before, to.anchor], fineness, &mut points);
    }
    if let (true, Some(from), Some(to)) = (subpath.closed, subpath.knots.last(), subpath.knots.first()) {
        curve([from.anchor, from.after, to.before, to.anchor], fineness, &mut points);
    }
    Polyline { points, closed: subpath.closed }
}

/// Append the points of a cubic Bezier curve after its first.
fn curve(controls: [Point; 4], fineness: Fineness, points: &mut Vec<Point>) {
    let [a, b, c, d] = controls.map(|point| fineness.place(point));
    let count = fineness.lines([a, b, c, d]);
    for step in 1..count {
        let t = step as f64 / count as f64;
        let s = 1.0 - t;
        let (wa, wb, wc, wd) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
        let mix = |a: f64, b: f64, c: f64, d: f64| wa * a + wb * b + wc * c + wd * d;
        points.push(Point::new(mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y)));
    }
    points.push(d);
}

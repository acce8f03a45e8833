use std::sync::Arc;

use imageparser_base::{Rect, Result};

use super::coverage::Coverage;
use super::dash::dashed;
use super::flatten::{Fineness, Polyline, flatten};
use super::join::{Pen, direction};
use super::shape::{Path, Point};
use crate::blend::BlendMode;
use crate::scene::Paint;

pub use super::join::{Cap, Join};

/// On which side of the path a stroke lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Within what the path covers.
    Inside,
    /// Half of it on either side.
    Center,
    /// Outside of what the path covers.
    Outside,
}

/// How a path is stroked.
#[derive(Debug, Clone, PartialEq)]
pub struct StrokeStyle {
    /// In pixels.
    pub width: f64,
    /// On which side.
    pub alignment: Alignment,
    /// Ends of open lines and of dashes.
    pub cap: Cap,
    /// Corners.
    pub join: Join,
    /// Longest miter, as a multiple of the width.
    pub miter_limit: f64,
    /// Dash, gap, dash ... in pixels; empty for a whole line.
    pub dashes: Vec<f64>,
    /// Where in the dashes a line begins, in pixels.
    pub dash_offset: f64,
}

/// A stroke along a path, with its paint.
#[derive(Debug, Clone)]
pub struct PathStroke {
    path: Path,
    alignment: Alignment,
    outlines: Vec<Polyline>,
    paint: Arc<dyn Paint>,
    blend: BlendMode,
    opacity: f32,
}

/// Wider pens are taken as this wide; no canvas is as large.
const WIDEST: f64 = 1e6;

impl PathStroke {
    /// The stroke of `path` in `style`.
    ///
    /// # Errors
    /// `TooLarge` for too many dashes.
    pub fn new(path: Path, style: &StrokeStyle, paint: Arc<dyn Paint>, blend: BlendMode, opacity: f32) -> Result<Self> {
        let width = style.width.max(0.0).min(WIDEST);
        // A stroke on one side is the half of a stroke of twice the width that lies there.
        let radius = if style.alignment == Alignment::Center { width / 2.0 } else { width };
        let pen = Pen { radius, join: style.join, cap: style.cap, miter_limit: style.miter_limit.max(1.0) };
        let fineness = Fineness::new(&path, 1.0, radius);
        let subpaths = path.components.iter().flat_map(|component| &component.subpaths);
        let lines = subpaths.map(|subpath| flatten(subpath, fineness)).collect();
        let lines = dashed(lines, &style.dashes, style.dash_offset)?;
        let outlines =
            if radius > 0.0 { lines.iter().flat_map(|line| outline(line, pen)).collect() } else { Vec::new() };
        Ok(Self { path, alignment: style.alignment, outlines, paint, blend, opacity })
    }

    /// Its paint, blend mode and opacity.
    pub fn paint(&self) -> (&Arc<dyn Paint>, BlendMode, f32) {
        (&self.paint, self.blend, self.opacity)
    }

    /// The coverage by the pen within `area`, and the coverage by the path that cuts it where the stroke lies on one side.
    ///
    /// # Errors
    /// As [`Coverage::new`].
    pub(super) fn coverages(&self, area: Rect) -> Result<(Coverage, Option<Coverage>)> {
        let pen = Coverage::of_outlines(&self.outlines, area)?;
        let cut = (self.alignment != Alignment::Center).then(|| Coverage::new(&self.path, 1.0, area));
        Ok((pen, cut.transpose()?))
    }

    /// Cut the coverage of the pen by that of the path.
    pub(super) fn cut(&self, pen: &mut [u8], path: &[u8]) {
        let inside = self.alignment == Alignment::Inside;
        for (value, &covered) in pen.iter_mut().zip(path) {
            let share = if inside { covered } else { 255 - covered };
            *value = ((u32::from(*value) * u32::from(share) + 127) / 255) as u8;
        }
    }
}

/// The polygons whose union (by the non-zero rule) the pen covers.
fn outline(line: &Polyline, pen: Pen) -> Vec<Polyline> {
    let mut points = line.points.clone();
    points.dedup_by(|a, b| a.minus(*b).length() < 1e-6);
    while line.closed && points.len() > 1 && points[0].minus(points[points.len() - 1]).length() < 1e-6 {
        points.pop();
    }
    let Some((&first, &last)) = points.first().zip(points.last()) else { return Vec::new() };
    if points.len() == 1 {
        return dot(first, pen);
    }
    let back: Vec<Point> = points.iter().rev().copied().collect();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    if line.closed && points.len() > 2 {
        pen.edge(&points, true, &mut left);
        pen.edge(&back, true, &mut right);
        return [left, right].map(|points| Polyline { points, closed: true }).into();
    }
    pen.edge(&points, false, &mut left);
    pen.close_end(last, direction(back[1], last), &mut left);
    pen.edge(&back, false, &mut left);
    pen.close_end(first, direction(points[1], first), &mut left);
    vec![Polyline { points: left, closed: true }]
}

/// What a pen that does not move leaves: nothing with flat ends.
fn dot(center: Point, pen: Pen) -> Vec<Polyline> {
    let mut points = Vec::new();
    if pen.cap != Cap::Butt {
        for way in [Point::new(1.0, 0.0), Point::new(-1.0, 0.0)] {
            points.push(center.plus(way.normal(), pen.radius));
            pen.close_end(center, way, &mut points);
        }
    }
    vec![Polyline { points, closed: true }]
}

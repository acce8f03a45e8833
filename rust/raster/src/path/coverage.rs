use std::ops::Range;

use imageparser_base::{Rect, Result};

use super::area;
use super::edges::Edges;
use super::flatten::{Fineness, Polyline, flatten};
use super::shape::{FillRule, Operation, Path};
use crate::scene::{Band, Source};

/// How much of each pixel a path covers: a source of one plane, drawn row by row when it is asked for.
#[derive(Debug, Clone)]
pub struct Coverage {
    parts: Vec<Part>,
    full: bool,
    inverse: bool,
    /// What the outlines reach of the area.
    extent: Rect,
    area: Rect,
}

#[derive(Debug, Clone)]
struct Part {
    operation: Operation,
    rule: FillRule,
    edges: Edges,
}

impl Coverage {
    /// The coverage of `path`, its coordinates multiplied by `scale`, within `area` (in scaled pixels).
    ///
    /// Nothing is covered before the first component, unless it takes away (subtract, intersect) or the path starts
    /// full: then everything is.
    ///
    /// # Errors
    /// `TooLarge` where drawing would take minutes.
    pub fn new(path: &Path, scale: f64, area: Rect) -> Result<Self> {
        let fineness = Fineness::new(path, scale, 0.0);
        let mut parts = Vec::with_capacity(path.components.len());
        for component in &path.components {
            let outlines: Vec<Polyline> = component.subpaths.iter().map(|sub| flatten(sub, fineness)).collect();
            let edges = Edges::new(&outlines, area)?;
            parts.push(Part { operation: component.operation, rule: component.rule, edges });
        }
        Ok(Self::of_parts(parts, path.full, area))
    }

    /// The coverage of polygons, filled together by the non-zero rule.
    pub(super) fn of_outlines(outlines: &[Polyline], area: Rect) -> Result<Self> {
        let edges = Edges::new(outlines, area)?;
        Ok(Self::of_parts(vec![Part { operation: Operation::Unite, rule: FillRule::NonZero, edges }], false, area))
    }

    fn of_parts(parts: Vec<Part>, full: bool, area: Rect) -> Self {
        let removes = |part: &Part| matches!(part.operation, Operation::Subtract | Operation::Intersect);
        let full = parts.first().map_or(full, removes);
        let extent = parts.iter().fold(Rect::default(), |all, part| all.union(part.edges.extent()));
        Self { parts, full, inverse: false, extent: extent.intersect(area), area }
    }

    /// The same the other way round: what was covered is not, what was not is.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        self.inverse = !self.inverse;
        self
    }

    /// Whether what lies far from all outlines is covered.
    pub fn covers_outside(&self) -> bool {
        let before = f32::from(u8::from(self.full));
        let outside = self.parts.iter().fold(before, |before, part| part.operation.combine(before, 0.0));
        (outside > 0.0) != self.inverse
    }

    /// The coverage of some pixels of the area, which need not lie within the bounds; rows without padding.
    pub fn draw(&self, area: Rect, target: &mut [u8]) {
        let mut row = Row::default();
        for (y, line) in (area.top..area.bottom).zip(target.chunks_exact_mut(area.width().max(1))) {
            self.row(y, area.left, line.len(), &mut row);
            for (value, covered) in line.iter_mut().zip(&row.covered) {
                *value = (covered * 255.0 + 0.5) as u8;
            }
            if self.inverse {
                line.iter_mut().for_each(|value| *value = 255 - *value);
            }
        }
    }

    fn row(&self, y: i32, left: i32, width: usize, row: &mut Row) {
        row.covered.clear();
        row.covered.resize(width, f32::from(u8::from(self.full)));
        for part in &self.parts {
            row.sums.clear();
            row.sums.resize(width + 1, 0.0);
            for line in part.edges.crossing(y) {
                area::add(line, y, left, &mut row.sums);
            }
            let mut sum = 0.0;
            for (covered, difference) in row.covered.iter_mut().zip(&row.sums) {
                sum += difference;
                *covered = part.operation.combine(*covered, area::covered(sum, part.rule));
            }
        }
    }
}

/// Buffers of one row.
#[derive(Debug, Default)]
struct Row {
    sums: Vec<f32>,
    covered: Vec<f32>,
}

impl Source for Coverage {
    fn bounds(&self) -> Rect {
        if self.covers_outside() { self.area } else { self.extent }
    }

    fn has_alpha(&self) -> bool {
        false
    }

    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()> {
        let area = Rect { top: rows.start, bottom: rows.end, ..self.bounds() };
        let planes = band.reset_u8(area, 1);
        self.draw(area, &mut planes[0]);
        Ok(())
    }
}

use imageparser_base::{Error, Rect, Result};

use super::flatten::Polyline;
use super::shape::Point;

/// The sides of polygons, sorted into bands of rows, so that some rows look only at the sides that cross them.
#[derive(Debug, Clone, Default)]
pub(super) struct Edges {
    lines: Vec<[Point; 2]>,
    /// For each band of `BAND` rows from `top`: where its part of `order` starts; one more at the end.
    starts: Vec<u32>,
    order: Vec<u32>,
    top: i32,
    /// The least rectangle of pixels around all sides.
    extent: Rect,
}

const BAND: i32 = 32;
/// Most steps (rows and columns crossed by all sides together) that drawing may cost.
const MOST_STEPS: f64 = (1u64 << 28) as f64;

impl Edges {
    /// The sides of `outlines` (each closed by a straight line), as far as they matter within `area`.
    ///
    /// # Errors
    /// `TooLarge` where drawing them would take minutes.
    pub(super) fn new(outlines: &[Polyline], area: Rect) -> Result<Self> {
        let mut lines = Vec::new();
        let mut steps = 0.0;
        for outline in outlines {
            let next = outline.points.iter().cycle().skip(1);
            for (&from, &to) in outline.points.iter().zip(next) {
                if let Some((line, cost)) = within(from, to, area) {
                    steps += cost;
                    lines.push(line);
                }
            }
        }
        if steps > MOST_STEPS || u32::try_from(lines.len()).is_err() {
            return Err(Error::too_large("vector path: its outline is too long to be drawn"));
        }
        let extent = extent(outlines).intersect(area);
        let mut edges = Self { lines, top: extent.top, extent, ..Self::default() };
        edges.sort();
        Ok(edges)
    }

    pub(super) const fn extent(&self) -> Rect {
        self.extent
    }

    /// The sides that may cross `row`.
    pub(super) fn crossing(&self, row: i32) -> impl Iterator<Item = [Point; 2]> + '_ {
        let band = (row - self.top) / BAND;
        let at = |index: i32| usize::try_from(index).ok().and_then(|i| self.starts.get(i)).copied();
        let range = if row < self.top { None } else { at(band).zip(at(band + 1)) };
        let (start, end) = range.unwrap_or_default();
        self.order[start as usize..end as usize].iter().map(|&index| self.lines[index as usize])
    }

    /// Counting sort: a side is listed in every band that it crosses.
    fn sort(&mut self) {
        let count = self.extent.height().div_ceil(BAND as usize);
        let bands = |line: &[Point; 2]| {
            let (low, high) = (line[0].y.min(line[1].y), line[0].y.max(line[1].y));
            let band = |row: f64| ((row - f64::from(self.top)) / f64::from(BAND)).max(0.0) as usize;
            band(low)..(band(high) + 1).min(count)
        };
        let mut starts = vec![0_u32; count + 1];
        for band in self.lines.iter().flat_map(bands) {
            starts[band + 1] += 1;
        }
        for band in 0..count {
            starts[band + 1] += starts[band];
        }
        let mut next = starts.clone();
        let mut order = vec![0; starts[count] as usize];
        for (index, line) in self.lines.iter().enumerate() {
            for band in bands(line) {
                order[next[band] as usize] = index as u32;
                next[band] += 1;
            }
        }
        (self.starts, self.order) = (starts, order);
    }
}

/// The side and what drawing it costs; `None` where it adds nothing to the area: level, above, below or to the right
/// of it.
fn within(from: Point, to: Point, area: Rect) -> Option<([Point; 2], f64)> {
    let rows = (f64::from(area.top), f64::from(area.bottom));
    let columns = (f64::from(area.left), f64::from(area.right));
    let (low, high) = (from.y.min(to.y).max(rows.0), from.y.max(to.y).min(rows.1));
    if low >= high || from.x.min(to.x) >= columns.1 {
        return None;
    }
    let across = from.x.max(to.x).min(columns.1) - from.x.min(to.x).max(columns.0);
    Some(([from, to], 2.0 + high - low + across.max(0.0)))
}

/// The least rectangle of pixels around outlines.
pub(super) fn extent(outlines: &[Polyline]) -> Rect {
    let points = || outlines.iter().flat_map(|outline| &outline.points);
    if points().next().is_none() {
        return Rect::default();
    }
    // Less than this covers nothing that could be seen; fixed point numbers miss whole pixels by as little.
    let slack = 1.0 / 600.0;
    let least = |place: fn(&Point) -> f64| (points().map(place).fold(f64::INFINITY, f64::min) + slack).floor() as i32;
    let most = |place: fn(&Point) -> f64| (points().map(place).fold(f64::NEG_INFINITY, f64::max) - slack).ceil() as i32;
    Rect::new(least(|p| p.x), least(|p| p.y), most(|p| p.x), most(|p| p.y))
}

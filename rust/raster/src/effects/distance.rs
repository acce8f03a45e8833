use imageparser_base::Rect;

use super::field::Field;

/// No source in this column within reach.
const NONE: i16 = i16::MAX;

/// How far the covered cells reach: for each cell `value - distance` of the nearest cell that is covered at all,
/// or less than `-most` where none lies within `most` cells.
///
/// A fully covered cell reads 1 at its centre and 1 - d at a distance d. Where a straight edge passes through a partly
/// covered cell, 0.5 less than the result is the signed distance to the edge, so that a band of `size` cells around it
/// has the coverage `size + result`, cut to 0-1; at whole-pixel edges that is the band that Photoshop paints.
///
/// The nearest covered cell is found exactly (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions",
/// 2012: columns first, then the lower envelope of parabolas of each row); partial cover of it and of its neighbours
/// corrects the distance, as in Gustavson and Strand, "Anti-aliased Euclidean distance transform", 2011.
pub(super) fn reach(field: &Field, most: f32) -> Field {
    let area = field.area;
    let mut result = Field::filled(area, -most - 2.0);
    let width = area.width();
    if width == 0 {
        return result;
    }
    let columns = nearest_in_columns(field, most);
    let mut envelope = Envelope::default();
    for (index, row) in result.values.chunks_exact_mut(width).enumerate() {
        envelope.build(&columns[index * width..(index + 1) * width]);
        let y = area.top + index as i32;
        envelope.each(width, |x, column, offset| {
            let source = (area.left + column as i32, y + i32::from(offset));
            row[x] = row[x].max(furthest(field, source, (area.left + x as i32, y)));
        });
    }
    result
}

/// The mean of how far `source` reaches at `place`, and of how far the one of its neighbours does that reaches furthest.
///
/// In the stroke around a soft-edged ellipse of psd-tools' stroke-effects.psd both are the same for most pixels and right;
/// where they differ, what Photoshop stored lies between them (29 for 6 and 48, 105 for 89 and 124, 92 for 80 and 110).
fn furthest(field: &Field, source: (i32, i32), place: (i32, i32)) -> f32 {
    let at = |x: i32, y: i32| {
        let value = field.at(x, y, 0.0);
        let (dx, dy) = ((x - place.0) as f32, (y - place.1) as f32);
        if value > 0.0 { value - (dx * dx + dy * dy).sqrt() } else { f32::NEG_INFINITY }
    };
    let nearest = at(source.0, source.1);
    if source == place && nearest >= 1.0 {
        return nearest;
    }
    let around = (source.1 - 1..=source.1 + 1).flat_map(|y| (source.0 - 1..=source.0 + 1).map(move |x| (x, y)));
    let best = around.map(|(x, y)| at(x, y)).fold(nearest, f32::max);
    0.5 * (nearest + best)
}

/// For each cell the rows to the nearest covered cell of its column.
fn nearest_in_columns(field: &Field, most: f32) -> Vec<i16> {
    let (width, height) = (field.area.width(), field.area.height());
    let limit = (most.ceil().clamp(0.0, 30_000.0) as i16) + 2;
    let mut offsets = vec![NONE; width * height];
    let mut above = vec![NONE; width];
    for (row, values) in offsets.chunks_exact_mut(width).zip(field.values.chunks_exact(width)) {
        for ((offset, above), value) in row.iter_mut().zip(&mut above).zip(values) {
            *above = if *value > 0.0 { 0 } else { further(*above, limit) };
            *offset = if *above == NONE { NONE } else { -*above };
        }
    }
    let mut below = vec![NONE; width];
    for (row, values) in offsets.chunks_exact_mut(width).zip(field.values.chunks_exact(width)).rev() {
        for ((offset, below), value) in row.iter_mut().zip(&mut below).zip(values) {
            *below = if *value > 0.0 { 0 } else { further(*below, limit) };
            if *below < offset.unsigned_abs().min(NONE as u16) as i16 {
                *offset = *below;
            }
        }
    }
    offsets
}

fn further(distance: i16, limit: i16) -> i16 {
    if distance >= limit { NONE } else { distance + 1 }
}

/// The lower envelope of the parabolas of one row.
#[derive(Default)]
struct Envelope {
    /// Column, row offset, first column (in fractions) where this parabola is the lowest.
    parts: Vec<(usize, i16, f64)>,
}

impl Envelope {
    fn build(&mut self, offsets: &[i16]) {
        self.parts.clear();
        for (column, &offset) in offsets.iter().enumerate() {
            if offset == NONE {
                continue;
            }
            let mut from = f64::NEG_INFINITY;
            while let Some(&(last, height, start)) = self.parts.last() {
                from = crossing((last, height), (column, offset));
                if from > start {
                    break;
                }
                self.parts.pop();
                from = f64::NEG_INFINITY;
            }
            self.parts.push((column, offset, from));
        }
    }

    /// Call `found(x, column, offset)` for each column with the column of its nearest source.
    fn each(&self, width: usize, mut found: impl FnMut(usize, usize, i16)) {
        let mut part = 0;
        for x in 0..width {
            while self.parts.get(part + 1).is_some_and(|next| next.2 < x as f64) {
                part += 1;
            }
            if let Some(&(column, offset, _)) = self.parts.get(part) {
                found(x, column, offset);
            }
        }
    }
}

/// Where the parabola of the later column comes below that of the earlier.
fn crossing(earlier: (usize, i16), later: (usize, i16)) -> f64 {
    let height = |(column, offset): (usize, i16)| {
        let (column, offset) = (column as f64, f64::from(offset));
        column * column + offset * offset
    };
    (height(later) - height(earlier)) / (2.0 * (later.0 - earlier.0) as f64)
}

/// How much of each cell a band covers that reaches `band` cells beyond the edge (see [`reach`]).
pub(super) fn band(reach: &Field, band: f32) -> Field {
    let values = reach.values.iter().map(|value| (band + value).clamp(0.0, 1.0)).collect();
    Field { area: reach.area, values }
}

/// The area within which a field must be known so that everything within `most` cells of `wanted` is right.
pub(super) fn domain(wanted: Rect, most: f32) -> Rect {
    wanted.grow(most.ceil().clamp(0.0, 1e6) as i32 + 2)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nearest(field: &Field, x: i32, y: i32) -> Option<f32> {
        let area = field.area;
        let cells = (area.top..area.bottom).flat_map(|cy| (area.left..area.right).map(move |cx| (cx, cy)));
        cells
            .filter(|&(cx, cy)| field.at(cx, cy, 0.0) > 0.0)
            .map(|(cx, cy)| (((cx - x).pow(2) + (cy - y).pow(2)) as f32).sqrt())
            .min_by(f32::total_cmp)
    }

    proptest! {
        #[test]
        fn binary_shapes_have_exact_distances(
            width in 1..24_i32, height in 1..24_i32, seed in prop::collection::vec(0..12_u8, 576)
        ) {
            let area = Rect::new(-2, 3, width - 2, height + 3);
            let values = seed.iter().take(area.area()).map(|value| f32::from(*value == 0)).collect();
            let field = Field { area, values };
            let result = reach(&field, 40.0);
            for y in area.top..area.bottom {
                for x in area.left..area.right {
                    let expected = nearest(&field, x, y).map_or(-42.0, |distance| 1.0 - distance);
                    prop_assert!((result.at(x, y, 0.0) - expected).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn a_partly_covered_column_moves_the_edge() {
        let area = Rect::new(0, 0, 12, 9);
        let mut field = Field::filled(area, 0.0);
        for row in field.values.chunks_exact_mut(12) {
            row[..4].fill(1.0);
            row[4] = 0.25;
        }
        let result = reach(&field, 20.0);
        assert!((result.at(8, 4, 0.0) - -3.75).abs() < 1e-6, "4.25 columns are covered: the edge is 4.25 from 8.5");
        let band = band(&result, 2.0);
        assert!((band.at(6, 4, 0.0) - 0.25).abs() < 1e-6 && band.at(5, 4, 0.0) == 1.0 && band.at(7, 4, 0.0) == 0.0);
    }

    #[test]
    fn nothing_within_reach_is_less_than_most() {
        let mut field = Field::filled(Rect::new(0, 0, 60, 60), 0.0);
        field.values[0] = 1.0;
        let result = reach(&field, 10.0);
        assert!(result.at(59, 59, 0.0) < -10.0 && result.at(0, 30, 0.0) < -10.0);
        assert!((result.at(6, 8, 0.0) - -9.0).abs() < 1e-5);
        assert_eq!(reach(&Field::filled(Rect::default(), 0.0), 5.0).values.len(), 0);
    }
}

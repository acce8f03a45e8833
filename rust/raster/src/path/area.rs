use super::shape::{FillRule, Point};

/// Add the share of one side to a row of signed areas.
///
/// A piece of a side that descends `dy` at the mean distance `x` from the left edge of its pixel covers `dy (1 - x)` of
/// that pixel and `dy` of every pixel to the right; the row holds the differences from pixel to pixel, so that its
/// running sum is the area (the signed-area accumulation of font renderers, as in Levien's font-rs).
/// `left` is the column of the first place of the row, which has one place more than it has pixels.
pub(super) fn add(line: [Point; 2], row: i32, left: i32, sums: &mut [f32]) {
    let [mut from, mut to] = line.map(|point| Point::new(point.x - f64::from(left), point.y - f64::from(row)));
    let sign = if from.y > to.y {
        (from, to) = (to, from);
        -1.0
    } else {
        1.0
    };
    if to.y <= 0.0 || from.y >= 1.0 {
        return;
    }
    let slope = (to.x - from.x) / (to.y - from.y);
    let (top, bottom) = (from.y.max(0.0), to.y.min(1.0));
    // Places of a nearly level side are kept between its ends: the slope may be huge.
    let (low, high) = (from.x.min(to.x), from.x.max(to.x));
    let at = |y: f64| (from.x + (y - from.y) * slope).max(low).min(high);
    let (mut start, mut end) = (Point::new(at(top), top), Point::new(at(bottom), bottom));
    if start.x > end.x {
        // Mirrored in the row: the area is the same.
        (start, end) = (Point::new(end.x, top), Point::new(start.x, bottom));
    }
    rising(start, end, sign, sums);
}

/// The part of a side within one row, its columns rising.
fn rising(start: Point, end: Point, sign: f64, sums: &mut [f32]) {
    let pixels = sums.len() - 1;
    let width = pixels as f64;
    let height = end.y - start.y;
    let across = end.x - start.x;
    let share = |from: f64, to: f64| if across > 0.0 { height * (to - from) / across } else { 0.0 };
    if end.x <= 0.0 {
        sums[0] += (sign * height) as f32;
        return;
    }
    if start.x >= width {
        return;
    }
    if start.x < 0.0 {
        sums[0] += (sign * share(start.x, 0.0)) as f32;
    }
    let (from, to) = (start.x.max(0.0), end.x.min(width));
    let (first, last) = (from as usize, (to.ceil() as usize).clamp(from as usize + 1, pixels.max(1)));
    for column in first..last {
        let (near, far) = (from.max(column as f64), to.min((column + 1) as f64));
        let dy = sign * if across > 0.0 { share(near, far) } else { height };
        let inside = f64::midpoint(near, far) - column as f64;
        sums[column] += (dy * (1.0 - inside)) as f32;
        sums[column + 1] += (dy * inside) as f32;
    }
}

/// The coverage that a signed area means.
pub(super) fn covered(area: f32, rule: FillRule) -> f32 {
    match rule {
        FillRule::NonZero => area.abs().min(1.0),
        FillRule::EvenOdd => {
            let turns = area.abs() % 2.0;
            if turns > 1.0 { 2.0 - turns } else { turns }
        }
    }
}

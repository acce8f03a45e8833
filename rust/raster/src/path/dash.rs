use imageparser_base::{Error, Result};

use super::flatten::Polyline;
use super::shape::Point;

/// Most dashes of one path.
const MOST_DASHES: f64 = 65_536.0;

/// Cut lines into dashes; `lengths` are dash, gap, dash ... and begin anew with each line, `offset` into them.
///
/// # Errors
/// `TooLarge` for more dashes than anybody could see.
pub(super) fn dashed(lines: Vec<Polyline>, lengths: &[f64], offset: f64) -> Result<Vec<Polyline>> {
    let mut lengths: Vec<f64> = lengths.iter().map(|length| length.max(0.0)).collect();
    if lengths.len() % 2 == 1 {
        lengths.extend_from_within(..);
    }
    let period: f64 = lengths.iter().sum();
    if !period.is_finite() || period <= 1e-3 {
        return Ok(lines);
    }
    let total: f64 = lines.iter().map(length).sum();
    if total / period * lengths.len() as f64 > MOST_DASHES {
        return Err(Error::too_large("vector stroke: too many dashes"));
    }
    let offset = if offset.is_finite() { offset.rem_euclid(period) } else { 0.0 };
    let mut dashes = Vec::new();
    lines.iter().for_each(|line| cut(line, &lengths, offset, &mut dashes));
    Ok(dashes)
}

fn length(line: &Polyline) -> f64 {
    steps(line).map(|[from, to]| to.minus(from).length()).sum()
}

fn steps(line: &Polyline) -> impl Iterator<Item = [Point; 2]> + '_ {
    let closing = line.closed.then(|| line.points.first()).flatten();
    let ends = line.points.iter().skip(1).chain(closing);
    line.points.iter().zip(ends).map(|(&from, &to)| [from, to])
}

fn cut(line: &Polyline, lengths: &[f64], offset: f64, dashes: &mut Vec<Polyline>) {
    let first = dashes.len();
    let (mut index, mut left) = (0, offset);
    while left >= lengths[index] {
        left -= lengths[index];
        index = (index + 1) % lengths.len();
    }
    let mut left = lengths[index] - left;
    let starts_on = index.is_multiple_of(2);
    let mut dash: Vec<Point> = if starts_on { line.points.first().copied().into_iter().collect() } else { Vec::new() };
    for [from, to] in steps(line) {
        let whole = to.minus(from).length();
        let mut gone = 0.0;
        while whole - gone > left {
            gone += left;
            let place = from.plus(to.minus(from), gone / whole);
            if index.is_multiple_of(2) {
                dash.push(place);
                dashes.push(Polyline { points: std::mem::take(&mut dash), closed: false });
            } else {
                dash.push(place);
            }
            index = (index + 1) % lengths.len();
            left = lengths[index];
        }
        left -= whole - gone;
        if index.is_multiple_of(2) {
            dash.push(to);
        }
    }
    if !dash.is_empty() {
        // The last dash of a closed line runs on into the first.
        match dashes.get_mut(first).filter(|_| line.closed && starts_on) {
            Some(begin) => begin.points.splice(..0, dash).for_each(drop),
            None => dashes.push(Polyline { points: dash, closed: false }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Polyline {
        let points = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(x, y)| Point::new(x, y));
        Polyline { points: points.to_vec(), closed: true }
    }

    #[test]
    fn a_closed_line_is_cut_all_the_way_round() {
        let dashes = dashed(vec![square()], &[4.0, 4.0], 0.0).expect("few");
        assert_eq!(dashes.len(), 5);
        assert!((dashes.iter().map(length).sum::<f64>() - 20.0).abs() < 1e-9);
        assert_eq!(dashes[0].points, [Point::new(0.0, 0.0), Point::new(4.0, 0.0)]);
        // From 8 to 12, around the corner.
        assert_eq!(dashes[1].points, [(8.0, 0.0), (10.0, 0.0), (10.0, 2.0)].map(|(x, y)| Point::new(x, y)));
    }

    #[test]
    fn the_last_dash_runs_into_the_first() {
        let dashes = dashed(vec![square()], &[4.0, 4.0], 2.0).expect("few");
        assert_eq!(dashes.len(), 5);
        assert_eq!(length(&dashes[0]), 4.0);
        assert_eq!(dashes[0].points[0], Point::new(0.0, 2.0));
    }

    #[test]
    fn hostile_lengths_end() {
        for lengths in [vec![0.0], vec![-1.0, f64::NAN], vec![f64::INFINITY], vec![]] {
            assert_eq!(dashed(vec![square()], &lengths, f64::NAN).expect("no dashes"), [square()]);
        }
        assert!(dashed(vec![square()], &[2e-3, 0.0], 0.0).is_ok());
        let far = Polyline { points: vec![Point::default(), Point::new(1e7, 1e7)], closed: true };
        assert!(dashed(vec![far], &[0.5, 0.5], 0.0).is_err());
    }
}

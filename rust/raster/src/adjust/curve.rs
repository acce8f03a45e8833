/// A curve of Photoshop's Curves: through points, or drawn freely as 256 values.
#[derive(Debug, Clone, PartialEq)]
pub enum Curve {
    /// Natural cubic spline through (input, output) points, 0-1, ascending in input; level outside them.
    Points(Spline),
    /// Outputs of 256 equally spaced inputs.
    Map(Vec<f64>),
}

impl Curve {
    /// The output (0-1) of `x`.
    pub fn at(&self, x: f64) -> f64 {
        match self {
            Self::Points(spline) => spline.at(x).clamp(0.0, 1.0),
            Self::Map(values) => straight(values, x),
        }
    }
}

fn straight(values: &[f64], x: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return x };
    let place = x.clamp(0.0, 1.0) * last as f64;
    let node = (place as usize).min(last.saturating_sub(1));
    let next = values[(node + 1).min(last)];
    values[node] + (next - values[node]) * (place - node as f64)
}

/// A natural cubic spline (second derivative zero at both ends), constant outside its points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spline {
    points: Vec<(f64, f64)>,
    bends: Vec<f64>,
}

impl Spline {
    /// The spline through `points`; they are sorted, and of two with the same place the later counts.
    pub fn new(points: &[(f64, f64)]) -> Self {
        let mut sorted: Vec<(f64, f64)> = Vec::with_capacity(points.len());
        for &point in points {
            let place = sorted.partition_point(|other| other.0 < point.0);
            match sorted.get_mut(place) {
                Some(other) if other.0.to_bits() == point.0.to_bits() => *other = point,
                _ => sorted.insert(place, point),
            }
        }
        let bends = second_derivatives(&sorted);
        Self { points: sorted, bends }
    }

    /// The value at `x`.
    pub fn at(&self, x: f64) -> f64 {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return x };
        if x <= first.0 {
            return first.1;
        }
        if x >= last.0 {
            return last.1;
        }
        let next = self.points.partition_point(|point| point.0 <= x).clamp(1, self.points.len() - 1);
        let ((x0, y0), (x1, y1)) = (self.points[next - 1], self.points[next]);
        let width = x1 - x0;
        let (a, b) = ((x1 - x) / width, (x - x0) / width);
        let bend = (a * a * a - a) * self.bends[next - 1] + (b * b * b - b) * self.bends[next];
        a * y0 + b * y1 + bend * width * width / 6.0
    }
}

/// The tridiagonal system of the natural spline, solved forwards and back (Thomas' algorithm).
fn second_derivatives(points: &[(f64, f64)]) -> Vec<f64> {
    let count = points.len();
    let mut bends = vec![0.0; count];
    let mut carried = vec![0.0; count];
    for i in 1..count.saturating_sub(1) {
        let (before, after) = (points[i].0 - points[i - 1].0, points[i + 1].0 - points[i].0);
        let rise = (points[i + 1].1 - points[i].1) / after - (points[i].1 - points[i - 1].1) / before;
        let pivot = 2.0 * (before + after) - before * carried[i - 1];
        carried[i] = after / pivot;
        bends[i] = (6.0 * rise - before * bends[i - 1]) / pivot;
    }
    for i in (1..count.saturating_sub(1)).rev() {
        bends[i] -= carried[i] * bends[i + 1];
    }
    bends
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_parabola_like_spline_of_three_points() {
        // Natural spline through (0,0), (1,1), (2,0): y = 1.5 x - 0.5 x^3 in the first half.
        let spline = Spline::new(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]);
        for i in 0..=10 {
            let x = f64::from(i) / 10.0;
            assert!((spline.at(x) - (1.5 * x - 0.5 * x * x * x)).abs() < 1e-12, "{x}");
            assert!((spline.at(2.0 - x) - spline.at(x)).abs() < 1e-12);
        }
    }

    #[test]
    fn few_or_equal_points() {
        assert!((Spline::new(&[]).at(0.3) - 0.3).abs() < 1e-12);
        assert!((Spline::new(&[(0.5, 0.2)]).at(0.9) - 0.2).abs() < 1e-12);
        let spline = Spline::new(&[(0.0, 0.0), (0.5, 0.1), (0.5, 0.4), (1.0, 1.0)]);
        assert!((spline.at(0.5) - 0.4).abs() < 1e-12);
    }

    #[test]
    fn a_map_is_straight_between_its_values() {
        let mut values = vec![0.0; 256];
        values[10] = 1.0;
        let curve = Curve::Map(values);
        assert!((curve.at(10.0 / 255.0) - 1.0).abs() < 1e-9);
        assert!((curve.at(10.5 / 255.0) - 0.5).abs() < 1e-9);
        assert!(curve.at(1.0).abs() < 1e-12);
        assert!((Curve::Map(Vec::new()).at(0.4) - 0.4).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_spline_meets_its_points(places in prop::collection::btree_set(0_u8..=255, 2..19), seed: u64) {
            let point = |(i, x): (usize, u8)| (f64::from(x) / 255.0, (seed >> (i % 56) & 255) as f64 / 255.0);
            let points: Vec<_> = places.into_iter().enumerate().map(point).collect();
            let spline = Spline::new(&points);
            for (x, y) in points {
                prop_assert!((spline.at(x) - y).abs() < 1e-9);
            }
        }
    }
}

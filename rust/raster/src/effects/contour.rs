/// A point of a contour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContourPoint {
    /// From, 0-255.
    pub x: f32,
    /// To, 0-255.
    pub y: f32,
    /// The curve has a corner here.
    pub corner: bool,
}

/// A contour: a curve from coverage to coverage.
///
/// A natural cubic spline through the points of each run between corners, flat outside the first and the last point, as
/// Photoshop's curves; a run of two points is a line. Without smoothing ("anti-aliased" off) 256 steps are taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Contour {
    table: Box<[f32; 256]>,
    smooth: bool,
}

impl Contour {
    /// From the points of a file, in any order; `None` where they say "linear" or are no curve.
    pub fn new(points: &[ContourPoint], smooth: bool) -> Option<Self> {
        let mut knots: Vec<ContourPoint> =
            points.iter().filter(|p| p.x.is_finite() && p.y.is_finite()).copied().collect();
        for p in &mut knots {
            (p.x, p.y) = (p.x.clamp(0.0, 255.0), p.y.clamp(0.0, 255.0));
        }
        knots.sort_by(|a, b| a.x.total_cmp(&b.x));
        knots.dedup_by(|later, kept| {
            later.x - kept.x < 1e-3 && {
                *kept = *later;
                true
            }
        });
        let linear = knots.len() == 2 && knots.iter().all(|p| (p.x - p.y).abs() < 1e-3);
        if knots.len() < 2 || linear && knots[0].x < 1e-3 && knots[1].x > 254.9 {
            return None;
        }
        let mut table = Box::new([0.0; 256]);
        for (run, from) in runs(&knots) {
            let bends = bends(run);
            let last = run[run.len() - 1].x;
            for (x, entry) in table.iter_mut().enumerate().skip(from) {
                if x as f32 > last && from > 0 {
                    break;
                }
                *entry = value(run, &bends, x as f32);
            }
        }
        let (first, last) = (knots[0], knots[knots.len() - 1]);
        for (x, entry) in table.iter_mut().enumerate() {
            let x = x as f32;
            let y = if x <= first.x {
                first.y
            } else if x >= last.x {
                last.y
            } else {
                *entry
            };
            *entry = y.clamp(0.0, 255.0).round() / 255.0;
        }
        Some(Self { table, smooth })
    }

    /// The value for a share of 1.
    pub fn at(&self, share: f32) -> f32 {
        let place = share.clamp(0.0, 1.0) * 255.0;
        if !self.smooth {
            return self.table[place.round() as usize];
        }
        let low = place as usize;
        let high = (low + 1).min(255);
        self.table[low] + (self.table[high] - self.table[low]) * (place - low as f32)
    }
}

/// The runs between corners, each with the first table entry it sets.
fn runs(knots: &[ContourPoint]) -> Vec<(&[ContourPoint], usize)> {
    let mut result = Vec::new();
    let mut start = 0;
    for index in 1..knots.len() {
        if knots[index].corner || index + 1 == knots.len() {
            result.push((&knots[start..=index], knots[start].x.ceil() as usize));
            start = index;
        }
    }
    result
}

/// The second derivatives of the natural cubic spline (0 at both ends), by elimination of the tridiagonal system.
fn bends(run: &[ContourPoint]) -> Vec<f32> {
    let count = run.len();
    let (mut upper, mut bends) = (vec![0.0; count], vec![0.0; count]);
    for i in 1..count - 1 {
        let (before, after) = (run[i].x - run[i - 1].x, run[i + 1].x - run[i].x);
        let slope = (run[i + 1].y - run[i].y) / after - (run[i].y - run[i - 1].y) / before;
        let pivot = 2.0 * (before + after) - before * upper[i - 1];
        upper[i] = after / pivot;
        bends[i] = (6.0 * slope - before * bends[i - 1]) / pivot;
    }
    for i in (1..count - 1).rev() {
        bends[i] -= upper[i] * bends[i + 1];
    }
    bends
}

fn value(run: &[ContourPoint], bends: &[f32], x: f32) -> f32 {
    let right = run.partition_point(|p| p.x < x).clamp(1, run.len() - 1);
    let (a, b) = (run[right - 1], run[right]);
    let width = b.x - a.x;
    let (u, v) = ((b.x - x) / width, (x - a.x) / width);
    let cubic = (u * u * u - u) * bends[right - 1] + (v * v * v - v) * bends[right];
    u * a.y + v * b.y + cubic * width * width / 6.0
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use super::*;

    fn points(list: &[(f32, f32, bool)]) -> Vec<ContourPoint> {
        list.iter().map(|&(x, y, corner)| ContourPoint { x, y, corner }).collect()
    }

    #[test]
    fn linear_and_broken_curves_are_none() {
        assert_eq!(Contour::new(&points(&[(0.0, 0.0, true), (255.0, 255.0, true)]), true), None);
        assert_eq!(Contour::new(&[], true), None);
        assert_eq!(Contour::new(&points(&[(9.0, 4.0, true), (9.0, 7.0, true)]), true), None);
        assert_eq!(Contour::new(&points(&[(f32::NAN, 4.0, true), (9.0, 7.0, true)]), true), None);
    }

    #[test]
    fn corners_make_lines() {
        let cone = Contour::new(&points(&[(0.0, 0.0, true), (128.0, 255.0, true), (255.0, 0.0, true)]), true)
            .expect("a curve");
        assert_eq!(cone.at(0.0), 0.0);
        assert!((cone.at(64.0 / 255.0) - 0.502).abs() < 2e-3);
        assert_eq!(cone.at(128.0 / 255.0), 1.0);
        assert!((cone.at(192.0 / 255.0) - 0.494).abs() < 4e-3);
        assert_eq!(cone.at(1.0), 0.0);
    }

    #[test]
    fn smooth_runs_are_natural_splines() {
        // Symmetric about the middle; at a quarter the natural spline through (0,0) (1,1) (2,0) is 0.6875 high.
        let arch = Contour::new(&points(&[(0.0, 0.0, false), (127.5, 255.0, false), (255.0, 0.0, false)]), true)
            .expect("a curve");
        assert!((arch.at(0.25) - 0.6875).abs() < 5e-3);
        assert!((arch.at(0.25) - arch.at(0.75)).abs() < 5e-3);
    }

    #[test]
    fn ends_are_flat_and_steps_are_steps() {
        let list = points(&[(100.0, 10.0, false), (50.0, 250.0, false)]);
        let contour = Contour::new(&list, false).expect("a curve");
        assert!((contour.at(0.0) - 250.0 / 255.0).abs() < 1e-6 && (contour.at(1.0) - 10.0 / 255.0).abs() < 1e-6);
        assert_eq!(contour.at(70.2 / 255.0), contour.at(70.0 / 255.0));
        let smooth = Contour::new(&list, true).expect("a curve");
        assert_ne!(smooth.at(70.2 / 255.0), smooth.at(70.0 / 255.0));
    }
}

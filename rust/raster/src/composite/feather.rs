use std::sync::Arc;

use imageparser_base::{Rect, Result};

use super::reduced::Kept;
use crate::scene::{Band, Mask, Planes, Source};

/// From this deviation on four passes of boxes stand for the gaussian: a kernel of a thousand taps takes minutes.
const WIDE: f32 = 6.0;
const PASSES: f32 = 4.0;

/// The mask with soft edges: a gaussian over it and what is around it. A feather of one pixel has a deviation of 1.08 in
/// a stored picture (OpenImageIO's layer-mask.psd), as a gaussian has that was taken between pixels; wide ones are equal.
pub(super) fn blurred(mask: &Mask, radius: f32, region: Rect) -> Result<Arc<dyn Source>> {
    let bounds = mask.source.bounds();
    let blur = Blur::new((radius * radius + 1.0 / 6.0).sqrt());
    let margin = blur.reach as i32;
    // One row and column of what is around the mask are enough: the edges of a line are continued.
    let from = bounds.grow(1).intersect(region.grow(margin));
    let to = bounds.grow(margin).intersect(region);
    let mut plane = vec![mask.outside; from.area()];
    let inside = bounds.intersect(from);
    let mut band = Band::default();
    let mut row = Vec::new();
    if !inside.is_empty() {
        mask.source.read(inside.top..inside.bottom, &mut band)?;
        for y in inside.top..inside.bottom {
            band.load(0, y, inside.left..inside.right, &mut row);
            let start = (y - from.top) as usize * from.width() + (inside.left - from.left) as usize;
            plane[start..start + row.len()].copy_from_slice(&row);
        }
    }
    let plane = blur.across(&plane, (from.left, from.width()), (to.left, to.width()));
    let plane = transposed(&plane, to.width());
    let plane = blur.across(&plane, (from.top, from.height()), (to.top, to.height()));
    let plane = transposed(&plane, to.height());
    Ok(Arc::new(Kept { band: Band { area: to, planes: Planes::F32(vec![plane]) }, has_alpha: false }))
}

/// How one line is blurred.
struct Blur {
    reach: usize,
    kernel: Kernel,
}

enum Kernel {
    /// Weights of the middle and of what is one, two ... samples from it.
    Taps(Vec<f32>),
    /// A box of `2 * radius + 1` samples and a share of the next one on both sides, applied [`PASSES`] times
    /// (P. Gwosdek et al., Theoretical Foundations of Gaussian Convolution by Extended Box Filtering, 2011).
    Boxes { radius: usize, share: f32 },
}

impl Blur {
    fn new(sigma: f32) -> Self {
        if sigma >= WIDE {
            let part = sigma * sigma / PASSES;
            let radius = (0.5 * (12.0 * part + 1.0).sqrt() - 0.5).floor();
            let above = (radius + 1.0) * (radius + 1.0);
            let share = (2.0 * radius + 1.0) * (radius * (radius + 1.0) - 3.0 * part) / (6.0 * (part - above));
            let radius = radius as usize;
            return Self { reach: PASSES as usize * (radius + 1), kernel: Kernel::Boxes { radius, share } };
        }
        let reach = (sigma * 3.0).ceil() as usize;
        let taps: Vec<f32> = (0..=reach).map(|d| (-((d * d) as f32) / (2.0 * sigma * sigma)).exp()).collect();
        let sum = taps[0] + 2.0 * taps[1..].iter().sum::<f32>();
        Self { reach, kernel: Kernel::Taps(taps.into_iter().map(|weight| weight / sum).collect()) }
    }

    /// Blur lines that start at `from.0` and have `from.1` samples, and keep the part `to` of each.
    fn across(&self, lines: &[f32], from: (i32, usize), to: (i32, usize)) -> Vec<f32> {
        let (mut out, mut wide, mut spare) = (Vec::new(), Vec::new(), Vec::new());
        if from.1 == 0 || to.1 == 0 {
            return out;
        }
        let last = from.1 as i64 - 1;
        let first = i64::from(to.0) - self.reach as i64 - i64::from(from.0);
        for line in lines.chunks_exact(from.1) {
            let places = (0..to.1 + 2 * self.reach).map(|x| (first + x as i64).clamp(0, last));
            wide.clear();
            wide.extend(places.map(|place| line[place as usize]));
            match &self.kernel {
                Kernel::Taps(taps) => out.extend((0..to.1).map(|x| tapped(&wide[x..], taps))),
                Kernel::Boxes { radius, share } => {
                    for _ in 0..PASSES as usize {
                        boxed(&wide, *radius, *share, &mut spare);
                        std::mem::swap(&mut wide, &mut spare);
                    }
                    out.extend_from_slice(&wide);
                }
            }
        }
        out
    }
}

/// The sample `taps.len() - 1` behind the start of `window`, blurred.
fn tapped(window: &[f32], taps: &[f32]) -> f32 {
    let middle = taps.len() - 1;
    let sides = taps.iter().enumerate().skip(1);
    taps[0] * window[middle] + sides.map(|(d, w)| w * (window[middle - d] + window[middle + d])).sum::<f32>()
}

/// One pass of the box; `out` is shorter by `radius + 1` on both sides.
fn boxed(line: &[f32], radius: usize, share: f32, out: &mut Vec<f32>) {
    let length = 2 * radius + 1;
    let scale = 1.0 / (length as f64 + 2.0 * f64::from(share));
    let mut sum: f64 = line[1..=length].iter().copied().map(f64::from).sum();
    out.clear();
    for x in 0..line.len() - length - 1 {
        let ends = f64::from(share) * (f64::from(line[x]) + f64::from(line[x + length + 1]));
        out.push(((sum + ends) * scale) as f32);
        sum += f64::from(line[x + length + 1]) - f64::from(line[x + 1]);
    }
}

/// Columns as rows.
fn transposed(plane: &[f32], width: usize) -> Vec<f32> {
    let height = plane.len().checked_div(width).unwrap_or_default();
    let columns = (0..width).flat_map(|x| (0..height).map(move |y| y * width + x));
    columns.map(|place| plane[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The coverage of a disc as Photoshop stored it, and rows below it where only its feather of one pixel is seen.
    const DISC: [[u8; 5]; 5] = [
        [30, 186, 243, 186, 30],
        [187, 255, 255, 255, 191],
        [243, 255, 255, 255, 249],
        [187, 255, 255, 255, 191],
        [30, 187, 244, 187, 31],
    ];
    const STORED: [[u8; 9]; 3] =
        [[6, 29, 76, 125, 145, 125, 76, 29, 7], [2, 10, 29, 52, 62, 52, 29, 10, 2], [0, 2, 6, 12, 15, 12, 6, 2, 0]];

    #[test]
    fn a_feather_of_one_pixel_is_what_photoshop_stored() {
        let planes = Planes::U8(vec![DISC.concat()]);
        let kept = Kept { band: Band { area: Rect::new(2, 3, 7, 8), planes }, has_alpha: false };
        let source: Arc<dyn Source> = Arc::new(kept);
        let mask = Mask { source, outside: 0.0, inverted: false, density: 1.0, feather: 1.0, shapes_effects: true };
        let soft = blurred(&mask, 1.0, Rect::of_size(10, 10)).expect("nothing is read from files");
        let (mut band, mut row) = (Band::default(), Vec::new());
        soft.read(7..10, &mut band).expect("kept");
        for (y, stored) in (7..).zip(STORED) {
            band.load(0, y, 0..9, &mut row);
            for (share, expected) in row.iter().zip(stored) {
                assert!((share * 255.0 - f32::from(expected)).abs() < 1.5, "{y}: {} for {expected}", share * 255.0);
            }
        }
    }

    /// What a gaussian makes of one lit sample in the middle of a dark line.
    fn spread(blur: &Blur, side: usize) -> Vec<f32> {
        let mut line = vec![0.0; 2 * side + 1];
        line[side] = 1.0;
        blur.across(&line, (0, line.len()), (0, line.len()))
    }

    #[test]
    fn wide_ones_are_near_the_gaussian_and_lose_nothing() {
        for sigma in [6.0f32, 13.7, 60.0] {
            let blur = Blur::new(sigma);
            let got = spread(&blur, 5 * sigma as usize);
            assert!((got.iter().sum::<f32>() - 1.0).abs() < 1e-3, "{sigma}");
            let peak = 1.0 / (sigma * std::f32::consts::TAU.sqrt());
            for (x, share) in got.iter().enumerate() {
                let from = x as f32 - (5 * sigma as usize) as f32;
                let expected = peak * (-from * from / (2.0 * sigma * sigma)).exp();
                assert!((share - expected).abs() < 0.04 * peak, "{sigma} at {from}: {share} for {expected}");
            }
        }
    }

    #[test]
    fn only_what_is_shown_is_blurred() {
        let planes = Planes::U8(vec![vec![255; 16]]);
        let source: Arc<dyn Source> =
            Arc::new(Kept { band: Band { area: Rect::new(0, 0, 4, 4), planes }, has_alpha: false });
        let mask = Mask { source, outside: 0.0, inverted: false, density: 1.0, feather: 1000.0, shapes_effects: true };
        for region in [Rect::of_size(16, 16), Rect::new(90_000, 0, 90_016, 16)] {
            let soft = blurred(&mask, 1000.0, region).expect("nothing is read from files");
            assert!(soft.bounds().area() <= 256);
        }
    }
}

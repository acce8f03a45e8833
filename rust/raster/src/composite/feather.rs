use std::sync::Arc;

use imageparser_base::{Rect, Result};

use super::reduced::Kept;
use crate::scene::{Band, Mask, Planes, Source};

/// The mask with soft edges: a gaussian over it and what is around it. A feather of one pixel has a deviation of 1.08 in
/// a stored picture (OpenImageIO's layer-mask.psd), as a gaussian has that was taken between pixels; wide ones are equal.
pub(super) fn blurred(mask: &Mask, radius: f32, region: Rect) -> Result<Arc<dyn Source>> {
    let bounds = mask.source.bounds();
    let sigma = (radius * radius + 1.0 / 6.0).sqrt();
    let margin = (sigma * 3.0).ceil().min(4096.0) as i32;
    let area = bounds.grow(margin).intersect(region.grow(margin));
    let mut plane = vec![mask.outside; area.area()];
    let inside = bounds.intersect(area);
    let mut band = Band::default();
    let mut row = Vec::new();
    if !inside.is_empty() {
        mask.source.read(inside.top..inside.bottom, &mut band)?;
        for y in inside.top..inside.bottom {
            band.load(0, y, inside.left..inside.right, &mut row);
            let start = (y - area.top) as usize * area.width() + (inside.left - area.left) as usize;
            plane[start..start + row.len()].copy_from_slice(&row);
        }
    }
    gaussian(&mut plane, area.width(), sigma);
    Ok(Arc::new(Kept { band: Band { area, planes: Planes::F32(vec![plane]) }, has_alpha: false }))
}

fn gaussian(plane: &mut [f32], width: usize, sigma: f32) {
    let reach = (sigma * 3.0).ceil() as usize;
    let kernel: Vec<f32> = (0..=reach).map(|d| (-((d * d) as f32) / (2.0 * sigma * sigma)).exp()).collect();
    let sum = kernel[0] + 2.0 * kernel[1..].iter().sum::<f32>();
    let kernel: Vec<f32> = kernel.into_iter().map(|weight| weight / sum).collect();
    let height = plane.len() / width.max(1);
    let source = plane.to_vec();
    blur_lines(&source, plane, &kernel, height, width, width, 1);
    let source = plane.to_vec();
    blur_lines(&source, plane, &kernel, width, height, 1, width);
}

/// Convolve `lines` lines of `count` samples; edges are continued.
fn blur_lines(from: &[f32], to: &mut [f32], kernel: &[f32], lines: usize, count: usize, next: usize, step: usize) {
    for line in 0..lines {
        let start = line * next;
        let at = |place: isize| from[start + place.clamp(0, count as isize - 1) as usize * step];
        for place in 0..count as isize {
            let sides = kernel.iter().enumerate().skip(1);
            let sum: f32 = sides.map(|(d, w)| w * (at(place - d as isize) + at(place + d as isize))).sum();
            to[start + place as usize * step] = kernel[0] * at(place) + sum;
        }
    }
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
}

use std::sync::Arc;

use imageparser_base::{Rect, Result};

use super::reduced::Kept;
use crate::scene::{Band, Mask, Planes, Source};

/// The mask with soft edges: a gaussian of `radius` pixels over it and what is around it.
pub(super) fn blurred(mask: &Mask, radius: f32, region: Rect) -> Result<Arc<dyn Source>> {
    let bounds = mask.source.bounds();
    let margin = (radius * 3.0).ceil().min(4096.0) as i32;
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
    gaussian(&mut plane, area.width(), radius);
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

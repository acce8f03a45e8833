use imageparser_base::{PixelFormat, Pixels};

use crate::oklab::{self, Lab};
use crate::resize::{average, fitted_size};

const SAMPLE: u32 = 64;
const MOST: usize = 5;
const ROUNDS: usize = 8;
/// Oklab distance under which two colours of a palette look alike.
const ALIKE: f32 = 0.05;
/// Pixels below this alpha are not seen.
const SEEN: u8 = 32;

/// One colour of a picture and the share of the visible pixels it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaletteColor {
    /// sRGB.
    pub rgb: [u8; 3],
    /// 0-1; the shares of a palette sum to 1.
    pub share: f32,
}

/// Up to five colours that stand for the picture, largest share first; the same picture gives the same answer.
///
/// Weighted k-means in Oklab over a sample of at most 64 x 64 pixels, seeded by the colours that are heavy and far
/// from those chosen already; colours that look alike are merged. Empty where every pixel is transparent.
pub fn palette(pixels: &Pixels) -> Vec<PaletteColor> {
    let points = sample(pixels);
    let mut centres = seeds(&points);
    let mut weights = Vec::new();
    for _ in 0..ROUNDS {
        let before = centres.clone();
        weights = refine(&points, &mut centres);
        if centres == before {
            break;
        }
    }
    describe(merged(centres, weights))
}

#[derive(Debug, Clone, Copy)]
struct Point {
    lab: Lab,
    weight: f32,
}

/// The different colours of the sample with their counts (alpha counts in part).
fn sample(pixels: &Pixels) -> Vec<Point> {
    if pixels.data().is_empty() {
        return Vec::new();
    }
    let (width, height) = fitted_size(pixels.width(), pixels.height(), SAMPLE);
    let mut colors = visible(&average(pixels, width, height));
    colors.sort_unstable();
    let groups = colors.chunk_by(|a, b| a.0 == b.0);
    groups
        .map(|same| Point {
            lab: oklab::from_srgb(same[0].0),
            weight: same.iter().map(|(_, alpha)| f32::from(*alpha) / 255.0).sum(),
        })
        .collect()
}

fn visible(small: &Pixels) -> Vec<([u8; 3], u8)> {
    let data = small.data();
    let seen = |(_, alpha): &([u8; 3], u8)| *alpha >= SEEN;
    match small.format() {
        PixelFormat::Rgba8 => data.chunks_exact(4).map(|p| ([p[0], p[1], p[2]], p[3])).filter(seen).collect(),
        PixelFormat::La8 => data.chunks_exact(2).map(|p| ([p[0]; 3], p[1])).filter(seen).collect(),
        PixelFormat::L8 => data.iter().map(|&v| ([v; 3], 255)).collect(),
        PixelFormat::Rgb8 => data.chunks_exact(3).map(|p| ([p[0], p[1], p[2]], 255)).collect(),
        PixelFormat::Cmyk8 => visible(&small.to_rgb([255; 3])),
    }
}

/// k-means++ without chance: each next seed is the colour with the largest weight x squared distance.
fn seeds(points: &[Point]) -> Vec<Lab> {
    let mut centres: Vec<Lab> = Vec::with_capacity(MOST);
    let mut nearest = vec![1.0f32; points.len()];
    while centres.len() < MOST {
        let heaviest = points.iter().zip(&nearest).max_by(|a, b| (a.0.weight * a.1).total_cmp(&(b.0.weight * b.1)));
        let Some((point, &gap)) = heaviest else { break };
        if gap <= 0.0 {
            break;
        }
        let first = centres.is_empty();
        centres.push(point.lab);
        for (gap, other) in nearest.iter_mut().zip(points) {
            let distance = oklab::distance2(other.lab, point.lab);
            *gap = if first { distance } else { gap.min(distance) };
        }
    }
    centres
}

/// One k-means round: move each centre to the mean of its points; gives the weight of each.
fn refine(points: &[Point], centres: &mut [Lab]) -> Vec<f32> {
    let mut sums = vec![([0.0f32; 3], 0.0f32); centres.len()];
    for point in points {
        let gaps = centres.iter().map(|&centre| oklab::distance2(centre, point.lab));
        let Some((best, _)) = gaps.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
        let (sum, weight) = &mut sums[best];
        sum.iter_mut().zip(point.lab).for_each(|(total, part)| *total += part * point.weight);
        *weight += point.weight;
    }
    for (centre, (sum, weight)) in centres.iter_mut().zip(&sums) {
        if *weight > 0.0 {
            *centre = sum.map(|total| total / weight);
        }
    }
    sums.into_iter().map(|(_, weight)| weight).collect()
}

fn merged(centres: Vec<Lab>, weights: Vec<f32>) -> Vec<Point> {
    let mut colors: Vec<Point> = centres.into_iter().zip(weights).map(|(lab, weight)| Point { lab, weight }).collect();
    colors.retain(|color| color.weight > 0.0);
    while let Some((a, b)) = closest_pair(&colors) {
        let gone = colors.remove(b);
        let kept = &mut colors[a];
        let total = kept.weight + gone.weight;
        kept.lab = std::array::from_fn(|i| (kept.lab[i] * kept.weight + gone.lab[i] * gone.weight) / total);
        kept.weight = total;
    }
    colors.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    colors
}

fn closest_pair(colors: &[Point]) -> Option<(usize, usize)> {
    let pairs = (0..colors.len()).flat_map(|a| (a + 1..colors.len()).map(move |b| (a, b)));
    pairs
        .map(|(a, b)| (oklab::distance2(colors[a].lab, colors[b].lab), a, b))
        .filter(|(distance, ..)| *distance < ALIKE * ALIKE)
        .min_by(|x, y| x.0.total_cmp(&y.0))
        .map(|(_, a, b)| (a, b))
}

fn describe(colors: Vec<Point>) -> Vec<PaletteColor> {
    let total: f32 = colors.iter().map(|color| color.weight).sum();
    colors.into_iter().map(|c| PaletteColor { rgb: oklab::to_srgb(c.lab), share: c.weight / total }).collect()
}

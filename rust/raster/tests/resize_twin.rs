//! The SIMD resize against a plain f64 Lanczos3 written from the formula.

use std::f64::consts::PI;

use imageparser_base::{PixelFormat, Pixels};
use imageparser_raster::resize;
use proptest::prelude::*;

fn lanczos(x: f64) -> f64 {
    let sinc = |x: f64| if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) };
    if x.abs() < 3.0 { sinc(x) * sinc(x / 3.0) } else { 0.0 }
}

/// For each target place: first source place and its normalised weights.
fn kernel(source: u32, target: u32) -> Vec<(usize, Vec<f64>)> {
    let scale = f64::from(source) / f64::from(target);
    let stretch = scale.max(1.0);
    (0..target)
        .map(|i| {
            let centre = (f64::from(i) + 0.5) * scale;
            let first = (centre - 3.0 * stretch).floor().max(0.0);
            let last = (centre + 3.0 * stretch).ceil().min(f64::from(source));
            let weights: Vec<f64> =
                (first as u32..last as u32).map(|x| lanczos((f64::from(x) + 0.5 - centre) / stretch)).collect();
            let sum: f64 = weights.iter().sum();
            (first as usize, weights.into_iter().map(|w| w / sum).collect())
        })
        .collect()
}

/// Resize planes of f64 samples.
fn plain(data: &[f64], channels: usize, from: (u32, u32), to: (u32, u32)) -> Vec<f64> {
    let (columns, rows) = (kernel(from.0, to.0), kernel(from.1, to.1));
    let at = |x: usize, y: usize, c: usize| data[(y * from.0 as usize + x) * channels + c];
    let mut out = Vec::new();
    for (top, down) in &rows {
        for (left, across) in &columns {
            for c in 0..channels {
                let row = |y: usize| {
                    across.iter().enumerate().map(|(i, w)| w * at(left + i, y, c)).sum::<f64>().clamp(0.0, 255.0)
                };
                out.push(down.iter().enumerate().map(|(i, w)| w * row(top + i)).sum());
            }
        }
    }
    out
}

/// A random walk far enough from 0 and 255 that overshoot is never cut between the two passes.
fn smooth_noise(count: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let mut value = 128i64;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            value = (value + ((state >> 40) % 61) as i64 - 30).clamp(90, 180);
            value as u8
        })
        .collect()
}

/// Mean and maximum. Each of the two passes rounds to 8 bits; premultiplying rounds once more before them.
fn summary(gaps: impl Iterator<Item = f64>) -> (f64, f64) {
    let all: Vec<f64> = gaps.collect();
    (all.iter().sum::<f64>() / all.len() as f64, all.iter().copied().fold(0.0, f64::max))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(30) })]

    #[test]
    fn opaque_formats_equal_the_twin(
        from in (16u32..48, 16u32..48), to in (2u32..16, 2u32..16), seed in any::<u64>(), which in 0usize..3,
    ) {
        let format = [PixelFormat::L8, PixelFormat::Rgb8, PixelFormat::Cmyk8][which];
        let data = smooth_noise((from.0 * from.1) as usize * format.channels(), seed);
        let wide: Vec<f64> = data.iter().map(|&v| f64::from(v)).collect();
        let expected = plain(&wide, format.channels(), from, to);
        let got = resize(&Pixels::new(from.0, from.1, format, data).expect("fits"), to.0, to.1);
        let gaps = got.data().iter().zip(expected).map(|(g, e)| (f64::from(*g) - e.clamp(0.0, 255.0)).abs());
        let (mean, largest) = summary(gaps);
        prop_assert!(mean < 0.5 && largest <= 2.0, "{mean} {largest}");
    }

    #[test]
    fn alpha_is_premultiplied(from in (16u32..40, 16u32..40), to in (2u32..16, 2u32..16), seed in any::<u64>()) {
        let data = smooth_noise((from.0 * from.1 * 4) as usize, seed);
        let weighted: Vec<f64> = data.chunks_exact(4).flat_map(|p| {
            let alpha = f64::from(p[3]);
            [f64::from(p[0]) * alpha / 255.0, f64::from(p[1]) * alpha / 255.0, f64::from(p[2]) * alpha / 255.0, alpha]
        }).collect();
        let expected = plain(&weighted, 4, from, to);
        let got = resize(&Pixels::new(from.0, from.1, PixelFormat::Rgba8, data).expect("fits"), to.0, to.1);
        let gaps = got.data().chunks_exact(4).zip(expected.chunks_exact(4)).flat_map(|(g, e)| {
            // What is seen is colour x alpha; dividing by a small alpha would only magnify its rounding.
            let seen = |c: usize| if c == 3 { f64::from(g[3]) } else { f64::from(g[c]) * f64::from(g[3]) / 255.0 };
            std::array::from_fn::<f64, 4, _>(|c| (seen(c) - e[c].clamp(0.0, 255.0)).abs())
        });
        let (mean, largest) = summary(gaps);
        prop_assert!(mean < 0.7 && largest <= 3.0, "{mean} {largest}");
    }
}

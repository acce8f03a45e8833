//! The hash holds under what happens to a picture on its way, and tells pictures apart.

use imageparser_base::{PixelFormat, Pixels};
use imageparser_raster::{hamming, phash, resize};

/// A made scene: a few soft discs on a gradient, different for each seed.
fn scene(seed: u32, width: u32, height: u32) -> Pixels {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32
    };
    let discs: Vec<[f32; 6]> = (0..7).map(|_| [next(), next(), 0.08 + 0.3 * next(), next(), next(), next()]).collect();
    let tilt = [next() - 0.5, next() - 0.5];
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let data = places.flat_map(|(x, y)| {
        let (u, v) = ((x as f32 + 0.5) / width as f32, (y as f32 + 0.5) / height as f32);
        let base = 0.5 + tilt[0] * (u - 0.5) + tilt[1] * (v - 0.5);
        let mut color = [base; 3];
        for [cx, cy, radius, r, g, b] in &discs {
            let inside = ((radius - (u - cx).hypot(v - cy)) * 20.0 + 0.5).clamp(0.0, 1.0);
            for (value, paint) in color.iter_mut().zip([r, g, b]) {
                *value += (paint - *value) * inside;
            }
        }
        color.map(|value| (value * 255.0) as u8)
    });
    Pixels::new(width, height, PixelFormat::Rgb8, data.collect()).expect("fits")
}

/// What strong JPEG compression does: values are quantised and 8 x 8 blocks shift a little.
fn jpeg_like(picture: &Pixels) -> Pixels {
    let mut out = picture.clone();
    let width = picture.width() as usize;
    for (i, value) in out.data_mut().iter_mut().enumerate() {
        let (x, y) = (i / 3 % width, i / 3 / width);
        let block = ((x / 8 * 31 + y / 8 * 17) % 13) as i32 - 6;
        let grain = ((i * 7919) % 11) as i32 - 5;
        *value = (i32::from(*value) / 12 * 12 + 6 + block + grain).clamp(0, 255) as u8;
    }
    out
}

#[test]
fn stable_under_scale_and_noise() {
    for seed in 0..12 {
        let picture = scene(seed, 640, 480);
        let hash = phash(&picture);
        let half = phash(&resize(&picture, 320, 240));
        let thumb = phash(&resize(&picture, 171, 128));
        let noisy = phash(&jpeg_like(&picture));
        assert!(hamming(hash, half) <= 3, "{seed}: half {}", hamming(hash, half));
        assert!(hamming(hash, thumb) <= 4, "{seed}: thumb {}", hamming(hash, thumb));
        assert!(hamming(hash, noisy) <= 8, "{seed}: noise {}", hamming(hash, noisy));
    }
}

#[test]
fn different_pictures_are_far_apart() {
    let hashes: Vec<u64> = (0..12).map(|seed| phash(&scene(seed, 200, 150))).collect();
    for (i, a) in hashes.iter().enumerate() {
        for b in &hashes[..i] {
            assert!(hamming(*a, *b) >= 14, "{}", hamming(*a, *b));
        }
    }
}

#[test]
fn brightness_does_not_matter_but_mirroring_does() {
    let picture = scene(3, 160, 160);
    let mut darker = picture.clone();
    darker.data_mut().iter_mut().for_each(|v| *v = (f32::from(*v) * 0.8) as u8);
    assert!(hamming(phash(&picture), phash(&darker)) <= 4);
    let mirrored = picture.data().chunks_exact(480).flat_map(|row| row.chunks_exact(3).rev().flatten().copied());
    let mirrored = Pixels::new(160, 160, PixelFormat::Rgb8, mirrored.collect()).expect("fits");
    assert!(hamming(phash(&picture), phash(&mirrored)) >= 14);
}

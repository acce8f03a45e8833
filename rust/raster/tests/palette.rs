//! Palettes of pictures whose colours are known.

use imageparser_base::{PixelFormat, Pixels};
use imageparser_raster::palette;
use proptest::prelude::*;

fn rgb(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 3]) -> Pixels {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Pixels::new(width, height, PixelFormat::Rgb8, places.flat_map(|(x, y)| color(x, y)).collect()).expect("fits")
}

#[test]
fn one_colour_is_exact() {
    let found = palette(&rgb(100, 70, |_, _| [12, 200, 99]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rgb, [12, 200, 99]);
    assert!((found[0].share - 1.0).abs() < 1e-6);
}

#[test]
fn stripes_give_their_colours_and_shares() {
    let colors = [[255, 0, 0], [0, 0, 255], [250, 250, 250], [10, 10, 10]];
    let widths = [32u32, 16, 12, 4];
    let found = palette(&rgb(64, 64, |x, _| {
        let mut end = 0;
        let which = widths.iter().position(|w| {
            end += w;
            x < end
        });
        colors[which.expect("inside")]
    }));
    assert_eq!(found.iter().map(|c| c.rgb).collect::<Vec<_>>(), colors);
    for (color, width) in found.iter().zip(widths) {
        assert!((color.share - width as f32 / 64.0).abs() < 1e-5);
    }
}

#[test]
fn transparent_pixels_are_ignored_and_near_equal_colours_merged() {
    let data = (0..64 * 64).flat_map(|i| if i % 64 < 32 { [0, 255, 0, 0] } else { [200, 30, 30, 255] }).collect();
    let found = palette(&Pixels::new(64, 64, PixelFormat::Rgba8, data).expect("fits"));
    assert_eq!(found.iter().map(|c| c.rgb).collect::<Vec<_>>(), [[200, 30, 30]]);
    let found = palette(&rgb(64, 64, |x, _| if x % 2 == 0 { [100, 100, 100] } else { [104, 102, 100] }));
    assert_eq!(found.len(), 1);
    let clear = Pixels::new(9, 9, PixelFormat::La8, vec![0; 162]).expect("fits");
    assert!(palette(&clear).is_empty());
}

#[test]
fn every_format_is_understood() {
    let white = |format, sample: &[u8]| {
        let found = palette(&Pixels::new(4, 4, format, sample.repeat(16)).expect("fits"));
        assert_eq!(found.len(), 1);
        found[0].rgb
    };
    assert_eq!(white(PixelFormat::L8, &[255]), [255; 3]);
    assert_eq!(white(PixelFormat::La8, &[255, 255]), [255; 3]);
    assert_eq!(white(PixelFormat::Cmyk8, &[0; 4]), [255; 3]);
    assert!(palette(&Pixels::new(0, 0, PixelFormat::L8, Vec::new()).expect("fits")).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn shares_sum_to_one_and_fall(width in 1u32..90, height in 1u32..90, seed in any::<u32>()) {
        let noise = |x: u32, y: u32| {
            let mixed = (x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663) ^ seed).wrapping_mul(2_654_435_761);
            [(mixed >> 8) as u8, (mixed >> 16) as u8, (mixed >> 24) as u8]
        };
        let picture = rgb(width, height, noise);
        let found = palette(&picture);
        prop_assert!((1..=5).contains(&found.len()));
        prop_assert!((found.iter().map(|c| c.share).sum::<f32>() - 1.0).abs() < 1e-4);
        prop_assert!(found.windows(2).all(|pair| pair[0].share >= pair[1].share));
        prop_assert_eq!(found, palette(&picture));
    }
}

//! Shrink-on-load gives what reducing the full picture gives; orientation and colour work through every door.

mod common;

use common::{distance, exif, gif, jpeg, png, smooth, tiff, with_segment};
use imageparser_base::{BoxReducer, Limits, PixelFormat, Pixels, SliceSource};
use imageparser_codec::{Want, decode, encode_webp, orient, probe};
use proptest::prelude::*;
use turbojpeg::Subsamp;

fn full(bytes: &[u8]) -> Pixels {
    decode(bytes, Want::default(), &Limits::default()).expect("decodes").pixels
}

fn shrunk(bytes: &[u8], edge: u32) -> Pixels {
    let decoded = decode(bytes, Want::at_least(edge), &Limits::default()).expect("decodes");
    assert!(decoded.warnings.is_empty(), "{:?}", decoded.warnings);
    decoded.pixels
}

fn boxed(pixels: &Pixels, factor: u32) -> Pixels {
    let mut reducer = BoxReducer::new(pixels.width(), pixels.height(), pixels.format(), factor);
    pixels.data().chunks_exact(pixels.stride()).for_each(|row| reducer.push_row(row));
    reducer.finish().expect("rows")
}

#[test]
fn png_shrinks_exactly() {
    for format in [PixelFormat::L8, PixelFormat::La8, PixelFormat::Rgb8, PixelFormat::Rgba8] {
        let pixels = smooth(301, 200, format);
        let bytes = png(&pixels, None);
        assert_eq!(full(&bytes), pixels);
        assert_eq!(shrunk(&bytes, 100), boxed(&pixels, 3));
        assert_eq!(shrunk(&bytes, 301), pixels);
        assert_eq!(shrunk(&bytes, 5000), pixels);
    }
}

#[test]
fn large_png_streams_exactly() {
    let pixels = smooth(3000, 2100, PixelFormat::Rgb8); // more than is inflated at once
    assert_eq!(shrunk(&png(&pixels, None), 300), boxed(&pixels, 10));
}

#[test]
fn jpeg_shrinks_closely() {
    let pixels = smooth(960, 640, PixelFormat::Rgb8);
    for (subsampling, progressive) in
        [(Subsamp::None, false), (Subsamp::Sub2x2, false), (Subsamp::Sub2x1, true), (Subsamp::Sub2x2, true)]
    {
        let bytes = jpeg(&pixels, subsampling, progressive);
        for factor in [2, 4, 8] {
            let small = shrunk(&bytes, 960 / factor);
            assert_eq!(small.width(), 960 / factor);
            let (mean, far) = distance(&small, &boxed(&full(&bytes), factor));
            assert!(mean < 1.5 && far < 16, "{subsampling:?} {progressive} 1/{factor}: {mean} {far}");
        }
    }
    let grey = jpeg(&smooth(800, 400, PixelFormat::L8), Subsamp::Gray, false);
    let (mean, far) = distance(&shrunk(&grey, 100), &boxed(&full(&grey), 8));
    assert!(mean < 1.0 && far < 4, "{mean} {far}");
}

#[test]
fn webp_shrinks_closely() {
    for format in [PixelFormat::Rgb8, PixelFormat::Rgba8] {
        let bytes = encode_webp(&smooth(600, 400, format), 90, 4).expect("encodes");
        let (mean, far) = distance(&shrunk(&bytes, 200), &boxed(&full(&bytes), 3));
        assert!(mean < 1.5 && far < 12, "{format:?}: {mean} {far}");
    }
}

#[test]
fn gif_and_tiff_shrink_exactly() {
    let grey = smooth(90, 60, PixelFormat::L8);
    assert_eq!(full(&gif(&grey)).to_rgb([0; 3]), grey.to_rgb([0; 3]));
    assert_eq!(shrunk(&gif(&grey), 30), boxed(&grey.to_rgb([0; 3]), 3));
    let rgb = smooth(90, 60, PixelFormat::Rgb8);
    assert_eq!(full(&tiff(&rgb)), rgb);
    assert_eq!(shrunk(&tiff(&rgb), 30), boxed(&rgb, 3));
}

#[test]
fn each_orientation_comes_out_upright() {
    let upright = smooth(64, 40, PixelFormat::Rgb8);
    for orientation in 1..=8 {
        let inverse = match orientation {
            6 => 8,
            8 => 6,
            other => other,
        };
        let stored = orient(upright.clone(), inverse);
        let marked = [&b"Exif\0\0"[..], &exif(orientation)].concat();
        let as_png = png(&stored, Some(exif(orientation)));
        let as_jpeg = with_segment(&jpeg(&stored, Subsamp::None, false), 0xE1, &marked);
        for (bytes, allowed) in [(&as_png, 0), (&as_jpeg, 12)] {
            let decoded = decode(bytes, Want::default(), &Limits::default()).expect("decodes");
            assert_eq!((decoded.width, decoded.height, decoded.orientation), (64, 40, orientation));
            assert!(distance(&decoded.pixels, &upright).1 <= allowed);
            let probed = probe(&mut SliceSource(bytes), &Limits::default()).expect("probes");
            assert_eq!((probed.width, probed.height), (stored.width(), stored.height()));
            assert_eq!(probed.orientation, orientation);
        }
    }
}

#[test]
fn exif_behind_the_picture_data_counts() {
    let bytes = png(&smooth(20, 10, PixelFormat::Rgb8), None);
    let block = exif(6);
    let mut chunk = [&b"eXIf"[..], &block].concat();
    chunk.extend(flate_crc(&chunk).to_be_bytes());
    let end = bytes.len() - 12;
    let late = [&bytes[..end], &(block.len() as u32).to_be_bytes(), &chunk, &bytes[end..]].concat();
    assert_eq!(probe(&mut SliceSource(&late), &Limits::default()).expect("probes").orientation, 6);
    assert_eq!(decode(&late, Want::default(), &Limits::default()).expect("decodes").width, 10);
}

fn flate_crc(data: &[u8]) -> u32 {
    libdeflater::crc32(data)
}

#[test]
fn adobe_cmyk_is_inverted() {
    let stored = [255u8, 0, 0, 255].repeat(64); // as Adobe stores no cyan, full magenta and yellow: red
    let bytes = jpeg(&Pixels::new(8, 8, PixelFormat::Cmyk8, stored).expect("fits"), Subsamp::None, false);
    let probed = probe(&mut SliceSource(&bytes), &Limits::default()).expect("probes");
    assert_eq!((probed.color_mode, probed.channels), ("YCCK", 4));
    let rgb = full(&bytes);
    assert!(rgb.data()[0] > 245 && rgb.data()[1] < 10 && rgb.data()[2] < 10, "{:?}", &rgb.data()[..3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_long_edge_is_kept(width in 1u32..700, height in 1u32..700, edge in 1u32..300) {
        let pixels = smooth(width, height, PixelFormat::Rgb8);
        let long = width.max(height);
        for bytes in [png(&pixels, None), jpeg(&pixels, Subsamp::Sub2x2, false), encode_webp(&pixels, 80, 0).expect("encodes")] {
            let decoded = decode(&bytes, Want::at_least(edge), &Limits::default()).expect("decodes");
            prop_assert_eq!((decoded.width, decoded.height), (width, height));
            let got = decoded.pixels.width().max(decoded.pixels.height());
            prop_assert!(got >= edge.min(long), "{} of {} for {}", got, long, edge);
            prop_assert!(got <= (2 * edge).max(long.div_ceil(8)).min(long), "{} of {} for {}", got, long, edge);
        }
    }
}

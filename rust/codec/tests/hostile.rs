//! Damaged, cut and lying files: no panic, no runaway memory or time, and as much picture as there is.

mod common;

use common::{gif, jpeg, noise, png, smooth, tiff};
use imageparser_base::{ErrorKind, Limits, PixelFormat, SliceSource};
use imageparser_codec::{Want, decode, encode_webp, probe};
use proptest::prelude::*;
use turbojpeg::Subsamp;

fn tight() -> Limits {
    Limits { max_pixels: 1 << 20, max_memory: 16 << 20, max_metadata: 1 << 20, max_file: 1 << 20 }
}

fn samples() -> Vec<Vec<u8>> {
    let rgb = smooth(37, 29, PixelFormat::Rgb8);
    let rgba = smooth(33, 21, PixelFormat::Rgba8);
    vec![
        png(&rgb, Some(common::exif(6))),
        png(&rgba, None),
        jpeg(&rgb, Subsamp::Sub2x2, false),
        jpeg(&rgb, Subsamp::None, true),
        encode_webp(&rgb, 80, 2).expect("encodes"),
        encode_webp(&rgba, 80, 2).expect("encodes"),
        gif(&smooth(31, 17, PixelFormat::L8)),
        tiff(&rgb),
    ]
}

fn try_all(bytes: &[u8]) {
    let _ = probe(&mut SliceSource(bytes), &tight());
    let _ = decode(bytes, Want::default(), &tight());
    let _ = decode(bytes, Want::at_least(8), &tight());
}

#[test]
fn every_cut_of_every_format_ends_well() {
    for bytes in samples() {
        (0..bytes.len()).for_each(|end| try_all(&bytes[..end]));
    }
}

#[test]
fn half_a_picture_is_shown_with_a_warning() {
    let pixels = smooth(200, 200, PixelFormat::Rgb8);
    let noisy = imageparser_base::Pixels::new(200, 200, PixelFormat::Rgb8, noise(120_000, 7)).expect("fits");
    for (bytes, source) in [
        (png(&noisy, None), &noisy),
        (jpeg(&pixels, Subsamp::None, false), &pixels),
        (encode_webp(&pixels, 90, 0).expect("encodes"), &pixels),
    ] {
        let cut = &bytes[..bytes.len() * 6 / 10];
        let decoded = decode(cut, Want::default(), &Limits::default()).expect("half is there");
        assert!(!decoded.warnings.is_empty());
        assert_eq!((decoded.pixels.width(), decoded.pixels.height()), (200, 200));
        let row = |pixels: &imageparser_base::Pixels| pixels.data()[..600].to_vec();
        let far: u64 = row(&decoded.pixels).iter().zip(row(source)).map(|(a, b)| u64::from(a.abs_diff(b))).sum();
        assert!(far / 600 < 40, "{:?}: first row differs by {far}", decoded.format);
    }
}

/// A little-endian TIFF of 4 x 4 palette indices in two strips, its directory in front.
fn palette_tiff() -> Vec<u8> {
    let map: Vec<u16> = (0..3 * 256u32).map(|i| if i / 256 == 0 { (i % 256 * 257) as u16 } else { 0x8000 }).collect();
    let (map_at, offsets_at, counts_at, data_at): (u32, u32, u32, u32) =
        (134, 134 + 1536, 134 + 1536 + 8, 134 + 1536 + 16);
    let entries: [(u16, u16, u32, u32); 10] = [
        (256, 3, 1, 4),
        (257, 3, 1, 4),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 3),
        (273, 4, 2, offsets_at),
        (277, 3, 1, 1),
        (278, 3, 1, 2),
        (279, 4, 2, counts_at),
        (320, 3, 768, map_at),
    ];
    let mut bytes = b"II*\0\x08\0\0\0\x0a\0".to_vec();
    for (tag, kind, count, value) in entries {
        bytes
            .extend([&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat());
    }
    bytes.extend([0; 4]);
    bytes.extend(map.iter().flat_map(|v| v.to_le_bytes()));
    bytes.extend([data_at, data_at + 8, 8u32, 8u32].iter().flat_map(|v: &u32| v.to_le_bytes()));
    bytes.extend(0..16u8);
    bytes
}

#[test]
fn a_tiff_gives_the_strips_that_are_there() {
    let bytes = palette_tiff();
    let whole = decode(&bytes, Want::default(), &Limits::default()).expect("decodes");
    assert_eq!(whole.pixels.data()[15 * 3..], [15, 0x80, 0x80]);
    assert_eq!(probe(&mut SliceSource(&bytes), &Limits::default()).expect("probes").color_mode, "P");
    let half = decode(&bytes[..bytes.len() - 4], Want::default(), &Limits::default()).expect("a strip is there");
    assert_eq!((half.warnings.len(), half.pixels.data()[7 * 3]), (1, 7));
}

#[test]
fn bombs_are_refused_by_their_header() {
    let mut huge = png(&smooth(8, 8, PixelFormat::Rgb8), None);
    huge[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]); // 60 000 x 60 000
    let mut source = SliceSource(&huge);
    assert_eq!(probe(&mut source, &Limits::default()).expect_err("huge").kind(), ErrorKind::TooLarge);
    let refused = decode(&huge, Want::at_least(256), &Limits::default()).expect_err("huge");
    assert_eq!(refused.kind(), ErrorKind::TooLarge);
}

#[test]
fn little_limits_are_kept() {
    let limits = Limits { max_memory: 100_000, ..Limits::default() };
    let pixels = smooth(600, 600, PixelFormat::Rgb8);
    for bytes in [png(&pixels, None), jpeg(&pixels, Subsamp::None, false), tiff(&pixels)] {
        let refused = decode(&bytes, Want::default(), &limits).expect_err("a million bytes");
        assert_eq!(refused.kind(), ErrorKind::TooLarge);
    }
    let small = decode(&png(&pixels, None), Want::at_least(60), &limits).expect("streams");
    assert_eq!(small.pixels.width(), 60);
}

#[test]
fn other_bytes_are_named_unsupported() {
    for bytes in [&b"%PDF-1.7 something long enough"[..], b"8BPS\0\x01", &[0; 64]] {
        let refused = decode(bytes, Want::default(), &Limits::default()).expect_err("no picture");
        assert_eq!(refused.kind(), ErrorKind::Unsupported);
    }
    assert_eq!(decode(b"", Want::default(), &Limits::default()).expect_err("empty").kind(), ErrorKind::Corrupt);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flipped_bits_never_panic(which in 0usize..8, flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = samples().swap_remove(which);
        for (index, value) in flips {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        try_all(&bytes);
    }

    #[test]
    fn noise_behind_a_magic_never_panics(which in 0usize..8, tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let magics: [&[u8]; 8] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0",
            b"\xFF\xD8\xFF\xC0\0\x11\x08\0\x10\0\x10\x03",
            b"RIFF\0\0\0\0WEBPVP8 ",
            b"GIF89a\x10\0\x10\0\x80\0\0",
            b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\x10\0\0\0\x01\0",
            b"II*\0\x08\0\0\0",
            b"MM\0+\0\x08\0\0",
            b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
        ];
        try_all(&[magics[which], &tail].concat());
    }
}

//! Made documents: every mode, depth and packing of the merged picture, names, groups.

mod common;

use common::maker::{LayerMaker, Maker, luni};
use imageparser_base::{BoxReducer, ErrorKind, Limits, PixelFormat, Pixels, SliceSource};
use imageparser_psd::{Document, is_blank, merged, read};
use proptest::prelude::*;

const BITMAP: u16 = 0;
const GREY: u16 = 1;
const INDEXED: u16 = 2;
const RGB: u16 = 3;
const CMYK: u16 = 4;
const MULTICHANNEL: u16 = 7;

fn open(bytes: &[u8]) -> Document {
    let document = read(&mut SliceSource(bytes), &Limits::default()).expect("a good header");
    assert_eq!(document.warnings, [""; 0]);
    document
}

fn pixels(maker: &Maker, long_edge: Option<u32>) -> Pixels {
    let bytes = maker.write();
    merged(&mut SliceSource(&bytes), &open(&bytes), long_edge, &Limits::default()).expect("whole")
}

fn noise(count: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
        (state >> 33) as usize
    };
    let mut out = Vec::new();
    while out.len() < count {
        let value = next() as u8;
        out.extend(vec![value; if next() % 3 == 0 { next() % 300 } else { 1 }]);
    }
    out.truncate(count);
    out
}

#[test]
fn every_packing_gives_the_same_rgb() {
    let planes: Vec<Vec<u8>> = (0..3).map(|c| noise(37 * 23, c)).collect();
    let expected: Vec<u8> = (0..37 * 23).flat_map(|i| [planes[0][i], planes[1][i], planes[2][i]]).collect();
    for compression in 0..4 {
        for psb in [false, true] {
            let found = pixels(&Maker { psb, compression, ..Maker::new(37, 23, 8, RGB, planes.clone()) }, None);
            assert_eq!((found.format(), found.data()), (PixelFormat::Rgb8, expected.as_slice()), "{compression} {psb}");
        }
    }
}

#[test]
fn every_depth_in_every_packing() {
    let values = [0.0f32, 0.25, 0.5, 1.0, 0.75, 0.125];
    let words: Vec<u8> = values.iter().flat_map(|v| ((v * 65_535.0) as u16).to_be_bytes()).collect();
    let floats: Vec<u8> = values.iter().flat_map(|v| v.to_be_bytes()).collect();
    for compression in 0..4 {
        let with = |depth, plane: &[u8]| {
            let maker = Maker { compression, ..Maker::new(3, 2, depth, GREY, vec![plane.to_vec()]) };
            pixels(&maker, None).into_data()
        };
        assert_eq!(with(16, &words), [0, 64, 127, 255, 191, 32], "{compression}");
        assert_eq!(with(32, &floats), [0, 137, 188, 255, 225, 99], "{compression}: linear light is encoded");
    }
    for compression in [0, 1] {
        let bits = Maker { compression, ..Maker::new(10, 2, 1, BITMAP, vec![vec![0xF0, 0x40, 0x00, 0xBF]]) };
        let found = pixels(&bits, None).into_data();
        assert_eq!(found[..10], [0, 0, 0, 0, 255, 255, 255, 255, 255, 0]);
        assert_eq!(found[10..], [255, 255, 255, 255, 255, 255, 255, 255, 0, 255]);
    }
}

#[test]
fn colour_modes() {
    let inks = pixels(&Maker::new(1, 1, 8, CMYK, vec![vec![255], vec![0], vec![100], vec![254]]), None);
    assert_eq!((inks.format(), inks.data()), (PixelFormat::Cmyk8, [0, 255, 155, 1].as_slice()));
    let three = pixels(&Maker::new(1, 1, 8, MULTICHANNEL, vec![vec![255], vec![0], vec![100]]), None);
    assert_eq!((three.format(), three.data()), (PixelFormat::Cmyk8, [0, 255, 155, 0].as_slice()));
    let one = pixels(&Maker::new(1, 1, 8, MULTICHANNEL, vec![vec![77]]), None);
    assert_eq!((one.format(), one.data()), (PixelFormat::L8, [77].as_slice()));
    let mut palette = vec![0; 768];
    (palette[5], palette[261], palette[517]) = (10, 20, 30);
    let mut maker = Maker { color_mode_data: palette, ..Maker::new(2, 1, 8, INDEXED, vec![vec![5, 6]]) };
    let plain = pixels(&maker, None);
    assert_eq!((plain.format(), plain.data()), (PixelFormat::Rgb8, [10, 20, 30, 0, 0, 0].as_slice()));
    maker.resources.push((1047, vec![0, 6]));
    let clear = pixels(&maker, None);
    assert_eq!((clear.format(), clear.data()), (PixelFormat::Rgba8, [10, 20, 30, 255, 0, 0, 0, 0].as_slice()));
}

#[test]
fn an_extra_channel_is_alpha_only_if_the_document_says_so() {
    let planes = vec![vec![255, 128], vec![255, 191], vec![255, 255], vec![0, 128]];
    let mut maker = Maker::new(2, 1, 8, RGB, planes);
    assert_eq!(pixels(&maker, None).format(), PixelFormat::Rgb8, "a saved selection");
    maker.layers.push(LayerMaker::default());
    maker.negative = true;
    let found = pixels(&maker, None);
    assert_eq!((found.format(), found.data()), (PixelFormat::Rgba8, [255, 255, 255, 0, 2, 128, 255, 128].as_slice()));
}

#[test]
fn channels_that_the_mode_needs_must_be_there() {
    let bytes = Maker::new(1, 1, 8, RGB, vec![vec![1], vec![2]]).write();
    let error = merged(&mut SliceSource(&bytes), &open(&bytes), None, &Limits::default()).expect_err("two for RGB");
    assert_eq!(error.message(), "file header at offset 12: 2 channels for RGB");
}

#[test]
fn hostile_sizes_are_refused_before_anything_is_allocated() {
    let bytes = Maker { compression: 0, ..Maker::new(30_000, 30_000, 8, RGB, vec![vec![1]; 3]) }.write();
    let document = read(&mut SliceSource(&bytes), &Limits::default()).expect("a good header");
    assert!(document.warnings[0].contains("the last 2699999997 bytes are missing"), "{:?}", document.warnings);
    let small = Limits { max_pixels: 1 << 20, ..Limits::default() };
    let error = merged(&mut SliceSource(&bytes), &document, Some(256), &small).expect_err("900 megapixels");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let tight = Limits { max_memory: 1 << 20, ..Limits::default() };
    let error = merged(&mut SliceSource(&bytes), &document, None, &tight).expect_err("2.7 gigabytes");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn groups_names_and_ids() {
    let divider = |kind: u8| (*b"lsct", [&[0, 0, 0, kind], b"8BIMpass".as_slice()].concat());
    let id = |id: u32| (*b"lyid", id.to_be_bytes().to_vec());
    let layer =
        |name: &[u8], blocks| LayerMaker { name: name.to_vec(), bbox: [1, 2, 30, 40], blocks, ..LayerMaker::default() };
    let layers = vec![
        layer(b"bg", vec![id(3)]),
        layer(b"</Layer group>", vec![divider(3)]),
        layer(b"\x83\x8c\x83\x43\x83\x84\x81\x5b", vec![id(4)]),
        layer(b"g", vec![divider(2), luni("그룹 👍"), id(9), (*b"zzzz", vec![1, 2, 3, 4])]),
    ];
    for psb in [false, true] {
        let maker = Maker { layers: layers.clone(), psb, ..Maker::new(1, 1, 8, GREY, vec![vec![0]]) };
        let document = open(&maker.write());
        let found: Vec<_> =
            document.layers.iter().map(|l| (l.id, l.path.as_slice(), l.name.as_str(), l.kind.name())).collect();
        let expected: [(u32, &[u32], &str, &str); 3] =
            [(3, &[], "bg", "pixel"), (9, &[], "그룹 👍", "group"), (4, &[9], "レイヤー", "pixel")];
        assert_eq!(found, expected);
        assert_eq!(document.layers[1].blend.name(), "pass_through");
        assert_eq!(document.layers[1].bbox, [1, 2, 30, 40]);
        assert!(document.layers[1].blocks.iter().any(|block| block.key == *b"zzzz" && block.length == 4));
    }
}

#[test]
fn blank_pictures_are_told() {
    let picture = |format, data: &[u8]| Pixels::new(2, 1, format, data.to_vec()).expect("fits");
    assert!(is_blank(&picture(PixelFormat::Rgb8, &[255; 6])));
    assert!(is_blank(&picture(PixelFormat::La8, &[1, 0, 2, 0])));
    assert!(!is_blank(&picture(PixelFormat::L8, &[1, 2])));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn shrinking_in_bands_equals_shrinking_the_whole(
        width in 1u32..300, height in 1u32..300, edge in 1u32..100, seed in any::<u64>(), which in 0usize..4, packing in 0u16..4,
    ) {
        let (mode, channels, negative) = [(GREY, 1, false), (RGB, 3, false), (RGB, 4, true), (CMYK, 4, false)][which];
        let planes = (0..channels).map(|c| noise((width * height) as usize, seed ^ c)).collect();
        let layers = vec![LayerMaker::default()];
        let maker = Maker { negative, layers, compression: packing, ..Maker::new(width, height, 8, mode, planes) };
        let whole = pixels(&maker, None);
        let factor = BoxReducer::factor_for(width, height, edge);
        let mut reducer = BoxReducer::new(width, height, whole.format(), factor);
        whole.data().chunks_exact(whole.stride()).for_each(|row| reducer.push_row(row));
        prop_assert_eq!(pixels(&maker, Some(edge)), reducer.finish().expect("rows"));
    }
}

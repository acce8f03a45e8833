//! Layers of made documents: every packing and depth, whole and in bands, and what is wrong with them.

mod common;

use std::sync::Arc;

use common::maker::{LayerMaker, Maker, channel};
use imageparser_base::{ErrorKind, Limits, Rect};
use imageparser_psd::{Context, pixels};
use imageparser_raster::scene::{Band, Planes, Source};
use pixels::{LayerPixels, Samples};
use proptest::prelude::*;

const RGB: u16 = 3;

/// One layer in a document: its depth, mode, place, packing and planes by channel id.
#[derive(Debug, Clone)]
struct Made {
    psb: bool,
    depth: u16,
    mode: u16,
    bbox: [i32; 4],
    compression: u16,
    planes: Vec<(i16, Vec<u8>)>,
}

impl Made {
    fn new(depth: u16, mode: u16, width: i32, height: i32, planes: Vec<(i16, Vec<u8>)>) -> Self {
        Self { psb: false, depth, mode, bbox: [-2, 3, width - 2, height + 3], compression: 1, planes }
    }

    fn row_bytes(&self) -> usize {
        ((self.bbox[2] - self.bbox[0]) as usize * usize::from(self.depth)).div_ceil(8)
    }

    fn packed(&self) -> Vec<(i16, Vec<u8>)> {
        let pack = |plane| channel(plane, self.row_bytes(), self.depth, self.compression, self.psb);
        self.planes.iter().map(|(id, plane)| (*id, pack(plane))).collect()
    }

    fn open(&self) -> Context {
        self.open_with(self.packed(), Limits::default())
    }

    fn open_with(&self, channels: Vec<(i16, Vec<u8>)>, limits: Limits) -> Context {
        self.open_masked(channels, Vec::new(), limits)
    }

    fn open_masked(&self, channels: Vec<(i16, Vec<u8>)>, mask: Vec<u8>, limits: Limits) -> Context {
        let layer = LayerMaker { name: b"a".to_vec(), bbox: self.bbox, channels, mask, ..LayerMaker::default() };
        let merged = vec![vec![0; usize::from(self.depth).div_ceil(8)]; if self.mode == 4 { 4 } else { 3 }];
        let maker = Maker::new(1, 1, self.depth, self.mode, merged);
        let bytes = Maker { psb: self.psb, layers: vec![layer], ..maker }.write();
        Context::open(Arc::new(bytes), limits).expect("a good header")
    }
}

fn layer(context: &Context) -> LayerPixels {
    pixels::read_layer(context, &context.document.layers[0]).expect("readable")
}

fn source(context: &Context) -> Arc<dyn Source> {
    pixels::source(context, &context.document.layers[0]).expect("readable").expect("has pixels")
}

fn band(source: &dyn Source, rows: std::ops::Range<i32>) -> Band {
    let mut band = Band::default();
    source.read(rows, &mut band).expect("readable");
    band
}

/// The planes of the whole layer as shares of 1.
fn shares(made: &Made) -> Vec<Vec<f32>> {
    let share = |plane: &[u8]| -> Vec<f32> {
        match made.depth {
            16 => plane.chunks_exact(2).map(|w| f32::from(u16::from_be_bytes([w[0], w[1]])) / 65_535.0).collect(),
            32 => plane.chunks_exact(4).map(|w| f32::from_be_bytes([w[0], w[1], w[2], w[3]])).collect(),
            _ => plane.iter().map(|&v| f32::from(v) / 255.0).collect(),
        }
    };
    made.planes.iter().map(|(_, plane)| share(plane)).collect()
}

fn as_shares(planes: &Planes) -> Vec<Vec<f32>> {
    match planes {
        Planes::U8(planes) => planes.iter().map(|p| p.iter().map(|&v| f32::from(v) / 255.0).collect()).collect(),
        Planes::F32(planes) => planes.clone(),
    }
}

fn flat(samples: &Samples) -> Vec<f32> {
    match samples {
        Samples::U8(samples) => samples.iter().map(|&v| f32::from(v) / 255.0).collect(),
        Samples::U16(samples) => samples.iter().map(|&v| f32::from(v) / 65_535.0).collect(),
        Samples::F32(samples) => samples.clone(),
    }
}

/// Runs and noise, as PackBits likes and hates it; floats are finite.
fn plane(depth: u16, width: usize, height: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut values: Vec<u8> = Vec::new();
    while values.len() < width * height * 2 {
        let (value, run) = (next() as u8, if next() % 3 == 0 { next() % 200 } else { 1 });
        values.extend(vec![value; run as usize]);
    }
    match depth {
        16 => values[..width * height * 2].to_vec(),
        32 => values[..width * height].iter().flat_map(|&v| (f32::from(v) / 200.0).to_be_bytes()).collect(),
        _ => values[..width * height].to_vec(),
    }
}

fn made() -> impl Strategy<Value = Made> {
    let shape = (1usize..300, 1usize..60, prop_oneof![Just(8u16), Just(16), Just(32)]);
    let mode = prop_oneof![Just((1u16, 1i16)), Just((3, 3)), Just((4, 4)), Just((9, 3))];
    (shape, mode, any::<bool>(), any::<bool>(), 0u16..4, any::<u64>()).prop_map(
        |((width, height, depth), (mode, colors), alpha, psb, compression, seed)| {
            let ids = (0..colors).chain(alpha.then_some(-1));
            let planes = ids.map(|id| (id, plane(depth, width, height, seed.wrapping_add(id as u64)))).collect();
            Made { psb, compression, ..Made::new(depth, mode, width as i32, height as i32, planes) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn planes_come_back(made in made()) {
        let context = made.open();
        let expected = shares(&made);
        let found = source(&context);
        let whole = band(&*found, found.bounds().top..found.bounds().bottom);
        prop_assert_eq!(whole.area, found.bounds());
        prop_assert_eq!(&as_shares(&whole.planes), &expected);
        prop_assert_eq!(found.has_alpha(), made.planes.iter().any(|(id, _)| *id == -1));
        let pixels = layer(&context);
        prop_assert_eq!(&pixels.channels, &made.planes.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        let woven: Vec<f32> = (0..expected[0].len()).flat_map(|x| expected.iter().map(move |p| p[x])).collect();
        prop_assert_eq!(flat(&pixels.samples), woven);
    }

    #[test]
    fn bands_equal_the_whole(made in made(), cuts in proptest::collection::vec((0i32..60, 1i32..30), 1..12)) {
        let context = made.open();
        let found = source(&context);
        let (area, expected) = (found.bounds(), shares(&made));
        for (top, count) in cuts {
            let top = area.top + top % area.height() as i32;
            let rows = top..(top + count).min(area.bottom);
            let band = band(&*found, rows.clone());
            let width = area.width();
            let place = (rows.start - area.top) as usize * width..(rows.end - area.top) as usize * width;
            let part: Vec<Vec<f32>> = expected.iter().map(|plane| plane[place.clone()].to_vec()).collect();
            prop_assert_eq!(as_shares(&band.planes), part);
        }
    }
}

#[test]
fn a_large_deflated_layer_is_streamed_in_any_order() {
    let (width, height) = (1200, 1100); // more than what is unpacked at once
    let made = Made { compression: 3, ..Made::new(8, 1, width, height, vec![(0, plane(8, 1200, 1100, 5))]) };
    let context = made.open();
    let found = source(&context);
    let top = found.bounds().top;
    for first in [0, 64, 512, 448, 128, 1000, 900, 0, 1099] {
        let rows = first..(first + 64).min(height);
        let expected = &made.planes[0].1[(rows.start * width) as usize..(rows.end * width) as usize];
        let band = band(&*found, top + rows.start..top + rows.end);
        assert!(band.planes == Planes::U8(vec![expected.to_vec()]), "{rows:?}");
    }
}

#[test]
fn bits_are_black_where_set() {
    let made = Made::new(1, 0, 10, 2, vec![(0, vec![0xF0, 0x40, 0x00, 0xBF])]);
    for compression in 0..3 {
        let made = Made { compression, ..made.clone() };
        let context = made.open();
        let expected = vec![0, 0, 0, 0, 255, 255, 255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 255];
        assert_eq!(layer(&context).samples, Samples::U8(expected.clone()), "{compression}");
        assert_eq!(band(&*source(&context), 3..5).planes, Planes::U8(vec![expected]));
    }
}

#[test]
fn missing_colours_are_zero_and_groups_have_none() {
    let made = Made::new(8, RGB, 2, 1, vec![(0, vec![7, 8]), (-1, vec![9, 10])]);
    let context = made.open();
    let band = band(&*source(&context), 3..4);
    assert_eq!(band.planes, Planes::U8(vec![vec![7, 8], vec![0, 0], vec![0, 0], vec![9, 10]]));
    assert_eq!(layer(&context).channels, [0, -1]);
    let inks = Made::new(8, 4, 1, 1, vec![(0, vec![7]), (2, vec![8])]).open();
    let planes = self::band(&*source(&inks), 3..4).planes;
    assert_eq!(planes, Planes::U8(vec![vec![7], vec![255], vec![8], vec![255]]), "no ink");
    let empty = made.open_with(vec![(0, vec![0, 0]), (-1, vec![0, 0])], Limits::default());
    assert!(pixels::source(&empty, &empty.document.layers[0]).expect("readable").is_none());
    assert!(layer(&empty).samples.is_empty());
}

#[test]
fn spots_and_masks_are_extra() {
    let mut made = Made::new(8, RGB, 2, 1, (0..5).map(|id| (id, vec![id as u8, 50])).collect());
    made.planes.push((-1, vec![1, 2]));
    let mut channels = made.packed();
    channels.push((-2, channel(&[1, 2, 3], 1, 8, 1, false)));
    channels.push((-3, channel(&[4], 1, 8, 0, false)));
    let rect = |sides: [i32; 4]| sides.iter().flat_map(|side| side.to_be_bytes()).collect::<Vec<_>>();
    let mask = [rect([5, 6, 8, 7]), vec![0, 0, 0, 0], rect([9, 9, 10, 10])].concat();
    let context = made.open_masked(channels, mask, Limits::default());
    let found = layer(&context);
    assert_eq!(found.samples, Samples::U8(vec![0, 1, 2, 1, 50, 50, 50, 2]));
    let extra: Vec<_> = found.extra.iter().map(|extra| (extra.id, extra.rect, extra.samples.clone())).collect();
    let spot = |id, samples| (id, found.rect, Samples::U8(samples));
    let user = (-2, Rect::new(6, 5, 7, 8), Samples::U8(vec![1, 2, 3]));
    let real = (-3, Rect::new(9, 9, 10, 10), Samples::U8(vec![4]));
    assert_eq!(extra, [spot(3, vec![3, 50]), spot(4, vec![4, 50]), user, real]);
}

#[test]
fn a_mask_lies_where_it_is_said_to() {
    let made = Made::new(8, RGB, 3, 2, vec![(-2, vec![1, 2, 3, 4, 5, 6])]);
    let context = made.open();
    let layer = &context.document.layers[0];
    let rect = Rect::new(10, 20, 13, 22);
    let mask = pixels::mask_source(&context, layer, -2, rect).expect("readable").expect("is there");
    assert_eq!((mask.bounds(), mask.has_alpha()), (rect, false));
    assert_eq!(band(&*mask, 21..22).planes, Planes::U8(vec![vec![4, 5, 6]]));
    assert!(pixels::mask_source(&context, layer, -3, rect).expect("readable").is_none());
    assert!(pixels::mask_source(&context, layer, -2, Rect::default()).expect("readable").is_none());
}

#[test]
fn rows_that_are_too_short_or_too_long_are_cut() {
    let made = Made::new(8, 1, 4, 3, vec![(0, Vec::new())]);
    // Row 1: two bytes of four; row 2: a run of ten and more; row 3: its bytes are missing.
    let packed = vec![0, 1, 0, 3, 0, 4, 0, 9, 1, 7, 8, 0xF7, 5, 0, 6];
    let context = made.open_with(vec![(0, packed)], Limits::default());
    let expected = vec![7, 8, 0, 0, 5, 5, 5, 5, 0, 0, 0, 0];
    assert_eq!(layer(&context).samples, Samples::U8(expected.clone()));
    assert_eq!(band(&*source(&context), 3..6).planes, Planes::U8(vec![expected]));
}

#[test]
fn a_damaged_stream_gives_what_comes_before_the_fault() {
    let whole = plane(8, 100, 50, 3);
    for (width, height) in [(100, 50), (100, 40)] {
        let made = Made { compression: 2, ..Made::new(8, 1, width, height, vec![(0, whole.clone())]) };
        let mut channels = made.packed();
        let cut = channels[0].1.len() / 2;
        channels[0].1.truncate(cut);
        let context = made.open_with(channels, Limits::default());
        let Samples::U8(found) = layer(&context).samples else { panic!("8 bits") };
        assert_eq!(found[..1000], whole[..1000]);
        assert_eq!(found.len(), (width * height) as usize);
        assert_eq!(found.last(), Some(&0));
    }
}

#[test]
fn what_cannot_be_read_at_all_is_corrupt_with_its_offset() {
    let made = Made::new(8, 1, 8, 9, vec![(0, Vec::new())]);
    for packed in [vec![0, 9, 1, 2], vec![0, 1, 1, 2], vec![0, 2, 1, 2], vec![0, 3, 0xFF, 0xFF, 0xFF]] {
        let context = made.open_with(vec![(0, packed.clone())], Limits::default());
        let found = &context.document.layers[0];
        let error = pixels::read_layer(&context, found).expect_err("nothing is there");
        let place = found.channels[0].offset;
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{packed:?}");
        assert!(error.message().starts_with(&format!("layer channel data at offset {place}: ")), "{error}");
        let read = |source: Option<Arc<dyn Source>>| source.expect("is there").read(3..9, &mut Band::default());
        assert_eq!(pixels::source(&context, found).and_then(read).expect_err("nothing"), error);
    }
}

#[test]
fn hostile_sizes_are_refused() {
    let mut made = Made::new(8, RGB, 2, 1, vec![(0, vec![7, 8])]);
    let packed = made.packed();
    for (bbox, kind) in [
        ([i32::MIN, 0, i32::MAX, 9], ErrorKind::TooLarge),
        ([0, i32::MIN, 9, i32::MAX], ErrorKind::TooLarge),
        ([-150_000, 0, 150_000, 150_000], ErrorKind::TooLarge),
        ([0, 0, 30_000, 30_000], ErrorKind::Corrupt),
    ] {
        made.bbox = bbox;
        let context = made.open_with(packed.clone(), Limits::default());
        let found = &context.document.layers[0];
        assert_eq!(pixels::read_layer(&context, found).expect_err("hostile").kind(), kind, "{bbox:?}");
        if kind == ErrorKind::TooLarge {
            assert_eq!(pixels::source(&context, found).expect_err("hostile").kind(), kind, "{bbox:?}");
        }
    }
}

#[test]
fn all_layers_on_several_threads() {
    let layers = (0..9).map(|i| LayerMaker {
        name: vec![b'a' + i],
        bbox: [0, 0, 5, 4],
        channels: (0..3).map(|id| (id, channel(&[i * 3 + id as u8; 20], 5, 8, u16::from(i) % 4, false))).collect(),
        ..LayerMaker::default()
    });
    let bytes = Maker { layers: layers.collect(), ..Maker::new(1, 1, 8, RGB, vec![vec![0]; 3]) }.write();
    let context = Context::open(Arc::new(bytes), Limits::default()).expect("good");
    let ids: Vec<u32> = context.document.layers.iter().skip(1).map(|layer| layer.id).collect();
    for threads in [0, 1, 3, 50] {
        let names = std::sync::Mutex::new(Vec::new());
        pixels::decode_layers(&context, &ids, threads, |layer, pixels| {
            let base = (layer.name.as_bytes()[0] - b'a') * 3;
            let expected = [base, base + 1, base + 2].repeat(20);
            assert_eq!(pixels.expect("readable").samples, Samples::U8(expected));
            names.lock().expect("no panic").push(layer.name.clone());
        });
        let mut names = names.into_inner().expect("no panic");
        names.sort();
        assert_eq!(names.concat(), "bcdefghi");
    }
}

use std::path::{Path, PathBuf};
use std::sync::Arc;

use imageparser_base::{ErrorKind, Limits, Rect, SharedFile};
use imageparser_raster::path::{Alignment, Cap, FillRule, Join, Operation, Point, StrokeStyle};
use imageparser_raster::scene::{Band, Planes, Source};

use super::*;
use crate::descriptor::Value;

fn corpus() -> PathBuf {
    let from = std::env::var_os("IMAGEPARSER_CORPUS").map(PathBuf::from);
    from.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus")).join("psd")
}

fn opened(path: &Path) -> Option<Context> {
    Context::open(Arc::new(SharedFile::open(path).ok()?), Limits::default()).ok()
}

/// Colours multiplied by alpha, then alpha, of `area`.
fn drawn(source: &dyn Source, area: Rect) -> Vec<[f32; 5]> {
    let mut band = Band::default();
    let mut out = vec![[0.0; 5]; area.area()];
    let inner = source.bounds().intersect(area);
    if inner.is_empty() {
        return out;
    }
    source.read(inner.top..inner.bottom, &mut band).expect("readable");
    let planes: Vec<Vec<f32>> = match band.planes {
        Planes::U8(planes) => planes.iter().map(|p| p.iter().map(|&v| f32::from(v) / 255.0).collect()).collect(),
        Planes::F32(planes) => planes,
    };
    let colors = planes.len() - usize::from(source.has_alpha());
    for y in inner.top..inner.bottom {
        for x in inner.left..inner.right {
            let from = (y - band.area.top) as usize * band.area.width() + (x - band.area.left) as usize;
            let to = (y - area.top) as usize * area.width() + (x - area.left) as usize;
            let alpha = if source.has_alpha() { planes[colors][from] } else { 1.0 };
            for (c, plane) in planes[..colors].iter().enumerate() {
                out[to][c] = plane[from] * alpha;
            }
            out[to][4] = alpha;
        }
    }
    out
}

/// Mean and largest difference (of 255) between the pixels that Photoshop stored of a shape and those painted here.
fn differences(name: &str, layer: &str) -> Option<(f32, f32)> {
    let context = opened(&corpus().join(name))?;
    let layer = context.document.layers.iter().find(|found| found.name == layer).expect("the layer is there");
    let stored = crate::pixels::source(&context, layer).expect("readable").expect("stored");
    let painted = pixels(&context, layer).expect("readable").expect("a shape");
    let header = &context.document.header;
    let area = stored.bounds().union(painted.bounds()).intersect(Rect::of_size(header.width, header.height));
    let (stored, painted) = (drawn(&*stored, area), drawn(&*painted, area));
    let far = |a: &[f32; 5], b: &[f32; 5]| a.iter().zip(b).map(|(a, b)| (a - b).abs() * 255.0).fold(0.0, f32::max);
    let all: Vec<f32> = stored.iter().zip(&painted).map(|(a, b)| far(a, b)).collect();
    Some((all.iter().sum::<f32>() / all.len() as f32, all.iter().copied().fold(0.0, f32::max)))
}

/// What Photoshop stored of these shapes is what is painted, but for the anti-aliasing of curved edges and the dither of
/// gradients.
#[test]
fn painted_shapes_equal_those_that_photoshop_stored() {
    let mut seen = 0;
    for (name, layer, mean, most) in [
        ("ag-psd/read-write/boolean/src.psd", "boolean operation", 0.01, 1.0),
        ("ag-psd/read-write/vector-and-mask/src.psd", "Layer 1", 0.01, 1.0),
        ("ag-psd/read-write/winding-non-zero/src.psd", "Shape 1", 0.1, 14.0),
        ("ag-psd/read-write/shapes/src.psd", "pin", 0.3, 14.0),
        ("ag-psd/read/round/src.psd", "椭圆 1", 0.1, 10.0),
        ("ag-psd/read/gradient/src.psd", "Rectangle 1", 3.5, 8.0),
        ("psd-tools/effects/stroke-effects.psd", "Shape Rectangle", 0.4, 2.0),
        ("psd-tools/effects/stroke-effects.psd", "Shape Ellipse", 0.5, 13.0),
        ("psd-tools/gradient-sizes.psd", "Rectangle 1", 0.7, 2.0),
        ("psd-tools/gradient-sizes.psd", "Rectangle 3", 0.7, 2.0),
        ("psd-tools/path-operations/exclude-group.psd", "Ellipse 1", 0.9, 41.0),
        ("psd-tools/path-operations/subtract-group.psd", "Ellipse 1", 0.9, 25.0),
        ("psd-tools/patterns.psd", "Rectangle 1 copy 3", 0.01, 1.0),
        ("psd-tools/patterns.psd", "Rectangle 1 copy 5", 0.01, 1.0),
        ("psd-tools/transparency/knockout-isolated-groups.psd", "Rectangle 1", 0.7, 2.0),
    ] {
        let Some((found_mean, found_most)) = differences(name, layer) else { continue };
        assert!(found_mean < mean && found_most < most, "{name} '{layer}': {found_mean} {found_most}");
        seen += 1;
    }
    assert!(seen == 15 || !corpus().exists(), "{seen} files of the corpus");
}

fn record(selector: u16, words: &[u16]) -> Vec<u8> {
    let mut out: Vec<u8> = std::iter::once(&selector).chain(words).flat_map(|word| word.to_be_bytes()).collect();
    out.resize(26, 0);
    out
}

fn knot(x: f64, y: f64) -> Vec<u8> {
    let point = [y, x].map(|value| ((value * 16_777_216.0) as i32).to_be_bytes()).concat();
    [&1_u16.to_be_bytes()[..], &point, &point, &point].concat()
}

fn block(flags: u32, parts: &[Vec<u8>]) -> Vec<u8> {
    [&3_u32.to_be_bytes()[..], &flags.to_be_bytes(), &parts.concat()].concat()
}

#[test]
fn records_become_components() {
    let bytes = block(
        5,
        &[
            record(6, &[]),
            record(8, &[1]),
            record(0, &[2, 1, 2]),
            knot(0.5, 0.25),
            knot(-1.0, 2.0),
            record(3, &[1, u16::MAX]),
            knot(0.0, 0.0),
            record(0, &[1, 3, 1]),
            knot(1.0, 1.0),
        ],
    );
    let found = records::read(&bytes, (200, 100)).expect("good");
    assert_eq!((found.inverted, found.disabled, found.path.full), (true, true, true));
    let parts = &found.path.components;
    assert_eq!((parts.len(), parts[0].subpaths.len()), (2, 2));
    assert_eq!((parts[0].operation, parts[0].rule), (Operation::Unite, FillRule::NonZero));
    assert_eq!((parts[1].operation, parts[1].rule), (Operation::Intersect, FillRule::EvenOdd));
    assert_eq!(parts[0].subpaths[0].knots[0].anchor, Point::new(100.0, 25.0));
    assert_eq!(parts[0].subpaths[0].knots[1].after, Point::new(-200.0, 200.0));
    assert!(!parts[0].subpaths[1].closed);
}

#[test]
fn wrong_records_are_named() {
    let read = |parts: &[Vec<u8>]| records::read(&block(0, parts), (9, 9)).map_err(|error| error.message().to_owned());
    assert_eq!(read(&[knot(0.0, 0.0)]), Err("vector mask at offset 34: a knot without a subpath".to_owned()));
    assert_eq!(read(&[record(9, &[])]), Err("vector mask at offset 10: path record of unknown kind 9".to_owned()));
    assert_eq!(read(&[record(0, &[1, 7])]), Err("path operation 7".to_owned()));
    assert_eq!(records::read(&[0, 0, 0, 2, 0, 0, 0, 0], (9, 9)).map_err(|e| e.kind()), Err(ErrorKind::Unsupported));
    // A count that lies changes nothing, and what is no whole record is left.
    let cut = [block(0, &[record(0, &[u16::MAX, 1, 1]), knot(0.5, 0.5)]), vec![0; 25]].concat();
    assert_eq!(records::read(&cut, (9, 9)).map(|found| found.path.components[0].subpaths[0].knots.len()), Ok(1));
    for end in 0..cut.len() {
        let _ = records::read(&cut[..end], (u32::MAX, u32::MAX));
    }
}

#[test]
fn styles_of_strokes() {
    let item = |key: &str, value| (key.to_owned(), value);
    let choice = |value: &str| Value::Enum(String::new(), value.to_owned());
    let items = vec![
        item("strokeStyleLineWidth", Value::Unit(*b"#Pnt", 3.0)),
        item("strokeStyleResolution", Value::Double(144.0)),
        item("strokeStyleLineDashSet", Value::List(vec![Value::Unit(*b"#Nne", 4.0), Value::Double(2.0)])),
        item("strokeStyleLineDashOffset", Value::Unit(*b"#Pnt", 1.0)),
        item("strokeStyleLineAlignment", choice("strokeStyleAlignOutside")),
        item("strokeStyleLineCapType", choice("strokeStyleRoundCap")),
        item("strokeStyleLineJoinType", choice("strokeStyleBevelJoin")),
        item("strokeStyleMiterLimit", Value::Double(4.0)),
    ];
    let found = style::style(&Descriptor { items, ..Descriptor::default() });
    let expected = StrokeStyle {
        width: 6.0,
        alignment: Alignment::Outside,
        cap: Cap::Round,
        join: Join::Bevel,
        miter_limit: 4.0,
        dashes: vec![24.0, 12.0],
        dash_offset: 2.0,
    };
    assert_eq!(found, expected);
    assert_eq!(style::style(&Descriptor::default()).width, 1.0);
}

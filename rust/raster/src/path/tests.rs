use std::f64::consts::PI;
use std::sync::Arc;

use imageparser_base::{ErrorKind, Rect};
use proptest::prelude::*;
use zeno::{Command, Fill, Mask, Vector};

use super::*;
use crate::blend::BlendMode;
use crate::scene::{Band, Model, Planes, Solid, Source};

const CANVAS: Rect = Rect::new(0, 0, 40, 40);

fn corner(x: f64, y: f64) -> Knot {
    let anchor = Point::new(x, y);
    Knot { before: anchor, anchor, after: anchor }
}

fn polygon(points: &[(f64, f64)]) -> Subpath {
    Subpath { knots: points.iter().map(|&(x, y)| corner(x, y)).collect(), closed: true }
}

fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> Subpath {
    polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)])
}

/// Four quarter arcs; the usual factor is off by 0.03 % of the radius at most.
fn circle(x: f64, y: f64, radius: f64) -> Subpath {
    let arm = radius * 0.552_284_75;
    let knot = |dx: f64, dy: f64| {
        let anchor = Point::new(x + radius * dx, y + radius * dy);
        let control = |sign: f64| Point::new(anchor.x - sign * arm * dy, anchor.y + sign * arm * dx);
        Knot { before: control(-1.0), anchor, after: control(1.0) }
    };
    Subpath { knots: vec![knot(1.0, 0.0), knot(0.0, 1.0), knot(-1.0, 0.0), knot(0.0, -1.0)], closed: true }
}

fn path(parts: Vec<(Operation, Subpath)>) -> Path {
    let component = |(operation, subpath)| Component { operation, rule: FillRule::EvenOdd, subpaths: vec![subpath] };
    Path { components: parts.into_iter().map(component).collect(), full: false }
}

fn single(subpath: Subpath) -> Path {
    path(vec![(Operation::Unite, subpath)])
}

fn drawn(path: &Path, area: Rect) -> Vec<u8> {
    let mut out = vec![7; area.area()];
    Coverage::new(path, 1.0, area).expect("short").draw(area, &mut out);
    out
}

fn total(coverage: &[u8]) -> f64 {
    coverage.iter().map(|&value| f64::from(value) / 255.0).sum()
}

fn at(coverage: &[u8], x: usize, y: usize) -> u8 {
    coverage[y * 40 + x]
}

#[test]
fn a_rectangle_covers_its_area_exactly() {
    let out = drawn(&single(rectangle(2.25, 3.5, 10.5, 20.75)), CANVAS);
    assert_eq!([at(&out, 2, 10), at(&out, 1, 10), at(&out, 5, 10), at(&out, 10, 10)], [191, 0, 255, 128]);
    assert_eq!([at(&out, 5, 3), at(&out, 5, 20), at(&out, 2, 3)], [128, 191, 96]);
    assert!((total(&out) - 8.25 * 17.25).abs() < 0.2, "{}", total(&out));
}

#[test]
fn a_circle_has_its_area() {
    let out = drawn(&single(circle(20.3, 19.6, 15.7)), CANVAS);
    assert!((total(&out) - PI * 15.7 * 15.7).abs() < 0.6, "{}", total(&out));
}

#[test]
fn what_lies_outside_of_the_area_is_cut_off() {
    let out = drawn(&single(rectangle(-1e9, -50.0, 20.0, 1e9)), CANVAS);
    assert_eq!(total(&out), 800.0);
    let out = drawn(&single(polygon(&[(-30.0, -10.0), (70.0, -10.0), (20.0, 90.0)])), CANVAS);
    let exact: f64 = (0..4000)
        .map(|i| {
            let y = (f64::from(i) + 0.5) / 100.0;
            let inset = (y + 10.0) * 0.5;
            let (left, right) = (inset - 30.0, 70.0 - inset);
            (right.min(40.0) - left.max(0.0)) / 100.0
        })
        .sum();
    assert!((total(&out) - exact).abs() < 0.5, "{} {exact}", total(&out));
}

#[test]
fn operations_combine() {
    let (left, right) = (rectangle(5.0, 5.0, 25.0, 25.0), rectangle(15.0, 15.0, 35.0, 35.0));
    for (operation, area) in [
        (Operation::Unite, 700.0),
        (Operation::Exclude, 600.0),
        (Operation::Subtract, 300.0),
        (Operation::Intersect, 100.0),
    ] {
        let shape = path(vec![(Operation::Unite, left.clone()), (operation, right.clone())]);
        assert_eq!(total(&drawn(&shape, CANVAS)), area, "{operation:?}");
    }
    // A first component that takes away starts from everything.
    assert_eq!(total(&drawn(&path(vec![(Operation::Subtract, left.clone())]), CANVAS)), 1200.0);
    assert_eq!(total(&drawn(&path(vec![(Operation::Intersect, left)]), CANVAS)), 400.0);
    assert_eq!(total(&drawn(&Path { full: true, ..Path::default() }, CANVAS)), 1600.0);
    assert_eq!(total(&drawn(&Path::default(), CANVAS)), 0.0);
}

#[test]
fn rules_differ_where_an_outline_goes_round_twice() {
    let twice = |rule| {
        let inner = rectangle(10.0, 10.0, 20.0, 20.0);
        let subpaths = vec![rectangle(5.0, 5.0, 25.0, 25.0), inner];
        Path { components: vec![Component { operation: Operation::Unite, rule, subpaths }], full: false }
    };
    assert_eq!(total(&drawn(&twice(FillRule::EvenOdd), CANVAS)), 300.0);
    assert_eq!(total(&drawn(&twice(FillRule::NonZero), CANVAS)), 400.0);
}

#[test]
fn bounds_are_those_of_the_outline_unless_the_outside_is_covered() {
    let bounds = |path: &Path| Coverage::new(path, 1.0, CANVAS).expect("short").bounds();
    assert_eq!(bounds(&single(rectangle(2.5, 3.0, 10.0, 99.0))), Rect::new(2, 3, 10, 40));
    assert_eq!(bounds(&path(vec![(Operation::Subtract, rectangle(2.0, 3.0, 4.0, 5.0))])), CANVAS);
    assert!(bounds(&single(rectangle(50.0, 50.0, 60.0, 60.0))).is_empty());
}

#[test]
fn the_other_way_round() {
    let coverage = Coverage::new(&single(rectangle(2.0, 3.0, 12.0, 13.0)), 1.0, CANVAS).expect("short").inverted();
    let mut out = vec![0; CANVAS.area()];
    coverage.draw(CANVAS, &mut out);
    assert_eq!((total(&out), coverage.bounds(), coverage.covers_outside()), (1500.0, CANVAS, true));
    assert_eq!(coverage.inverted().bounds(), Rect::new(2, 3, 12, 13));
    assert_eq!(single(rectangle(-2.5, 3.0, 900.000_002, 13.0)).bounds(), Rect::new(-3, 3, 900, 13));
    assert!(Path::default().bounds().is_empty());
}

#[test]
fn a_source_gives_any_rows() {
    let shape = single(circle(20.0, 20.0, 12.0));
    let coverage = Coverage::new(&shape, 1.0, CANVAS).expect("short");
    let area = coverage.bounds();
    let mut whole = vec![0; area.area()];
    coverage.draw(area, &mut whole);
    let mut band = Band::default();
    coverage.read(15..18, &mut band).expect("memory");
    let start = (15 - area.top) as usize * area.width();
    assert_eq!(band.area, Rect { top: 15, bottom: 18, ..area });
    assert_eq!(band.planes, Planes::U8(vec![whole[start..start + 3 * area.width()].to_vec()]));
}

#[test]
fn hostile_outlines_end() {
    let wild = |value: f64| single(polygon(&[(value, 0.0), (3.0, value), (-value, 5.0), (f64::NAN, 1.0)]));
    for value in [f64::NAN, f64::INFINITY, 1e300, -1e300, 1e-300] {
        let out = drawn(&wild(value), CANVAS);
        assert_eq!(out.len(), 1600);
    }
    let zigzag: Vec<(f64, f64)> = (0..200_000).map(|i| (f64::from(i % 2) * 1e6, f64::from(i % 3) * 1e6)).collect();
    let huge = Rect::of_size(300_000, 300_000);
    let error = Coverage::new(&single(polygon(&zigzag)), 1.0, huge).expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

fn style(width: f64, alignment: Alignment) -> StrokeStyle {
    let (cap, join) = (Cap::Butt, Join::Miter);
    StrokeStyle { width, alignment, cap, join, miter_limit: 100.0, dashes: Vec::new(), dash_offset: 0.0 }
}

/// Where a stroke lies, and its coverage.
fn stroked(path: Path, style: &StrokeStyle) -> (Rect, Vec<u8>) {
    let paint = Arc::new(Solid { color: vec![1.0] });
    let stroke = PathStroke::new(path, style, paint, BlendMode::Normal, 1.0).expect("few dashes");
    let painted = Painted::new(Model::Grey, CANVAS, None, Some(stroke)).expect("short");
    let area = painted.bounds();
    let mut band = Band::default();
    painted.read(area.top..area.bottom, &mut band).expect("memory");
    let Planes::F32(planes) = band.planes else { panic!("shares of 1") };
    (area, planes[1].iter().map(|&alpha| (alpha * 255.0).round() as u8).collect())
}

#[test]
fn strokes_lie_where_they_are_told() {
    let square = || single(rectangle(10.0, 10.0, 30.0, 30.0));
    for (alignment, area, bounds) in [
        (Alignment::Center, 24.0 * 24.0 - 16.0 * 16.0, Rect::new(8, 8, 32, 32)),
        (Alignment::Inside, 400.0 - 12.0 * 12.0, Rect::new(6, 6, 34, 34)),
        (Alignment::Outside, 28.0 * 28.0 - 400.0, Rect::new(6, 6, 34, 34)),
    ] {
        let (place, coverage) = stroked(square(), &style(4.0, alignment));
        assert_eq!((place, total(&coverage).round()), (bounds, area), "{alignment:?}");
    }
}

#[test]
fn joins_and_caps_have_their_areas() {
    let square = || single(rectangle(10.0, 10.0, 30.0, 30.0));
    let miter = 24.0 * 24.0 - 16.0 * 16.0;
    for (join, area) in [(Join::Miter, miter), (Join::Bevel, miter - 8.0), (Join::Round, miter - 16.0 + 4.0 * PI)] {
        let (_, coverage) = stroked(square(), &StrokeStyle { join, ..style(4.0, Alignment::Center) });
        assert!((total(&coverage) - area).abs() < 0.2, "{join:?}: {} {area}", total(&coverage));
    }
    let line = || single(Subpath { knots: vec![corner(10.0, 20.0), corner(30.0, 20.0)], closed: false });
    for (cap, area) in [(Cap::Butt, 80.0), (Cap::Square, 96.0), (Cap::Round, 80.0 + 4.0 * PI)] {
        let (_, coverage) = stroked(line(), &StrokeStyle { cap, ..style(4.0, Alignment::Center) });
        assert!((total(&coverage) - area).abs() < 0.2, "{cap:?}: {} {area}", total(&coverage));
    }
}

#[test]
fn a_ring_is_stroked_evenly() {
    for radius in [12.0, 5.0, 1.5] {
        let (_, coverage) = stroked(single(circle(20.0, 20.0, radius)), &style(3.0, Alignment::Center));
        let inner = (radius - 1.5).max(0.0);
        let area = PI * ((radius + 1.5).powi(2) - inner * inner);
        assert!((total(&coverage) - area).abs() < 0.01 * area, "{radius}: {} {area}", total(&coverage));
    }
}

#[test]
fn sharp_corners_reach_as_far_as_the_limit_allows() {
    // 30 degrees: the tip is 1 / sin 15 = 3.86 half widths away.
    let tip = || Subpath { knots: vec![corner(5.0, 14.64), corner(25.0, 20.0), corner(5.0, 25.36)], closed: false };
    let right = |limit: f64| {
        stroked(single(tip()), &StrokeStyle { miter_limit: limit, ..style(4.0, Alignment::Center) }).0.right
    };
    assert_eq!((right(4.0), right(3.8)), (33, 26));
}

#[test]
fn dashes_and_strokes_without_width() {
    let line = || single(Subpath { knots: vec![corner(0.0, 20.0), corner(40.0, 20.0)], closed: false });
    let dashes = StrokeStyle { dashes: vec![6.0, 4.0], ..style(4.0, Alignment::Center) };
    assert_eq!(total(&stroked(line(), &dashes).1), 24.0 * 4.0);
    assert_eq!(stroked(line(), &style(0.0, Alignment::Center)).1, [0; 0]);
}

#[test]
fn a_stroke_is_mixed_over_its_fill() {
    let square = single(rectangle(10.0, 10.0, 30.0, 30.0));
    let fill = Coverage::new(&square, 1.0, CANVAS).expect("short");
    let paint = |color: f32| Arc::new(Solid { color: vec![color] });
    let stroke = PathStroke::new(square, &style(4.0, Alignment::Center), paint(0.5), BlendMode::Multiply, 0.5);
    let stroke = stroke.expect("few dashes");
    let painted = Painted::new(Model::Grey, CANVAS, Some((fill, paint(0.8))), Some(stroke)).expect("short");
    assert_eq!(painted.bounds(), Rect::new(8, 8, 32, 32));
    let mut band = Band::default();
    painted.read(20..21, &mut band).expect("memory");
    let Planes::F32(planes) = band.planes else { panic!("shares of 1") };
    // Outside of the fill, over its edge, in its middle.
    for (x, color, alpha) in [(0, 0.5, 0.5), (3, 0.6, 1.0), (10, 0.8, 1.0)] {
        assert!((planes[0][x] - color).abs() < 1e-5 && (planes[1][x] - alpha).abs() < 1e-5, "{x}: {planes:?}");
    }
}

/// The same polygon by zeno, which counts areas in 1/256 of a pixel.
fn by_zeno(points: &[(f64, f64)], rule: FillRule) -> Vec<u8> {
    let place = |&(x, y): &(f64, f64)| Vector::new(x as f32, y as f32);
    let mut commands = vec![Command::MoveTo(place(&points[0]))];
    commands.extend(points[1..].iter().map(|point| Command::LineTo(place(point))));
    commands.push(Command::Close);
    let fill = if rule == FillRule::EvenOdd { Fill::EvenOdd } else { Fill::NonZero };
    let mut out = vec![0; 1600];
    Mask::new(&commands[..]).size(40, 40).style(fill).render_into(&mut out, None);
    out
}

proptest! {
    #[test]
    fn polygons_equal_those_of_zeno(points in proptest::collection::vec((-400_i32..2000, -400_i32..2000), 3..12)) {
        let points: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (f64::from(x) / 32.0, f64::from(y) / 32.0)).collect();
        for rule in [FillRule::EvenOdd, FillRule::NonZero] {
            let component = Component { operation: Operation::Unite, rule, subpaths: vec![polygon(&points)] };
            let out = drawn(&Path { components: vec![component], full: false }, CANVAS);
            let twin = by_zeno(&points, rule);
            let far = out.iter().zip(&twin).map(|(a, b)| a.abs_diff(*b)).max();
            prop_assert!(far <= Some(5), "{far:?}");
        }
    }
}

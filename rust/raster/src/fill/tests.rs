use imageparser_base::Rect;

use super::*;
use crate::scene::{Model, Paint, Span};

fn stop(position: f64, value: &[f32]) -> Stop {
    Stop { position, midpoint: 0.5, value: value.to_vec() }
}

fn grey(stops: &[(f64, f32)], smoothness: f64) -> Ramp {
    let stops: Vec<Stop> = stops.iter().map(|&(position, value)| stop(position, &[value])).collect();
    Ramp::new(Model::Grey, &stops, &[], smoothness, Interpolation::Stored)
}

fn placed(shape: GradientShape, bounds: Rect, angle: f64) -> Placement {
    Placement { shape, bounds, angle, scale: 1.0, offset: (0.0, 0.0) }
}

fn row(paint: &dyn Paint, y: i32, left: i32, count: usize) -> Vec<f32> {
    let (mut color, mut alpha) = (vec![9.0; count], vec![9.0; count]);
    let span = Span { x: left as f32 + 0.5, y: y as f32 + 0.5, step: 1.0 };
    paint.row(span, &mut [&mut color, &mut alpha]);
    assert!(alpha.iter().all(|value| (0.0..=1.0).contains(value)), "{alpha:?}");
    color
}

fn straight() -> Ramp {
    grey(&[(0.0, 0.0), (1.0, 1.0)], 0.0)
}

#[test]
fn a_smooth_ramp_is_what_photoshop_drew() {
    // Column of the layer of psd-tools' layers/gradient-fill.psd: 32 pixels, from transparent to opaque.
    let drawn = [
        0, 4, 9, 15, 21, 28, 36, 44, 52, 60, 69, 79, 88, 98, 108, 118, 128, 137, 147, 157, 167, 176, 186, 195, 203,
        211, 219, 227, 234, 240, 246, 251,
    ];
    let gradient = Gradient::new(
        &placed(GradientShape::Linear, Rect::of_size(32, 32), 90.0),
        false,
        grey(&[(0.0, 1.0), (1.0, 0.0)], 1.0),
    );
    for (y, expected) in drawn.into_iter().enumerate() {
        let value = row(&gradient, y as i32, 3, 1)[0] * 255.0;
        assert!((value - f64::from(expected) as f32).abs() < 0.8, "{y}: {value} {expected}");
    }
}

#[test]
fn ends_are_whole_pixels() {
    // Red of psd-tools' colormodes/4x4_8bit_rgba.psd: reflected at 30 degrees, three stops.
    let drawn = [[9, 132, 255, 255], [133, 9, 133, 255], [255, 133, 10, 132], [255, 255, 132, 9]];
    let ramp = grey(&[(0.0, 9.61 / 255.0), (0.5, 1.0), (1.0, 1.0)], 1.0);
    let gradient = Gradient::new(&placed(GradientShape::Reflected, Rect::of_size(4, 4), 30.0), false, ramp);
    for (y, expected) in drawn.into_iter().enumerate() {
        let values: Vec<i32> = row(&gradient, y as i32, 0, 4).iter().map(|v| (v * 255.0).round() as i32).collect();
        assert!(values.iter().zip(expected).all(|(a, b)| (a - b).abs() <= 1), "{values:?} {expected:?}");
    }
}

#[test]
fn every_shape_at_known_places() {
    use GradientShape::{Angle, Diamond, Linear, Radial, Reflected};
    let bounds = Rect::of_size(40, 40);
    let at = |shape, angle, x, y| {
        let value = row(&Gradient::new(&placed(shape, bounds, angle), false, straight()), y, x, 1)[0];
        (value * 100.0).round() as i32
    };
    for (shape, angle, x, y, expected) in [
        (Linear, 0.0, 0, 7, 0),
        (Linear, 0.0, 20, 7, 50),
        (Linear, 180.0, 10, 7, 75),
        (Linear, 90.0, 3, 30, 25),
        (Linear, -90.0, 3, 30, 75),
        (Linear, 45.0, 40, 0, 100),
        (Radial, 33.0, 20, 20, 0),
        (Radial, 0.0, 30, 20, 50),
        (Radial, 0.0, 20, 35, 75),
        (Radial, 0.0, 0, 0, 100),
        (Reflected, 0.0, 10, 3, 50),
        (Reflected, 0.0, 30, 39, 50),
        (Angle, 0.0, 30, 30, 13),
        (Angle, 0.0, 20, 10, 75),
        (Angle, 90.0, 30, 20, 25),
        (Diamond, 0.0, 30, 20, 50),
        (Diamond, 0.0, 25, 25, 50),
        (Diamond, 0.0, 20, 5, 75),
    ] {
        assert_eq!(at(shape, angle, x, y), expected, "{shape:?} {angle} {x},{y}");
    }
}

#[test]
fn a_line_at_an_angle_runs_from_edge_to_edge() {
    // 64 x 32 at 10 degrees: 65 long, (0, 21) to (64, 10) in whole pixels.
    let gradient = Gradient::new(&placed(GradientShape::Linear, Rect::of_size(64, 32), 10.0), false, straight());
    let twin = |x: f64, y: f64| (x * 64.0 + (y - 21.0) * -11.0) / (64.0 * 64.0 + 11.0 * 11.0);
    for (x, y) in [(0, 21), (32, 16), (50, 3)] {
        let value = row(&gradient, y, x, 1)[0];
        let expected = twin(f64::from(x), f64::from(y));
        assert!((f64::from(value) - expected).abs() < 2e-4, "{x},{y}: {value} {expected}");
    }
}

#[test]
fn midpoints_bend_and_reverse_turns() {
    let mut stops = [stop(0.0, &[0.0]), stop(1.0, &[1.0])];
    stops[1].midpoint = 0.2;
    let ramp = Ramp::new(Model::Grey, &stops, &[], 0.0, Interpolation::Stored);
    for (place, expected) in [(0.1, 0.25), (0.2, 0.5), (0.6, 0.75), (1.0, 1.0)] {
        assert!((ramp.at(place)[0] - expected).abs() < 1e-3, "{place}");
    }
    let placement = placed(GradientShape::Linear, Rect::of_size(10, 10), 0.0);
    assert!((row(&Gradient::new(&placement, true, ramp), 0, 8, 1)[0] - 0.5).abs() < 1e-3);
}

#[test]
fn a_spline_runs_through_its_stops_and_is_cut() {
    let ramp = grey(&[(0.0, 1.0), (0.3, 0.0), (0.6, 0.0), (1.0, 1.0)], 1.0);
    for (place, expected) in [(0.0, 1.0), (0.3, 0.0), (0.6, 0.0), (0.45, 0.0), (1.0, 1.0)] {
        assert!((ramp.at(place)[0] - expected).abs() < 2e-3, "{place} {}", ramp.at(place)[0]);
    }
}

#[test]
fn spaces_of_mixing() {
    let middle = |mixing| {
        let stops = [stop(0.0, &[1.0, 0.0, 0.0]), stop(1.0, &[0.0, 0.0, 1.0])];
        let ramp = Ramp::new(Model::Rgb, &stops, &[stop(0.0, &[1.0]), stop(1.0, &[0.5])], 0.0, mixing);
        ramp.at(0.5).iter().map(|v| (v * 255.0).round() as i32).collect::<Vec<_>>()
    };
    assert_eq!(middle(Interpolation::Stored), [128, 0, 128, 191]);
    assert_eq!(middle(Interpolation::Linear), [188, 0, 188, 191]);
    // As CSS `color-mix(in oklab, red, blue)`.
    assert_eq!(middle(Interpolation::Perceptual), [140, 83, 162, 191]);
}

#[test]
fn nonsense_is_painted_too() {
    let wild = |value: f64| {
        let stops = [stop(value, &[f32::NAN]), stop(0.5, &[2.0]), stop(0.5, &[-1.0]), stop(1.0, &[])];
        let ramp = Ramp::new(Model::Grey, &stops, &[stop(value, &[f32::INFINITY])], 1.0, Interpolation::Perceptual);
        for shape in [GradientShape::Linear, GradientShape::Angle, GradientShape::Radial] {
            let bounds = Rect::new(i32::MIN, 0, i32::MAX, 0);
            let placement = Placement { shape, bounds, angle: value, scale: value, offset: (value, -value) };
            let values = row(&Gradient::new(&placement, false, ramp.clone()), 5, -7, 20);
            assert!(values.iter().all(|value| (0.0..=1.0).contains(value)), "{values:?}");
        }
    };
    [f64::NAN, f64::INFINITY, -1e300, 0.0, 1e-300].into_iter().for_each(wild);
    assert_eq!(Ramp::new(Model::Rgb, &[], &[], 1.0, Interpolation::Stored).at(0.5), [0.0, 0.0, 0.0, 1.0]);
}

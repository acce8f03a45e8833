use std::sync::Arc;

use imageparser_base::Rect;

use super::Look;
use crate::blend::BlendMode;
use crate::fill::{Interpolation, Ramp, Stop};
use crate::scene::{Model, Shape, Solid};

/// A covered square from `from` to `to` on both axes.
pub(super) fn square(from: i32, to: i32) -> Shape {
    let area = Rect::new(from, from, to, to);
    Shape { area, alpha: vec![255; area.area()], factor: 1 }
}

/// A disc with an anti-aliased edge, from 16 samples a row and column of each cell.
pub(super) fn disc(side: i32, radius: f32) -> Shape {
    let area = Rect::new(0, 0, side, side);
    let centre = side as f32 / 2.0;
    let inside = |x: f32, y: f32| (x - centre).hypot(y - centre) <= radius;
    let cover = |x: i32, y: i32| {
        let samples = (0..256).filter(|i| {
            let (dx, dy) = ((i % 16) as f32, (i / 16) as f32);
            inside(x as f32 + (dx + 0.5) / 16.0, y as f32 + (dy + 0.5) / 16.0)
        });
        (samples.count() as f32 * 255.0 / 256.0).round() as u8
    };
    let alpha = (0..side * side).map(|i| cover(i % side, i / side)).collect();
    Shape { area, alpha, factor: 1 }
}

/// Mid grey, multiplied at half opacity.
pub(super) fn look() -> Look {
    Look { paint: Arc::new(Solid { color: vec![0.5] }), blend: BlendMode::Multiply, opacity: 0.5 }
}

/// From black to white, its alpha from 1 to 0.
pub(super) fn fading() -> Ramp {
    let stop = |position, value: f32| Stop { position, midpoint: 0.5, value: vec![value] };
    let (colors, alphas) = ([stop(0.0, 0.0), stop(1.0, 1.0)], [stop(0.0, 1.0), stop(1.0, 0.0)]);
    Ramp::new(Model::Grey, &colors, &alphas, 0.0, Interpolation::Stored)
}

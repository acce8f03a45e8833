use std::sync::{Arc, OnceLock};

use super::tile::Tile;
use crate::scene::{Paint, Span};

/// Where a pattern lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatternPlacement {
    /// Where a corner of a tile lies on the canvas, in canvas pixels.
    pub origin: (f64, f64),
    /// Canvas pixels for each sample.
    pub scale: f64,
    /// Turn around the origin, in degrees, counterclockwise.
    pub angle: f64,
}

/// Reductions by these powers of two have a tile of their own.
const LEVELS: usize = 8;

/// A tile repeated over the canvas.
#[derive(Debug)]
pub struct Pattern {
    tile: Arc<Tile>,
    origin: (f64, f64),
    scale: f64,
    /// Sine and cosine of the angle.
    turn: (f64, f64),
    averaged: [OnceLock<Tile>; LEVELS],
    halved: OnceLock<Tile>,
}

impl Pattern {
    /// A pattern; a scale that makes no sense is taken as 1.
    ///
    /// As Photoshop draws it: an enlarged tile is interpolated between its samples, the first of which lies on the origin.
    /// One that is reduced is halved until it is no larger than wanted, then enlarged in the same way (ag-psd's pattern at
    /// 81 % meets the stored picture within one step of 255).
    pub fn new(tile: Arc<Tile>, placement: &PatternPlacement) -> Self {
        let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
        let scale = if placement.scale > 1e-3 && placement.scale < 1e6 { placement.scale } else { 1.0 };
        let turn = finite(placement.angle).rem_euclid(360.0).to_radians().sin_cos();
        let origin = (finite(placement.origin.0), finite(placement.origin.1));
        Self { tile, origin, scale, turn, averaged: Default::default(), halved: OnceLock::new() }
    }

    /// How often the tile is halved in a picture of full size.
    fn halvings(&self) -> u32 {
        let halvings = (1.0 / self.scale).log2() - 1e-9;
        halvings.ceil().clamp(0.0, 10.0) as u32
    }

    /// The tile for pixels that are `step` canvas pixels wide, and how many samples each of its samples stands for.
    fn tile(&self, step: f64) -> (&Tile, f64) {
        let level = (step.max(1.0).log2() as usize).min(LEVELS - 1);
        let side = f64::from(1 << level) / self.scale;
        if side <= 1.0 {
            return (&self.tile, 1.0);
        }
        (self.averaged[level].get_or_init(|| self.tile.averaged(side)), side)
    }
}

impl Paint for Pattern {
    fn row(&self, span: Span, planes: &mut [&mut [f32]]) {
        let step = f64::from(span.step);
        let (tile, cell, side) = if step < 2.0 && self.halvings() > 0 {
            let cell = 1 << self.halvings();
            (self.halved.get_or_init(|| self.tile.averaged(cell as f64)), cell, 1.0)
        } else {
            let (tile, side) = self.tile(step);
            (tile, 1, side)
        };
        let (sin, cos) = self.turn;
        let y = f64::from(span.y) - self.origin.1;
        let count = planes.first().map_or(0, |plane| plane.len());
        // The first sample lies at the upper left corner of the first pixel; a mean begins before its middle.
        let place = |turned: f64| (turned - 0.5) / self.scale - (side - 1.0) / 2.0;
        for index in 0..count {
            let x = f64::from(span.x) + index as f64 * step - self.origin.0;
            let sample = tile.between(place(cos * x - sin * y), place(sin * x + cos * y), cell);
            for (plane, value) in planes.iter_mut().zip(sample) {
                plane[index] = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tile::TileSamples;
    use super::*;

    fn pattern(placement: PatternPlacement) -> Pattern {
        let samples = [0, 255, 255, 255].into_iter().flat_map(|value: u8| [value, 255]).collect();
        Pattern::new(Arc::new(Tile::new(4, 1, 2, TileSamples::U8(samples)).expect("whole")), &placement)
    }

    fn row(pattern: &Pattern, x: f32, step: f32, count: usize) -> Vec<i32> {
        let (mut color, mut alpha) = (vec![9.0; count], vec![9.0; count]);
        pattern.row(Span { x: x + step / 2.0, y: step / 2.0, step }, &mut [&mut color, &mut alpha]);
        assert!(alpha.iter().all(|&value| value == 1.0));
        color.iter().map(|value| (value * 255.0).round() as i32).collect()
    }

    const PLAIN: PatternPlacement = PatternPlacement { origin: (0.0, 0.0), scale: 1.0, angle: 0.0 };

    #[test]
    fn tiles_begin_at_the_origin() {
        assert_eq!(row(&pattern(PLAIN), -1.0, 1.0, 6), [255, 0, 255, 255, 255, 0]);
        assert_eq!(
            row(&pattern(PatternPlacement { origin: (119.0, 3.0), ..PLAIN }), 117.0, 1.0, 4),
            [255, 255, 0, 255]
        );
    }

    #[test]
    fn an_enlarged_tile_is_what_photoshop_drew() {
        // Overlay of psd-tools' patterns.psd at 200 %, before it is mixed with the layer.
        let drawn = row(&pattern(PatternPlacement { scale: 2.0, ..PLAIN }), 0.0, 1.0, 9);
        assert_eq!(drawn, [0, 128, 255, 255, 255, 255, 255, 128, 0]);
    }

    #[test]
    fn reduced_tiles_are_averaged() {
        assert_eq!(row(&pattern(PatternPlacement { scale: 0.5, ..PLAIN }), 0.0, 1.0, 3), [128, 255, 128]);
        assert_eq!(row(&pattern(PLAIN), 0.0, 2.0, 3), [128, 255, 128]);
        assert_eq!(row(&pattern(PLAIN), 0.0, 4.0, 2), [191, 191]);
        assert_eq!(row(&pattern(PLAIN), 0.0, 4096.0, 1), [191]);
    }

    #[test]
    fn a_tile_that_is_a_little_smaller_is_halved_and_enlarged_again() {
        // Halved it is 128, 255; between these at 0, 1.23, 2.47 and 3.70 samples.
        assert_eq!(row(&pattern(PatternPlacement { scale: 0.81, ..PLAIN }), 0.0, 1.0, 4), [128, 206, 225, 146]);
        let samples = [0, 255, 255].into_iter().flat_map(|value: u8| [value, 255]).collect();
        let odd = Arc::new(Tile::new(3, 1, 2, TileSamples::U8(samples)).expect("whole"));
        let odd = Pattern::new(odd, &PatternPlacement { scale: 0.5, ..PLAIN });
        assert_eq!(row(&odd, 0.0, 1.0, 3)[0], 128);
    }

    #[test]
    fn a_quarter_turn_lays_the_tile_down() {
        let turned = pattern(PatternPlacement { angle: 90.0, ..PLAIN });
        assert_eq!(row(&turned, 0.0, 1.0, 1), row(&turned, 2.0, 1.0, 1));
        let (mut color, mut alpha) = ([0.0], [0.0]);
        turned.row(Span { x: 0.5, y: -0.5, step: 1.0 }, &mut [&mut color, &mut alpha]);
        assert_eq!(color, [0.0]);
    }

    #[test]
    fn nonsense_is_painted_too() {
        for bad in [f64::NAN, f64::INFINITY, -1e300, 0.0] {
            let wild = pattern(PatternPlacement { origin: (bad, bad), scale: bad, angle: bad });
            assert_eq!(row(&wild, 1e6, 1.0, 3).len(), 3);
        }
    }
}

use std::sync::Arc;

use imageparser_base::Rect;

use super::distance::{self, band, domain};
use super::field::Field;
use super::style::{in_cells, ramp_planes};
use crate::blend::BlendMode;
use crate::fill::Ramp;
use crate::scene::{Coat, CoatColor, CoatPlace, Effect, Model, Paint, Shape};

/// On which side of the edge a stroke lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrokePosition {
    /// Around the layer.
    Outside,
    /// Within the layer.
    Inside,
    /// Half on each side.
    Center,
}

/// What a stroke is painted with.
#[derive(Debug, Clone)]
pub enum StrokeColor {
    /// Colour, gradient or pattern over the canvas.
    Paint(Arc<dyn Paint>),
    /// A gradient from the outer limit of the band to the inner ("shape burst"), or the other way round.
    Burst(Ramp, bool),
}

/// A stroke along the edge.
///
/// The calibration records say: the band is measured by distance from the edge at half coverage and its limits are
/// one pixel soft. On a pixel of alpha a the outer part lies below the layer and has a share of 1 - a; the inner part has
/// a share of a and takes the layer's place, unless it is overprinted.
#[derive(Debug, Clone)]
pub struct Stroke {
    /// Its colour, gradient or pattern.
    pub color: StrokeColor,
    /// How it mixes with what is below.
    pub blend: BlendMode,
    /// 0-1.
    pub opacity: f32,
    /// Width in canvas pixels.
    pub size: f32,
    /// Side of the edge.
    pub position: StrokePosition,
    /// It mixes with the layer instead of taking its place.
    pub overprint: bool,
    /// Size and position of the strokes above it in whose place it is not seen.
    pub hidden_by: Vec<(f32, StrokePosition)>,
}

impl StrokePosition {
    /// How far a stroke of this size reaches outwards and inwards.
    pub const fn bands(self, size: f32) -> (f32, f32) {
        match self {
            Self::Outside => (size, 0.0),
            Self::Inside => (0.0, size),
            Self::Center => (size / 2.0, size / 2.0),
        }
    }
}

impl Effect for Stroke {
    fn reach(&self) -> i32 {
        self.position.bands(in_cells(self.size, 1)).0.ceil() as i32 + 1
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let (outer, inner) = self.position.bands(in_cells(self.size, shape.factor));
        let mut coats = Vec::new();
        let around = shape.area.grow(outer.ceil() as i32 + 1).intersect(canvas);
        if outer > 0.0 && !around.is_empty() {
            let reach = outside(shape, around, outer);
            let shares = || reach.values.iter().map(|reach| (outer + reach) / span(outer, inner)).collect();
            let band = self.seen(band(&reach, outer), &reach, shape.factor, |bands| bands.0);
            coats.push(self.coat(CoatPlace::Behind, &band, shares));
        }
        let within = shape.area.intersect(canvas);
        if inner > 0.0 && !within.is_empty() {
            let reach = inside(shape, within, inner);
            let shares = || reach.values.iter().map(|reach| (outer + 1.0 - reach) / span(outer, inner)).collect();
            let place = if self.overprint { CoatPlace::Inside } else { CoatPlace::Instead };
            let band = self.seen(band(&reach, inner), &reach, shape.factor, |bands| bands.1);
            coats.push(self.coat(place, &band, shares));
        }
        coats
    }
}

impl Stroke {
    /// The band without what strokes above it take away. At their soft limits they are painted over what this leaves,
    /// which gives the colours that Photoshop stored for a multiplied stroke over another.
    fn seen(&self, mut band: Field, reach: &Field, factor: u32, side: impl Fn((f32, f32)) -> f32) -> Field {
        for (size, position) in &self.hidden_by {
            let above = side(position.bands(in_cells(*size, factor)));
            if above > 0.0 {
                let cells = band.values.iter_mut().zip(&reach.values);
                cells.for_each(|(value, reach)| *value *= 1.0 - (above + reach).clamp(0.0, 1.0));
            }
        }
        band
    }

    fn coat(&self, place: CoatPlace, band: &Field, shares: impl FnOnce() -> Vec<f32>) -> Coat {
        let (coverage, color) = match &self.color {
            StrokeColor::Paint(paint) => (band.coverage(), CoatColor::Paint(paint.clone())),
            StrokeColor::Burst(ramp, reverse) => {
                let (colors, alpha) = ramp_planes(ramp, *reverse, &shares());
                let coverage = band.values.iter().zip(alpha);
                let coverage = coverage.map(|(value, alpha)| super::field::byte(value * f32::from(alpha) / 255.0));
                (coverage.collect(), CoatColor::Planes(colors))
            }
        };
        let opacity = self.opacity.clamp(0.0, 1.0);
        Coat { place, area: band.area, coverage, color, blend: self.blend, opacity }
    }
}

/// The length of a burst: the band and the soft pixel at each limit that it has.
fn span(outer: f32, inner: f32) -> f32 {
    [outer, inner].iter().filter(|band| **band > 0.0).map(|band| band + 1.0).sum()
}

/// How far the shape reaches outwards (see [`distance::reach`]).
pub(super) fn outside(shape: &Shape, wanted: Rect, most: f32) -> Field {
    let field = Field::of_shape(shape, (0, 0), domain(wanted, most));
    distance::reach(&field).cropped(wanted)
}

/// How far what is not the shape reaches inwards.
pub(super) fn inside(shape: &Shape, wanted: Rect, most: f32) -> Field {
    let field = Field::of_shape(shape, (0, 0), domain(wanted, most)).inverted();
    distance::reach(&field).cropped(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effects::test_shapes::{disc, fading, look, square};

    const CANVAS: Rect = Rect::new(0, 0, 60, 60);

    fn stroke(size: f32, position: StrokePosition) -> Stroke {
        let color = StrokeColor::Paint(look().paint);
        Stroke {
            color,
            blend: BlendMode::Normal,
            opacity: 1.0,
            size,
            position,
            overprint: false,
            hidden_by: Vec::new(),
        }
    }

    fn at(coat: &Coat, x: i32, y: i32) -> u8 {
        if !coat.area.contains(Rect::new(x, y, x + 1, y + 1)) {
            return 0;
        }
        coat.coverage[(y - coat.area.top) as usize * coat.area.width() + (x - coat.area.left) as usize]
    }

    #[test]
    fn bands_are_as_wide_as_the_size() {
        let shape = square(20, 40);
        let outside = stroke(5.0, StrokePosition::Outside).coats(&shape, Model::Grey, CANVAS);
        assert_eq!((outside.len(), outside[0].place), (1, CoatPlace::Behind));
        assert_eq!([14, 15, 19].map(|x| at(&outside[0], x, 30)), [0, 255, 255]);
        let inside = stroke(5.0, StrokePosition::Inside).coats(&shape, Model::Grey, CANVAS);
        assert_eq!((inside.len(), inside[0].place), (1, CoatPlace::Instead));
        assert_eq!([20, 24, 25, 34, 35].map(|x| at(&inside[0], x, 30)), [255, 255, 0, 0, 255]);
        let centre = stroke(5.0, StrokePosition::Center).coats(&shape, Model::Grey, CANVAS);
        assert_eq!(centre.len(), 2);
        assert_eq!([17, 18].map(|x| at(&centre[0], x, 30)), [128, 255]);
        assert_eq!([21, 22].map(|x| at(&centre[1], x, 30)), [255, 128]);
    }

    #[test]
    fn corners_outside_are_round_and_inside_square() {
        let shape = square(20, 40);
        let outside = stroke(10.0, StrokePosition::Outside).coats(&shape, Model::Grey, CANVAS);
        assert_eq!((at(&outside[0], 11, 11), at(&outside[0], 14, 14)), (0, 255));
        let inside = stroke(4.0, StrokePosition::Inside).coats(&shape, Model::Grey, CANVAS);
        assert_eq!((at(&inside[0], 23, 23), at(&inside[0], 24, 24)), (255, 0));
    }

    #[test]
    fn a_disc_gets_a_ring() {
        let shape = disc(60, 15.0);
        let coats = stroke(6.0, StrokePosition::Outside).coats(&shape, Model::Grey, CANVAS);
        for (index, coverage) in coats[0].coverage.iter().enumerate() {
            let (x, y) = (index % 60, index / 60);
            let radius = (x as f32 - 29.5).hypot(y as f32 - 29.5);
            let wanted = (21.5 - radius).clamp(0.0, 1.0) * 255.0;
            assert!((f32::from(*coverage) - wanted).abs() < 60.0, "{x} {y}: {coverage} instead of {wanted}");
        }
        let whole: f32 = coats[0].coverage.iter().map(|value| f32::from(*value) / 255.0).sum();
        assert!((whole / (std::f32::consts::PI * 21.0 * 21.0) - 1.0).abs() < 0.01, "{whole}");
    }

    #[test]
    fn a_half_covered_layer_has_a_half_covered_ring_and_is_replaced_wholly() {
        let mut shape = square(20, 40);
        shape.alpha.fill(128);
        let outside = stroke(4.0, StrokePosition::Outside).coats(&shape, Model::Grey, CANVAS);
        assert_eq!([16, 17, 30].map(|x| at(&outside[0], x, 30)), [128, 255, 255]);
        let inside = stroke(4.0, StrokePosition::Inside).coats(&shape, Model::Grey, CANVAS);
        assert!(inside[0].coverage.iter().all(|value| *value == 255));
    }

    #[test]
    fn a_burst_runs_from_the_outer_limit_to_the_inner() {
        let mut stroke = stroke(8.0, StrokePosition::Center);
        stroke.color = StrokeColor::Burst(fading(), false);
        stroke.overprint = true;
        let coats = stroke.coats(&square(20, 40), Model::Grey, CANVAS);
        let color = |coat: &Coat, x: i32| {
            let CoatColor::Planes(planes) = &coat.color else { panic!("planes") };
            planes[0][(30 - coat.area.top) as usize * coat.area.width() + (x - coat.area.left) as usize]
        };
        assert_eq!(coats[1].place, CoatPlace::Inside);
        let seen = [color(&coats[0], 16), color(&coats[0], 19), color(&coats[1], 20), color(&coats[1], 23)];
        assert_eq!(seen, [26, 102, 128, 204]);
    }

    #[test]
    fn a_stroke_above_takes_its_place() {
        let mut wide = stroke(9.0, StrokePosition::Outside);
        wide.hidden_by = vec![(4.0, StrokePosition::Center), (2.0, StrokePosition::Inside)];
        let coats = wide.coats(&square(20, 40), Model::Grey, CANVAS);
        assert_eq!([10, 11, 17, 18, 19].map(|x| at(&coats[0], x, 30)), [0, 255, 255, 0, 0]);
    }

    #[test]
    fn nothing_where_there_is_no_size() {
        assert!(stroke(0.0, StrokePosition::Center).coats(&square(1, 5), Model::Grey, CANVAS).is_empty());
        assert!(stroke(f32::NAN, StrokePosition::Outside).coats(&square(1, 5), Model::Grey, CANVAS).is_empty());
        assert_eq!(stroke(1e9, StrokePosition::Outside).reach(), 251);
    }
}

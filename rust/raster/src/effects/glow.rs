use std::sync::Arc;

use imageparser_base::Rect;

use super::field::Field;
use super::noise;
use super::soft::Falloff;
use super::style;
use crate::blend::BlendMode;
use crate::fill::Ramp;
use crate::scene::{Coat, CoatColor, CoatPlace, Effect, Model, Paint, Shape};

/// What a glow is painted with.
#[derive(Debug, Clone)]
pub enum GlowColor {
    /// One paint, thinner where the glow fades.
    Paint(Arc<dyn Paint>),
    /// A gradient, which brings its own alpha.
    Ramp {
        /// From where the glow is strongest to where it ends.
        ramp: Ramp,
        /// The other way round.
        reverse: bool,
        /// How far places in the gradient are moved at random, 0-1.
        jitter: f32,
    },
}

/// A glow around the layer.
#[derive(Debug, Clone)]
pub struct OuterGlow {
    /// Its colour or gradient.
    pub color: GlowColor,
    /// How it mixes with what is below.
    pub blend: BlendMode,
    /// 0-1.
    pub opacity: f32,
    /// Size, spread, range, technique, contour, noise.
    pub falloff: Falloff,
}

impl Effect for OuterGlow {
    fn reach(&self) -> i32 {
        self.falloff.reach()
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let margin = self.falloff.reach() / shape.factor.max(1) as i32 + 2;
        let area = shape.area.grow(margin).intersect(canvas);
        // Photoshop shows no outer glow of size 0, whatever its spread.
        if area.is_empty() || self.falloff.size.max(0.0) < 0.5 {
            return Vec::new();
        }
        let field = self.falloff.finish(self.falloff.around(shape, (0, 0), area), shape.factor);
        vec![paint(&self.color, (CoatPlace::Behind, self.blend, self.opacity), &field, shape.factor)]
    }
}

/// A glow inside the layer, from its edge or its centre.
#[derive(Debug, Clone)]
pub struct InnerGlow {
    /// Its colour or gradient.
    pub color: GlowColor,
    /// How it mixes with the layer.
    pub blend: BlendMode,
    /// 0-1.
    pub opacity: f32,
    /// Size, choke, range, technique, contour, noise.
    pub falloff: Falloff,
    /// From the centre: what the glow from the edge leaves.
    pub from_centre: bool,
}

impl Effect for InnerGlow {
    fn reach(&self) -> i32 {
        0
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let area = shape.area.intersect(canvas);
        if area.is_empty() {
            return Vec::new();
        }
        // Without a size there is nothing at the edge, and all of it is centre.
        let sized = self.falloff.size >= 0.5;
        let edge = if sized { self.falloff.within(shape, (0, 0), area) } else { Field::filled(area, 0.0) };
        let field = if self.from_centre { edge.inverted() } else { edge };
        let field = self.falloff.finish(field, shape.factor);
        vec![paint(&self.color, (CoatPlace::Inside, self.blend, self.opacity), &field, shape.factor)]
    }
}

fn paint(color: &GlowColor, (place, blend, opacity): (CoatPlace, BlendMode, f32), field: &Field, factor: u32) -> Coat {
    let opacity = opacity.clamp(0.0, 1.0);
    let (coverage, color) = match color {
        GlowColor::Paint(paint) => (field.coverage(), CoatColor::Paint(paint.clone())),
        GlowColor::Ramp { ramp, reverse, jitter } => {
            let (colors, mut coverage) = style::ramp_planes(ramp, *reverse, &shares(field, *jitter, factor));
            let bare = coverage.iter_mut().zip(&field.values).filter(|(_, value)| **value <= 0.0);
            bare.for_each(|(coverage, _)| *coverage = 0);
            (coverage, CoatColor::Planes(colors))
        }
    };
    Coat { place, area: field.area, coverage, color, blend, opacity }
}

/// Where in the gradient each cell lies; jitter moves that at random.
fn shares(field: &Field, jitter: f32, factor: u32) -> Vec<f32> {
    let (area, factor, jitter) = (field.area, factor.max(1) as i32, jitter.clamp(0.0, 1.0));
    let mut shares = field.values.iter().map(|value| 1.0 - value).collect::<Vec<_>>();
    if jitter > 0.0 {
        for (y, row) in (area.top..).zip(shares.chunks_exact_mut(area.width().max(1))) {
            for (x, share) in (area.left..).zip(row) {
                // Another part of the random plane than the noise of the coverage uses.
                let random = noise::at(x.wrapping_mul(factor) ^ 0x5A5A, y.wrapping_mul(factor));
                *share = (*share + (random - 0.5) * jitter).clamp(0.0, 1.0);
            }
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effects::test_shapes::{fading, look, square};

    fn at(coat: &Coat, x: i32, y: i32) -> u8 {
        coat.coverage[(y - coat.area.top) as usize * coat.area.width() + (x - coat.area.left) as usize]
    }

    fn outer(size: f32, range: f32, color: GlowColor) -> OuterGlow {
        let falloff = Falloff { size, range, ..Falloff::default() };
        OuterGlow { color, blend: BlendMode::Screen, opacity: 0.75, falloff }
    }

    #[test]
    fn the_usual_range_doubles_the_blur() {
        let glow = outer(10.0, 0.5, GlowColor::Paint(look().paint));
        let coats = glow.coats(&square(40, 80), Model::Grey, Rect::new(0, 0, 120, 120));
        // Tent of n = 10 beyond an edge: 45 36 28 ... 1 of 100, twice that.
        assert_eq!([39, 38, 31, 30].map(|x| at(&coats[0], x, 60)), [230, 184, 5, 0]);
        assert_eq!(coats[0].place, CoatPlace::Behind);
    }

    #[test]
    fn without_size_only_the_centre_glows() {
        let shape = square(4, 8);
        let canvas = Rect::new(0, 0, 12, 12);
        assert!(outer(0.0, 1.0, GlowColor::Paint(look().paint)).coats(&shape, Model::Grey, canvas).is_empty());
        let mut inner = InnerGlow {
            color: GlowColor::Paint(look().paint),
            blend: BlendMode::Screen,
            opacity: 1.0,
            falloff: Falloff::default(),
            from_centre: false,
        };
        assert_eq!(inner.coats(&shape, Model::Grey, canvas)[0].coverage, [0; 16]);
        inner.from_centre = true;
        assert_eq!(inner.coats(&shape, Model::Grey, canvas)[0].coverage, [255; 16]);
    }

    #[test]
    fn centre_is_what_the_edge_leaves() {
        let shape = square(0, 30);
        let falloff = Falloff { size: 9.0, spread: 0.3, range: 0.6, ..Falloff::default() };
        let glow = |from_centre| InnerGlow {
            color: GlowColor::Paint(look().paint),
            blend: BlendMode::Screen,
            opacity: 1.0,
            falloff: falloff.clone(),
            from_centre,
        };
        let edge = glow(false).coats(&shape, Model::Grey, shape.area);
        let centre = glow(true).coats(&shape, Model::Grey, shape.area);
        for (edge, centre) in edge[0].coverage.iter().zip(&centre[0].coverage) {
            assert!((i32::from(*edge) + i32::from(*centre) - 255).abs() <= 1);
        }
        assert!(edge[0].coverage[15] > 200 && edge[0].coverage[15 * 30 + 15] == 0);
    }

    #[test]
    fn a_gradient_runs_outwards_with_its_own_alpha() {
        let glow = |jitter| GlowColor::Ramp { ramp: fading(), reverse: false, jitter };
        let coats = outer(10.0, 1.0, glow(0.0)).coats(&square(40, 80), Model::Grey, Rect::new(0, 0, 120, 120));
        let CoatColor::Planes(planes) = &coats[0].color else { panic!("planes") };
        assert_eq!(planes.len(), 1);
        let index =
            |x: i32| (60 - coats[0].area.top) as usize * coats[0].area.width() + (x - coats[0].area.left) as usize;
        assert!(planes[0][index(60)] < 3 && planes[0][index(33)] > 230, "black inside, white outside");
        assert!(at(&coats[0], 39, 60) > at(&coats[0], 34, 60));
        let jittered = outer(10.0, 1.0, glow(1.0)).coats(&square(40, 80), Model::Grey, Rect::new(0, 0, 120, 120));
        let CoatColor::Planes(random) = &jittered[0].color else { panic!("planes") };
        assert_ne!(random, planes);
    }
}

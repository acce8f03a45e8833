use imageparser_base::Rect;

use super::bevel_height::{Technique, height};
use super::contour::Contour;
use super::distance::{band, domain};
use super::field::Field;
use super::stroke::{self, StrokePosition};
use super::style::{Light, Look, in_cells};
use crate::scene::{Coat, CoatPlace, Effect, Model, Shape};

/// Where a bevel lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BevelStyle {
    /// Inside the edge.
    Inner,
    /// Outside the edge.
    Outer,
    /// Half on each side, both lit alike.
    Emboss,
    /// Half on each side, lit the opposite way: the edge is pressed in.
    Pillow,
    /// On the band of a stroke of this size and position.
    Stroke(f32, StrokePosition),
}

/// Bevel and emboss: slopes along the edge, lit from one side.
///
/// The calibration records say: the height (see [`height`]) is taken as `size` pixels deep, its slope times the depth
/// meets the light by Lambert's law; what is brighter than the flat face is highlight, `(l - flat) / (1 - flat)`, what is
/// darker is shadow, `(flat - l) / flat`. Emboss and pillow use half the size, a depth of at least a quarter, and a
/// shadow that is not divided. The gloss contour maps the light. A linear contour of a range r steepens by 1 / r; other
/// contours are near: they map the height.
#[derive(Debug, Clone)]
pub struct Bevel {
    /// Where it lies.
    pub style: BevelStyle,
    /// How the slopes are formed.
    pub technique: Technique,
    /// 1 is 100 %.
    pub depth: f32,
    /// Raised; else pressed in.
    pub up: bool,
    /// In canvas pixels.
    pub size: f32,
    /// A further blur, in canvas pixels.
    pub soften: f32,
    /// Where the light comes from.
    pub light: Light,
    /// Maps the light.
    pub gloss: Option<Contour>,
    /// The profile of the slope; with the share of it that is used (1 where there is no contour).
    pub contour: Option<Contour>,
    /// 0-1.
    pub range: f32,
    /// What turns to the light.
    pub highlight: Look,
    /// What turns away from it.
    pub shadow: Look,
}

/// The two shades of an area.
struct Shaded {
    highlight: Vec<u8>,
    shadow: Vec<u8>,
}

impl Effect for Bevel {
    fn reach(&self) -> i32 {
        let margin = (in_cells(self.size, 1) + in_cells(self.soften, 1)).ceil() as i32 + 2;
        match self.style {
            BevelStyle::Inner => 0,
            BevelStyle::Stroke(size, position) => margin + position.bands(in_cells(size, 1)).0.ceil() as i32 + 1,
            _ => margin,
        }
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let area = shape.area.grow(self.reach() / shape.factor.max(1) as i32 + 1).intersect(canvas);
        if area.is_empty() || self.size.max(0.0) < 0.5 {
            return Vec::new();
        }
        let factor = shape.factor;
        let most = in_cells(self.size, factor) + in_cells(self.soften, factor) + 2.0;
        let around = domain(area, most);
        let matte = self.matte(shape, around);
        let height = self.profile(height(&matte, self.technique, self.depth_of(factor), in_cells(self.soften, factor)));
        let mut coats = Vec::new();
        if self.style != BevelStyle::Outer {
            let within = shape.area.intersect(canvas);
            let sign = self.sign();
            self.push(
                &mut coats,
                CoatPlace::Inside,
                within,
                &self.shade((&height, &matte), within, (sign, false), factor),
            );
        }
        if self.style != BevelStyle::Inner {
            let sign = if self.style == BevelStyle::Pillow { -self.sign() } else { self.sign() };
            self.push(&mut coats, CoatPlace::Behind, area, &self.shade((&height, &matte), area, (sign, true), factor));
        }
        coats
    }
}

impl Bevel {
    fn sign(&self) -> f32 {
        if self.up { 1.0 } else { -1.0 }
    }

    /// Whether the slopes lie half inside and half outside.
    fn halved(&self) -> bool {
        matches!(self.style, BevelStyle::Emboss | BevelStyle::Pillow)
    }

    /// The width of the slopes on one side, in cells.
    fn depth_of(&self, factor: u32) -> f32 {
        let size = self.size.clamp(0.0, super::MOST_SIZE);
        let half = if self.halved() { (size / 2.0).round() } else { size };
        in_cells(half.max(2.0), factor)
    }

    /// What the height is made from: the shape, or the band of the stroke.
    fn matte(&self, shape: &Shape, around: Rect) -> Field {
        let matte = Field::of_shape(shape, (0, 0), around);
        let BevelStyle::Stroke(size, position) = self.style else { return matte };
        let (outer, inner) = position.bands(in_cells(size, shape.factor));
        let out = band(&stroke::outside(shape, around, outer), outer);
        let within = band(&stroke::inside(shape, around, inner), inner);
        let values = matte.values.iter().zip(&out.values).zip(&within.values).map(|((alpha, out), within)| {
            let (out, within) = (if outer > 0.0 { *out } else { 0.0 }, if inner > 0.0 { *within } else { 0.0 });
            (1.0 - alpha) * out + alpha * within
        });
        Field { area: around, values: values.collect() }
    }

    fn profile(&self, height: Field) -> Field {
        let Some(contour) = &self.contour else { return height };
        let range = self.range.clamp(0.01, 1.0);
        match self.style {
            BevelStyle::Inner => height.map(|value| 0.5 + 0.5 * contour.at((value * 2.0 - 1.0) / range)),
            BevelStyle::Outer => height.map(|value| 0.5 * contour.at(value * 2.0 / range)),
            _ => height.map(|value| contour.at(value / range)),
        }
    }

    /// Light the area. `beyond` is the part outside the shape, where flat ground stays as it is.
    fn shade(&self, (height, matte): (&Field, &Field), area: Rect, (sign, beyond): (f32, bool), factor: u32) -> Shaded {
        let steep = self.steepness(factor) * sign;
        let light = self.light.vector();
        let mut shaded = Shaded { highlight: Vec::with_capacity(area.area()), shadow: Vec::with_capacity(area.area()) };
        let around = area.grow(1);
        for y in area.top..area.bottom {
            let [above, row, below] = [y - 1, y, y + 1].map(|y| height.row(y, around));
            let alpha = matte.row(y, area);
            for x in 0..area.width() {
                let (dx, dy) = (row[x + 2] - row[x], below[x + 1] - above[x + 1]);
                let (high, low) = self.lit([-dx * steep, -dy * steep], light, beyond);
                let cover = if matches!(self.style, BevelStyle::Stroke(..)) { alpha[x] } else { 1.0 };
                shaded.highlight.push(super::field::byte(high * cover));
                shaded.shadow.push(super::field::byte(low * cover));
            }
        }
        shaded
    }

    /// What a difference of heights over two cells is multiplied by.
    fn steepness(&self, factor: u32) -> f32 {
        let least = if self.halved() { 0.25 } else { 0.01 };
        let contour = if self.contour.is_none() { self.range.clamp(0.01, 1.0) } else { 1.0 };
        0.5 * self.depth.clamp(least, 10.0) * self.depth_of(factor) / contour
    }

    /// Highlight and shadow of a slope.
    fn lit(&self, slope: [f32; 2], light: [f32; 3], beyond: bool) -> (f32, f32) {
        if beyond && slope.iter().all(|part| part.abs() < f32::EPSILON) {
            return (0.0, 0.0);
        }
        let length = (slope[0] * slope[0] + slope[1] * slope[1] + 1.0).sqrt();
        let flat = light[2];
        let mut level = (slope[0] * light[0] + slope[1] * light[1] + flat) / length;
        if let Some(gloss) = &self.gloss {
            level = gloss.at(level);
        }
        let most_shadow = if self.halved() { 1.0 } else { flat.max(1e-3) };
        let high = ((level - flat) / (1.0 - flat).max(1e-3)).clamp(0.0, 1.0);
        let low = ((flat - level) / most_shadow).clamp(0.0, 1.0);
        (high, low)
    }

    fn push(&self, coats: &mut Vec<Coat>, place: CoatPlace, area: Rect, shaded: &Shaded) {
        for (shade, coverage) in [(&self.shadow, &shaded.shadow), (&self.highlight, &shaded.highlight)] {
            if shade.opacity > 0.0 && coverage.iter().any(|value| *value > 0) {
                coats.push(shade.coat(place, area, coverage.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::blend::BlendMode;
    use crate::effects::ContourPoint;
    use crate::effects::test_shapes::square;
    use crate::scene::Solid;

    const CANVAS: Rect = Rect::new(0, 0, 100, 100);

    fn shade(blend: BlendMode) -> Look {
        Look { paint: Arc::new(Solid { color: vec![1.0] }), blend, opacity: 1.0 }
    }

    fn bevel(style: BevelStyle) -> Bevel {
        Bevel {
            style,
            technique: Technique::ChiselHard,
            depth: 1.0,
            up: true,
            size: 10.0,
            soften: 0.0,
            light: Light { angle: 180.0, altitude: 30.0 },
            gloss: None,
            contour: None,
            range: 1.0,
            highlight: shade(BlendMode::Screen),
            shadow: shade(BlendMode::Multiply),
        }
    }

    /// (highlight, shadow) at a place for the coats of one kind.
    fn at(coats: &[Coat], place: CoatPlace, x: i32, y: i32) -> (u8, u8) {
        let value = |blend| {
            let coat = coats.iter().find(|coat| coat.place == place && coat.blend == blend);
            coat.map_or(0, |coat| {
                coat.coverage[(y - coat.area.top) as usize * coat.area.width() + (x - coat.area.left) as usize]
            })
        };
        (value(BlendMode::Screen), value(BlendMode::Multiply))
    }

    #[test]
    fn an_inner_bevel_is_lit_on_the_side_of_the_light() {
        let coats = bevel(BevelStyle::Inner).coats(&square(30, 70), Model::Grey, CANVAS);
        assert!(coats.iter().all(|coat| coat.place == CoatPlace::Inside));
        // A slope of half the depth: the half of the roof that lies inside rises by 0.5 over the size.
        let length = 1.25_f32.sqrt();
        let level = (0.5 * 30_f32.to_radians().cos() + 0.5) / length;
        let wanted = ((level - 0.5) / 0.5 * 255.0).round() as u8;
        assert_eq!(at(&coats, CoatPlace::Inside, 35, 50), (wanted, 0));
        let (high, low) = at(&coats, CoatPlace::Inside, 65, 50);
        assert!(high == 0 && low > 150);
        assert_eq!(at(&coats, CoatPlace::Inside, 50, 50), (0, 0), "the flat face");
    }

    #[test]
    fn down_turns_the_light() {
        let mut down = bevel(BevelStyle::Inner);
        down.up = false;
        let coats = down.coats(&square(30, 70), Model::Grey, CANVAS);
        let (high, low) = at(&coats, CoatPlace::Inside, 35, 50);
        assert!(high == 0 && low > 150);
    }

    #[test]
    fn emboss_lies_on_both_sides_and_a_pillow_turns_outside() {
        let emboss = bevel(BevelStyle::Emboss).coats(&square(30, 70), Model::Grey, CANVAS);
        let pillow = bevel(BevelStyle::Pillow).coats(&square(30, 70), Model::Grey, CANVAS);
        assert_eq!(at(&emboss, CoatPlace::Inside, 32, 50), at(&emboss, CoatPlace::Behind, 27, 50));
        assert!(at(&emboss, CoatPlace::Behind, 27, 50).0 > 0);
        assert_eq!(at(&emboss, CoatPlace::Behind, 22, 50), (0, 0), "half the size reaches 5 cells");
        assert_eq!(at(&pillow, CoatPlace::Inside, 32, 50), at(&emboss, CoatPlace::Inside, 32, 50));
        let (high, low) = at(&pillow, CoatPlace::Behind, 27, 50);
        assert!(high == 0 && low > 0);
    }

    #[test]
    fn an_outer_bevel_leaves_the_layer() {
        let coats = bevel(BevelStyle::Outer).coats(&square(30, 70), Model::Grey, CANVAS);
        assert!(coats.iter().all(|coat| coat.place == CoatPlace::Behind));
        assert!(at(&coats, CoatPlace::Behind, 25, 50).0 > 0 && at(&coats, CoatPlace::Behind, 75, 50).1 > 0);
    }

    #[test]
    fn a_stroke_emboss_keeps_to_the_band() {
        let style = BevelStyle::Stroke(6.0, StrokePosition::Outside);
        let coats = bevel(style).coats(&square(30, 70), Model::Grey, CANVAS);
        assert_ne!(at(&coats, CoatPlace::Behind, 25, 50), (0, 0));
        assert_eq!(at(&coats, CoatPlace::Behind, 22, 50), (0, 0));
    }

    #[test]
    fn gloss_maps_the_light_and_a_small_range_steepens() {
        let mut glossy = bevel(BevelStyle::Inner);
        let corner = |x, y| ContourPoint { x, y, corner: true };
        glossy.gloss = Contour::new(&[corner(0.0, 255.0), corner(255.0, 0.0)], true);
        let coats = glossy.coats(&square(30, 70), Model::Grey, CANVAS);
        let (high, low) = at(&coats, CoatPlace::Inside, 35, 50);
        assert!(high == 0 && low > 0, "inverted light");
        let mut steep = bevel(BevelStyle::Inner);
        steep.range = 0.5;
        let plain = bevel(BevelStyle::Inner).coats(&square(30, 70), Model::Grey, CANVAS);
        let steep = steep.coats(&square(30, 70), Model::Grey, CANVAS);
        assert!(at(&steep, CoatPlace::Inside, 35, 50).0 > at(&plain, CoatPlace::Inside, 35, 50).0);
    }

    #[test]
    fn hostile_settings_stay_bounded() {
        let mut odd = bevel(BevelStyle::Emboss);
        (odd.depth, odd.soften, odd.range) = (f32::NAN, f32::INFINITY, -1.0);
        odd.light = Light { angle: f32::NAN, altitude: 900.0 };
        let _ = odd.coats(&square(30, 70), Model::Grey, CANVAS);
        odd.size = f32::NAN;
        assert!(odd.coats(&square(30, 70), Model::Grey, CANVAS).is_empty());
    }
}

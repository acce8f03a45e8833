use imageparser_base::Rect;

use super::soft::Falloff;
use super::style::{Look, moved, shifted};
use crate::scene::{Coat, CoatPlace, Effect, Model, Shape};

/// A drop shadow.
#[derive(Debug, Clone)]
pub struct DropShadow {
    /// Its paint, mode and opacity.
    pub look: Look,
    /// Size, spread, contour, noise.
    pub falloff: Falloff,
    /// How far it lies from the layer, in canvas pixels (see [`super::offset`]).
    pub offset: (i32, i32),
    /// The layer hides it even where its fill lets through.
    pub knocked_out: bool,
}

impl Effect for DropShadow {
    fn reach(&self) -> i32 {
        self.falloff.reach().saturating_add(self.offset.0.saturating_abs().max(self.offset.1.saturating_abs()))
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let by = moved(self.offset, shape.factor);
        let margin = self.falloff.reach() / shape.factor.max(1) as i32 + 2;
        let area = shifted(shape.area, by).grow(margin).intersect(canvas);
        if area.is_empty() {
            return Vec::new();
        }
        let field = self.falloff.finish(self.falloff.around(shape, by, area), shape.factor);
        let place = if self.knocked_out { CoatPlace::Behind } else { CoatPlace::Through };
        vec![self.look.coat(place, area, field.coverage())]
    }
}

/// An inner shadow: the same with what the layer does not cover, falling into it.
#[derive(Debug, Clone)]
pub struct InnerShadow {
    /// Its paint, mode and opacity.
    pub look: Look,
    /// Size, choke, contour, noise.
    pub falloff: Falloff,
    /// How far it is moved, in canvas pixels.
    pub offset: (i32, i32),
}

impl Effect for InnerShadow {
    fn reach(&self) -> i32 {
        0
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let area = shape.area.intersect(canvas);
        if area.is_empty() {
            return Vec::new();
        }
        let field = self.falloff.within(shape, moved(self.offset, shape.factor), area);
        let field = self.falloff.finish(field, shape.factor);
        vec![self.look.coat(CoatPlace::Inside, area, field.coverage())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effects::test_shapes::{look, square};

    fn at(coat: &Coat, x: i32, y: i32) -> u8 {
        coat.coverage[(y - coat.area.top) as usize * coat.area.width() + (x - coat.area.left) as usize]
    }

    fn drop(size: f32, offset: (i32, i32)) -> DropShadow {
        DropShadow { look: look(), falloff: Falloff { size, ..Falloff::default() }, offset, knocked_out: true }
    }

    #[test]
    fn a_shadow_without_size_is_the_moved_shape() {
        let coats = drop(0.0, (3, 5)).coats(&square(10, 20), Model::Grey, Rect::new(0, 0, 40, 40));
        let coat = &coats[0];
        assert_eq!(coat.place, CoatPlace::Behind);
        assert_eq!((at(coat, 13, 15), at(coat, 22, 24), at(coat, 12, 15), at(coat, 22, 25)), (255, 255, 0, 0));
    }

    #[test]
    fn a_shadow_keeps_to_the_canvas_and_its_reach() {
        let shadow = drop(7.0, (0, 3));
        let coats = shadow.coats(&square(10, 20), Model::Grey, Rect::new(0, 0, 21, 25));
        assert_eq!(coats[0].area.intersect(Rect::new(0, 0, 21, 25)), coats[0].area);
        let (mut seen, all) = (0, Rect::new(-90, -90, 90, 90));
        for coat in shadow.coats(&square(10, 20), Model::Grey, all) {
            for y in coat.area.top..coat.area.bottom {
                for x in coat.area.left..coat.area.right {
                    if at(&coat, x, y) > 0 {
                        seen += 1;
                        assert!(Rect::new(10, 10, 20, 20).grow(shadow.reach()).contains(Rect::new(x, y, x + 1, y + 1)));
                    }
                }
            }
        }
        assert!(seen > 100);
        assert!(drop(7.0, (30_000, 0)).coats(&square(10, 20), Model::Grey, Rect::new(0, 0, 99, 99)).is_empty());
    }

    #[test]
    fn one_that_is_not_knocked_out_shows_through() {
        let shadow = DropShadow { knocked_out: false, ..drop(2.0, (1, 1)) };
        assert_eq!(shadow.coats(&square(0, 4), Model::Grey, Rect::new(0, 0, 9, 9))[0].place, CoatPlace::Through);
    }

    #[test]
    fn an_inner_shadow_lies_on_the_side_of_the_light() {
        let shadow = InnerShadow { look: look(), falloff: Falloff::default(), offset: (0, 5) };
        let coats = shadow.coats(&square(10, 30), Model::Grey, Rect::new(0, 0, 40, 40));
        let coat = &coats[0];
        assert_eq!((coat.area, coat.place), (Rect::new(10, 10, 30, 30), CoatPlace::Inside));
        assert_eq!((at(coat, 20, 14), at(coat, 20, 15), at(coat, 20, 29)), (255, 0, 0));
        let far = InnerShadow { offset: (0, 30_000), ..shadow };
        assert!(far.coats(&square(10, 30), Model::Grey, Rect::new(0, 0, 40, 40))[0].coverage.iter().all(|v| *v == 255));
    }
}

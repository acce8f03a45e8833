use imageparser_base::Rect;

use super::contour::Contour;
use super::distance::domain;
use super::field::Field;
use super::style::{Look, in_cells, moved};
use super::tent;
use crate::scene::{Coat, CoatPlace, Effect, Model, Shape};

/// Satin: where two copies of the shape, moved apart, differ.
///
/// The calibration records say: the copies are moved by at least one pixel, their signed difference is blurred with the
/// tent of `max(2, size)`, its absolute value goes through the contour, and inversion takes the rest of 1.
#[derive(Debug, Clone)]
pub struct Satin {
    /// Its paint, mode and opacity.
    pub look: Look,
    /// How far each copy is moved, in canvas pixels.
    pub offset: (i32, i32),
    /// Of the blur, in canvas pixels.
    pub size: f32,
    /// Applied to the difference.
    pub contour: Option<Contour>,
    /// Covers where the copies agree.
    pub invert: bool,
}

impl Effect for Satin {
    fn reach(&self) -> i32 {
        0
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let area = shape.area.intersect(canvas);
        if area.is_empty() {
            return Vec::new();
        }
        let by = moved(self.offset, shape.factor);
        let around = domain(area, in_cells(self.size, shape.factor));
        let mut field = Field::of_shape(shape, by, around);
        let other = Field::of_shape(shape, (by.0.saturating_neg(), by.1.saturating_neg()), around);
        field.values.iter_mut().zip(&other.values).for_each(|(value, other)| *value -= other);
        if self.size >= 0.5 {
            let n = in_cells(self.size.round().max(2.0), shape.factor);
            tent::blur(&mut field, n.round() as usize);
        }
        let field = field.cropped(area).map(|value| self.shade(value.abs()));
        vec![self.look.coat(CoatPlace::Inside, area, field.coverage())]
    }
}

impl Satin {
    fn shade(&self, value: f32) -> f32 {
        let shaped = self.contour.as_ref().map_or(value, |contour| contour.at(value));
        if self.invert { 1.0 - shaped } else { shaped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effects::test_shapes::{look, square};

    #[test]
    fn covers_both_edges_along_the_angle() {
        let satin = Satin { look: look(), offset: (4, 0), size: 0.0, contour: None, invert: false };
        let shape = square(10, 40);
        let coats = satin.coats(&shape, Model::Grey, Rect::new(0, 0, 50, 50));
        assert_eq!((coats[0].place, coats[0].area), (CoatPlace::Inside, shape.area));
        let row = &coats[0].coverage[15 * 30..16 * 30];
        assert_eq!((row[3], row[4], row[15], row[25], row[26]), (255, 0, 0, 0, 255));
        let inverted = Satin { invert: true, ..satin }.coats(&shape, Model::Grey, Rect::new(0, 0, 50, 50));
        assert!(coats[0].coverage.iter().zip(&inverted[0].coverage).all(|(a, b)| a + b == 255));
    }

    #[test]
    fn the_difference_is_blurred_before_its_sign_is_dropped() {
        let satin = Satin { look: look(), offset: (4, 0), size: 20.0, contour: None, invert: false };
        let shape = square(10, 18);
        let coats = satin.coats(&shape, Model::Grey, Rect::new(0, 0, 50, 50));
        let row = &coats[0].coverage[4 * 8..5 * 8];
        assert!(row[3] < row[0] && row[0] == row[7], "opposite lobes cancel in the middle: {row:?}");
    }

    #[test]
    fn size_one_blurs_over_two_cells() {
        let satin = Satin { look: look(), offset: (4, 0), size: 1.0, contour: None, invert: false };
        let coats = satin.coats(&square(10, 40), Model::Grey, Rect::new(0, 0, 50, 50));
        let row = &coats[0].coverage[15 * 30..16 * 30];
        assert_eq!((row[3], row[4], row[5]), (191, 64, 0));
    }
}

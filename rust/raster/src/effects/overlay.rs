use imageparser_base::Rect;

use super::style::Look;
use crate::scene::{Coat, CoatPlace, Effect, Model, Shape};

/// Colour, gradient or pattern overlay: a paint over the whole layer.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Its paint, mode and opacity.
    pub look: Look,
}

impl Effect for Overlay {
    fn reach(&self) -> i32 {
        0
    }

    fn coats(&self, shape: &Shape, _model: Model, canvas: Rect) -> Vec<Coat> {
        let area = shape.area.intersect(canvas);
        if area.is_empty() { Vec::new() } else { vec![self.look.coat(CoatPlace::Inside, shape.area, Vec::new())] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blend::BlendMode;
    use crate::effects::test_shapes::{look, square};

    #[test]
    fn covers_what_the_shape_covers() {
        let coats = Overlay { look: look() }.coats(&square(2, 5), Model::Grey, Rect::new(0, 0, 9, 9));
        assert_eq!(coats.len(), 1);
        assert!(coats[0].coverage.is_empty());
        assert_eq!((coats[0].place, coats[0].blend, coats[0].opacity), (CoatPlace::Inside, BlendMode::Multiply, 0.5));
        assert_eq!(coats[0].area, Rect::new(2, 2, 5, 5));
    }

    #[test]
    fn paints_nothing_off_the_canvas() {
        assert!(Overlay { look: look() }.coats(&square(2, 5), Model::Grey, Rect::new(9, 9, 12, 12)).is_empty());
    }
}

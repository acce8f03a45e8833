use std::fmt;

/// A row of places on the canvas, in canvas pixels: the centre of the first, and the distance between two.
///
/// The pixel at column 0, row 0 has its centre at (0.5, 0.5); when the canvas is rendered reduced by a factor, `step` is
/// that factor, so that a paint needs no scale of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Column of the first centre.
    pub x: f32,
    /// Row of all centres.
    pub y: f32,
    /// Columns from one place to the next.
    pub step: f32,
}

/// Something that has a colour everywhere.
pub trait Paint: Send + Sync + fmt::Debug {
    /// Fill `planes` (straight colours in the order of the model, then alpha) for the places of `span`; all planes have
    /// the same length, which says how many places there are.
    fn row(&self, span: Span, planes: &mut [&mut [f32]]);
}

/// One colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Solid {
    /// Colours in the order of the model.
    pub color: Vec<f32>,
}

impl Paint for Solid {
    fn row(&self, _span: Span, planes: &mut [&mut [f32]]) {
        let values = self.color.iter().copied().chain(std::iter::repeat(1.0));
        for (plane, value) in planes.iter_mut().zip(values) {
            plane.fill(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solid_is_opaque_everywhere() {
        let (mut grey, mut alpha) = ([0.0; 3], [0.0; 3]);
        let span = Span { x: 0.5, y: 0.5, step: 1.0 };
        Solid { color: vec![0.25] }.row(span, &mut [&mut grey, &mut alpha]);
        assert_eq!((grey, alpha), ([0.25; 3], [1.0; 3]));
    }
}

use super::distance;
use super::field::Field;
use super::tent;

/// How the slopes of a bevel are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Technique {
    /// The blurred shape.
    Smooth,
    /// The distance from the edge.
    ChiselHard,
    /// The distance from the edge, its ridges rounded.
    ChiselSoft,
}

/// The height of a shape, 0 outside and 1 inside, half of it at the edge; `size` cells on each side of the edge.
///
/// Smooth is the tent blur of the soft effects. A chisel rises by an even slope; that the slopes are rounded by three
/// cells for "chisel soft" is near, not measured.
pub(super) fn height(matte: &Field, technique: Technique, size: f32, soften: f32) -> Field {
    let size = size.max(1.0);
    let mut field = matte.clone();
    if technique == Technique::Smooth {
        tent::blur(&mut field, size.round().max(2.0) as usize);
    } else {
        field = slope(matte, size);
        if technique == Technique::ChiselSoft {
            tent::blur(&mut field, 2);
        }
    }
    if soften >= 0.5 {
        tent::blur(&mut field, soften.round().max(2.0) as usize);
    }
    field
}

fn slope(matte: &Field, size: f32) -> Field {
    let out = distance::reach(matte);
    let within = distance::reach(&matte.clone().inverted());
    let signed = matte.values.iter().zip(&out.values).zip(&within.values).map(|((matte, out), within)| {
        // Half a cell less than the reach is the distance to the edge.
        if *matte >= 0.5 { 0.5 - within } else { out - 0.5 }
    });
    let values = signed.map(|distance| (0.5 + 0.5 * distance / size).clamp(0.0, 1.0)).collect();
    Field { area: matte.area, values }
}

#[cfg(test)]
mod tests {
    use imageparser_base::Rect;

    use super::*;
    use crate::effects::test_shapes::square;

    fn matte() -> Field {
        Field::of_shape(&square(30, 70), (0, 0), Rect::new(0, 0, 100, 100))
    }

    #[test]
    fn a_chisel_rises_evenly() {
        let field = height(&matte(), Technique::ChiselHard, 10.0, 0.0);
        for x in 21..39 {
            assert!((field.at(x, 50, 0.0) - (0.5 + (x as f32 - 29.5) / 20.0)).abs() < 1e-5, "{x}");
        }
        assert_eq!((field.at(15, 50, 9.0), field.at(50, 50, 9.0)), (0.0, 1.0));
    }

    #[test]
    fn smooth_is_steepest_at_the_edge() {
        let field = height(&matte(), Technique::Smooth, 10.0, 0.0);
        let step = |x: i32| field.at(x + 1, 50, 0.0) - field.at(x, 50, 0.0);
        assert!((step(29) - 0.1).abs() < 1e-5);
        assert!(step(25) < step(29) && step(33) < step(29) && step(18).abs() < 1e-6);
        assert_ne!(field, height(&matte(), Technique::Smooth, 10.0, 6.0));
    }
}

use imageparser_base::Rect;

use super::contour::Contour;
use super::distance;
use super::field::Field;
use super::noise;
use super::style::in_cells;
use super::tent;
use crate::scene::Shape;

/// How a soft effect fades: the settings that shadows and glows share.
#[derive(Debug, Clone, PartialEq)]
pub struct Falloff {
    /// Size in canvas pixels.
    pub size: f32,
    /// The share of the size that is solid: spread or choke, 0-1.
    pub spread: f32,
    /// The share of the fade that is stretched to the whole: 1 for shadows, "range" of glows (0.5 by default).
    pub range: f32,
    /// Distance instead of blur ("precise" technique of glows).
    pub precise: bool,
    /// Applied to the faded coverage.
    pub contour: Option<Contour>,
    /// 0-1.
    pub noise: f32,
}

impl Default for Falloff {
    fn default() -> Self {
        Self { size: 0.0, spread: 0.0, range: 1.0, precise: false, contour: None, noise: 0.0 }
    }
}

impl Falloff {
    /// How far it reaches, in canvas pixels.
    pub(super) fn reach(&self) -> i32 {
        in_cells(self.size, 1).ceil() as i32 + 2
    }

    /// The coverage around the shape, as if the shape lay `moved` cells away.
    pub(super) fn around(&self, shape: &Shape, moved: (i32, i32), wanted: Rect) -> Field {
        self.fade(shape, moved, wanted, false)
    }

    /// The coverage inside, from the edge inwards: the same with what the shape does not cover.
    pub(super) fn within(&self, shape: &Shape, moved: (i32, i32), wanted: Rect) -> Field {
        self.fade(shape, moved, wanted, true)
    }

    /// Contour and noise, the last steps.
    pub(super) fn finish(&self, field: Field, factor: u32) -> Field {
        let shaped = match &self.contour {
            Some(contour) => field.map(|value| contour.at(value)),
            None => field,
        };
        noise::add(shaped, self.noise, factor)
    }

    fn fade(&self, shape: &Shape, moved: (i32, i32), wanted: Rect, inside: bool) -> Field {
        let factor = shape.factor;
        let domain = distance::domain(wanted, in_cells(self.size, factor));
        let mut field = Field::of_shape(shape, moved, domain);
        if inside {
            field = field.inverted();
        }
        let field = if self.precise { self.ramp(&field, factor) } else { self.spread_and_blur(field, factor) };
        let gain = 1.0 / self.range.clamp(0.01, 1.0);
        field.cropped(wanted).map(|value| (value * gain).clamp(0.0, 1.0))
    }

    /// Spread widens what is covered by a whole number of pixels, the rest of the size blurs: the calibration records
    /// found `n = max(2, size) - spread` for the tent, and no blur where nothing of the size is left.
    fn spread_and_blur(&self, field: Field, factor: u32) -> Field {
        let size = self.size.clamp(0.0, super::MOST_SIZE);
        let spread = (size * self.spread.clamp(0.0, 1.0)).round();
        let size = size.round();
        let mut field = widened(field, spread / factor.max(1) as f32);
        if size > 0.0 {
            let n = (size.max(2.0) - spread) / factor.max(1) as f32;
            tent::blur(&mut field, n.round().max(0.0) as usize);
        }
        field
    }

    /// Solid over the spread, then linear down to nothing at the size. Near: no measurement of this technique is public.
    fn ramp(&self, field: &Field, factor: u32) -> Field {
        let size = in_cells(self.size, factor);
        let solid = size * self.spread.clamp(0.0, 1.0);
        let width = (size - solid).max(1.0);
        distance::reach(field).map(|reach| (1.0 - (0.5 - reach - solid) / width).clamp(0.0, 1.0))
    }
}

/// What is covered, widened by `by` cells with round corners.
pub(super) fn widened(field: Field, by: f32) -> Field {
    // No number at all counts as 0 too.
    let by = by.max(0.0);
    if by == 0.0 {
        return field;
    }
    distance::band(&distance::reach(&field), by)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use super::*;
    use crate::effects::test_shapes::square;

    fn row(field: &Field, y: i32, from: i32, count: i32) -> Vec<i32> {
        (from..from + count).map(|x| (field.at(x, y, -1.0) * 255.0).round() as i32).collect()
    }

    #[test]
    fn full_spread_is_a_hard_band_of_the_size() {
        let shape = square(40, 80);
        let falloff = Falloff { size: 6.0, spread: 1.0, ..Falloff::default() };
        let field = falloff.around(&shape, (0, 0), Rect::new(0, 0, 120, 120));
        assert_eq!(row(&field, 60, 31, 10), [0, 0, 0, 255, 255, 255, 255, 255, 255, 255]);
        assert!(field.at(35, 35, 0.0) < 0.5, "round corner");
        let inner = falloff.within(&shape, (0, 0), shape.area);
        assert_eq!(row(&inner, 60, 40, 8), [255, 255, 255, 255, 255, 255, 0, 0]);
    }

    #[test]
    fn half_spread_blurs_the_rest() {
        let shape = square(40, 80);
        let falloff = Falloff { size: 10.0, spread: 0.5, ..Falloff::default() };
        let field = falloff.around(&shape, (0, 0), Rect::new(0, 0, 120, 120));
        // The solid edge lies at 35, the tent has n = 5: 25ths 10 6 3 1 outwards.
        assert_eq!(row(&field, 60, 30, 6), [0, 10, 31, 61, 102, 153]);
    }

    #[test]
    fn range_multiplies_after_the_blur() {
        let shape = square(40, 80);
        let raw = Falloff { size: 8.0, ..Falloff::default() };
        let half = Falloff { range: 0.5, ..raw.clone() };
        let (raw, half) = (raw.around(&shape, (0, 0), shape.area), half.around(&shape, (0, 0), shape.area));
        for (raw, half) in raw.values.iter().zip(&half.values) {
            assert!(((raw * 2.0).min(1.0) - half).abs() < 1e-6);
        }
    }

    #[test]
    fn precise_falls_linearly_with_the_distance() {
        let shape = square(40, 80);
        let falloff = Falloff { size: 10.0, precise: true, ..Falloff::default() };
        let field = falloff.around(&shape, (0, 0), Rect::new(0, 0, 120, 120));
        assert!((field.at(39, 60, 0.0) - 0.95).abs() < 1e-4);
        assert!((field.at(35, 60, 0.0) - 0.55).abs() < 1e-4);
        assert_eq!(field.at(29, 60, 0.0), 0.0);
        // 5 x 5 cells from the corner cell: 7.07 - 0.5 from the edge.
        assert!((field.at(35, 35, 0.0) - (1.0 - (50_f32.sqrt() - 0.5) / 10.0)).abs() < 1e-4);
    }

    #[test]
    fn a_reduced_shape_fades_over_as_many_canvas_pixels() {
        let mut small = square(10, 20);
        small.factor = 4;
        let falloff = Falloff { size: 16.0, ..Falloff::default() };
        let field = falloff.around(&small, (0, 0), Rect::new(0, 0, 30, 30));
        assert_eq!(row(&field, 15, 5, 6), [0, 0, 16, 48, 96, 159]);
    }

    #[test]
    fn hostile_settings_stay_bounded() {
        let shape = square(2, 4);
        let falloff = Falloff { size: f32::INFINITY, spread: f32::NAN, range: -3.0, noise: 9.0, ..Falloff::default() };
        let field = falloff.finish(falloff.around(&shape, (0, 0), shape.area), 0);
        assert_eq!(field.values.len(), 4);
        assert!(field.values.iter().all(|value| (0.0..=1.0).contains(value)));
        assert_eq!(falloff.reach(), 252);
    }
}

use imageparser_base::Rect;

use crate::scene::Shape;

/// Values over an area of cells; the working plane of the effects.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub area: Rect,
    /// Rows without padding.
    pub values: Vec<f32>,
}

impl Field {
    /// One value everywhere.
    pub fn filled(area: Rect, value: f32) -> Self {
        Self { area, values: vec![value; area.area()] }
    }

    /// The alpha of the shape, moved by whole cells, over `area`; 0 where the shape has none.
    pub fn of_shape(shape: &Shape, moved: (i32, i32), area: Rect) -> Self {
        let mut field = Self::filled(area, 0.0);
        let from = shape.area;
        let placed = Rect::new(
            from.left.saturating_add(moved.0),
            from.top.saturating_add(moved.1),
            from.right.saturating_add(moved.0),
            from.bottom.saturating_add(moved.1),
        );
        let both = placed.intersect(area);
        let width = both.width();
        for row in both.top..both.bottom {
            let source = (row - placed.top) as usize * from.width() + (both.left - placed.left) as usize;
            let target = (row - area.top) as usize * area.width() + (both.left - area.left) as usize;
            let Some(alpha) = shape.alpha.get(source..source + width) else { break };
            for (value, alpha) in field.values[target..target + width].iter_mut().zip(alpha) {
                *value = f32::from(*alpha) / 255.0;
            }
        }
        field
    }

    /// Change every value.
    pub fn map(mut self, change: impl Fn(f32) -> f32) -> Self {
        self.values.iter_mut().for_each(|value| *value = change(*value));
        self
    }

    /// 1 - value.
    pub fn inverted(self) -> Self {
        self.map(|value| 1.0 - value)
    }

    /// The value at a place; `outside` where the field does not reach.
    #[cfg(test)]
    pub fn at(&self, x: i32, y: i32, outside: f32) -> f32 {
        let area = self.area;
        if x < area.left || y < area.top || x >= area.right || y >= area.bottom {
            return outside;
        }
        self.values[(y - area.top) as usize * area.width() + (x - area.left) as usize]
    }

    /// The part of a row that lies over `part`, which the field must hold.
    pub fn row(&self, y: i32, part: Rect) -> &[f32] {
        let start = (y - self.area.top) as usize * self.area.width() + (part.left - self.area.left) as usize;
        &self.values[start..start + part.width()]
    }

    /// The part over `area`, which the field must hold.
    pub fn cropped(&self, area: Rect) -> Self {
        let mut values = Vec::with_capacity(area.area());
        for y in area.top..area.bottom {
            values.extend_from_slice(self.row(y, area));
        }
        Self { area, values }
    }

    /// The values as 8-bit coverage.
    pub fn coverage(&self) -> Vec<u8> {
        self.values.iter().map(|value| byte(*value)).collect()
    }
}

/// A share of 1 as a byte, rounded.
pub(super) fn byte(share: f32) -> u8 {
    (share * 255.0 + 0.5) as u8
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use super::*;
    use crate::effects::test_shapes::square;

    #[test]
    fn takes_the_moved_shape_where_it_lies() {
        let shape = square(2, 4);
        let area = Rect::new(1, 0, 7, 3);
        let field = Field::of_shape(&shape, (1, -2), area);
        assert_eq!(field.at(3, 0, 9.0), 1.0);
        assert_eq!(field.at(4, 1, 9.0), 1.0);
        assert_eq!(field.at(2, 0, 9.0), 0.0);
        assert_eq!(field.at(3, 2, 9.0), 0.0);
        assert_eq!(field.at(7, 0, 9.0), 9.0);
        assert!(Field::of_shape(&shape, (i32::MAX, i32::MIN), area).values.iter().all(|value| *value == 0.0));
    }

    #[test]
    fn crops_and_rounds() {
        let field = Field { area: Rect::new(0, 0, 2, 2), values: vec![0.0, 0.5, 1.0, 2.0] };
        assert_eq!(field.cropped(Rect::new(1, 0, 2, 2)).values, [0.5, 2.0]);
        assert_eq!(field.coverage(), [0, 128, 255, 255]);
        assert_eq!(byte(-1.0), 0);
    }
}

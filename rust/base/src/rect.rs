/// A rectangle of whole pixels; right and bottom are the first column and row outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rect {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// First column behind.
    pub right: i32,
    /// First row below.
    pub bottom: i32,
}

impl Rect {
    /// From edges.
    pub const fn new(left: i32, top: i32, right: i32, bottom: i32) -> Self {
        Self { left, top, right, bottom }
    }

    /// From the origin.
    pub const fn of_size(width: u32, height: u32) -> Self {
        Self { left: 0, top: 0, right: width as i32, bottom: height as i32 }
    }

    /// Columns; 0 where the edges are crossed.
    pub const fn width(self) -> usize {
        let width = self.right as i64 - self.left as i64;
        if width > 0 { width as usize } else { 0 }
    }

    /// Rows; 0 where the edges are crossed.
    pub const fn height(self) -> usize {
        let height = self.bottom as i64 - self.top as i64;
        if height > 0 { height as usize } else { 0 }
    }

    /// Pixels.
    pub const fn area(self) -> usize {
        self.width() * self.height()
    }

    /// Whether it holds no pixel.
    pub const fn is_empty(self) -> bool {
        self.right <= self.left || self.bottom <= self.top
    }

    /// What both cover; empty (all zero) where they do not meet.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        let both = Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        if both.is_empty() { Self::default() } else { both }
    }

    /// The least rectangle around both; an empty one adds nothing.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether it covers all of `other`.
    pub fn contains(self, other: Self) -> bool {
        other.is_empty() || self.intersect(other) == other
    }

    /// Moved outwards by `margin` on every side.
    #[must_use]
    pub fn grow(self, margin: i32) -> Self {
        Self {
            left: self.left.saturating_sub(margin),
            top: self.top.saturating_sub(margin),
            right: self.right.saturating_add(margin),
            bottom: self.bottom.saturating_add(margin),
        }
    }

    /// The least rectangle of cells of `factor` x `factor` pixels around it, in cells; cells begin at the origin.
    #[must_use]
    pub fn cells(self, factor: u32) -> Self {
        let factor = factor.max(1) as i32;
        let up = |edge: i32| edge.div_euclid(factor) + i32::from(edge.rem_euclid(factor) != 0);
        Self {
            left: self.left.div_euclid(factor),
            top: self.top.div_euclid(factor),
            right: up(self.right),
            bottom: up(self.bottom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meets_and_joins() {
        let a = Rect::new(0, 0, 4, 4);
        let b = Rect::new(2, -1, 6, 2);
        assert_eq!(a.intersect(b), Rect::new(2, 0, 4, 2));
        assert_eq!(a.union(b), Rect::new(0, -1, 6, 4));
        assert_eq!(a.intersect(Rect::new(9, 9, 10, 10)), Rect::default());
        assert_eq!(a.union(Rect::default()), a);
        assert!(a.contains(Rect::new(1, 1, 2, 2)) && a.contains(Rect::default()) && !a.contains(b));
    }

    #[test]
    fn sizes_of_crossed_and_huge_edges() {
        assert_eq!(Rect::new(5, 5, 1, 1).area(), 0);
        assert_eq!(Rect::new(i32::MIN, 0, i32::MAX, 1).width(), u32::MAX as usize);
        assert_eq!(Rect::new(0, 0, 1, 1).grow(i32::MAX).right, i32::MAX);
    }

    #[test]
    fn cells_surround() {
        assert_eq!(Rect::new(-1, 0, 5, 4).cells(2), Rect::new(-1, 0, 3, 2));
        assert_eq!(Rect::new(1, 1, 2, 2).cells(1), Rect::new(1, 1, 2, 2));
    }
}

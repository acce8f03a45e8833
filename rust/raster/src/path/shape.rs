/// A place on the canvas, in canvas pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Columns from the left edge.
    pub x: f64,
    /// Rows from the upper edge.
    pub y: f64,
}

impl Point {
    /// From coordinates.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    /// `self + other * factor`.
    pub(super) fn plus(self, other: Self, factor: f64) -> Self {
        Self::new(self.x + other.x * factor, self.y + other.y * factor)
    }

    pub(super) fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    pub(super) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub(super) fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    /// A quarter turn (to the left of the direction where rows run down).
    pub(super) fn normal(self) -> Self {
        Self::new(self.y, -self.x)
    }
}

/// A point of a path with its two control points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knot {
    /// Control point of the curve that arrives.
    pub before: Point,
    /// On the path.
    pub anchor: Point,
    /// Control point of the curve that leaves.
    pub after: Point,
}

/// One line of knots.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subpath {
    /// In the order of drawing.
    pub knots: Vec<Knot>,
    /// The last knot leads back to the first; what is filled is closed by a straight line all the same.
    pub closed: bool,
}

/// How a component changes what the components before it cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Covered by exactly one of both.
    Exclude,
    /// Covered by either.
    Unite,
    /// Not any more where the component covers.
    Subtract,
    /// Covered by both.
    Intersect,
}

/// What is inside of subpaths that overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillRule {
    /// What is surrounded an odd number of times.
    EvenOdd,
    /// What is surrounded more often one way round than the other.
    NonZero,
}

/// Subpaths that are filled together.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// How it is combined with the components before it.
    pub operation: Operation,
    /// How its subpaths are filled.
    pub rule: FillRule,
    /// Its outlines.
    pub subpaths: Vec<Subpath>,
}

/// A shape on the canvas.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Path {
    /// In the order in which they are combined.
    pub components: Vec<Component>,
    /// Whether everything is covered before the first component.
    pub full: bool,
}

impl Operation {
    /// The coverage after this operation; exact where either side covers all or nothing of the pixel.
    pub(super) fn combine(self, before: f32, component: f32) -> f32 {
        match self {
            Self::Exclude => before + component - 2.0 * before * component,
            Self::Unite => before + component - before * component,
            Self::Subtract => before * (1.0 - component),
            Self::Intersect => before * component,
        }
    }
}

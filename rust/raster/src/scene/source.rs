use std::fmt;
use std::ops::Range;

use imageparser_base::{Rect, Result};

/// Planes of samples, all of one type.
#[derive(Debug, Clone, PartialEq)]
pub enum Planes {
    /// 8 bits: 255 is 1.
    U8(Vec<Vec<u8>>),
    /// Shares of 1.
    F32(Vec<Vec<f32>>),
}

/// Some whole rows of a source: colours in the order of the model, then alpha where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Where the rows lie on the canvas; always as wide as the source.
    pub area: Rect,
    /// One plane per channel, rows without padding.
    pub planes: Planes,
}

impl Default for Band {
    fn default() -> Self {
        Self { area: Rect::default(), planes: Planes::U8(Vec::new()) }
    }
}

impl Band {
    /// Make room for `count` planes of 8-bit samples over `area`, keeping what was allocated; old samples stay.
    pub fn reset_u8(&mut self, area: Rect, count: usize) -> &mut [Vec<u8>] {
        self.area = area;
        if !matches!(self.planes, Planes::U8(_)) {
            self.planes = Planes::U8(Vec::new());
        }
        let Planes::U8(planes) = &mut self.planes else { return &mut [] };
        planes.resize_with(count, Vec::new);
        planes.iter_mut().for_each(|plane| plane.resize(area.area(), 0));
        planes
    }

    /// The same for shares of 1.
    pub fn reset_f32(&mut self, area: Rect, count: usize) -> &mut [Vec<f32>] {
        self.area = area;
        if !matches!(self.planes, Planes::F32(_)) {
            self.planes = Planes::F32(Vec::new());
        }
        let Planes::F32(planes) = &mut self.planes else { return &mut [] };
        planes.resize_with(count, Vec::new);
        planes.iter_mut().for_each(|plane| plane.resize(area.area(), 0.0));
        planes
    }

    /// How many planes there are.
    pub fn count(&self) -> usize {
        match &self.planes {
            Planes::U8(planes) => planes.len(),
            Planes::F32(planes) => planes.len(),
        }
    }
}

/// Samples somewhere on the canvas, given row by row when they are asked for.
///
/// Several threads may read at once. Rows are asked for from top to bottom, each once in a rendering, so that a packed
/// source can go on where it stopped; asking for earlier rows must work too, but may cost a restart.
pub trait Source: Send + Sync + fmt::Debug {
    /// Where its samples lie.
    fn bounds(&self) -> Rect;

    /// Whether the last plane is alpha. A coverage (mask) is a source of one plane that is not alpha.
    fn has_alpha(&self) -> bool;

    /// Put the given rows, which lie within the bounds, into `band`. Rows that the file does not hold are zero.
    ///
    /// # Errors
    /// `Corrupt` where nothing of them can be read, else the kind of the I/O error.
    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()>;
}

use std::ops::Range;

use super::bands::Bands;
use super::drawn::{Drawn, Shown};
use super::tile::Tile;
use crate::scene::{Model, Span};

/// What drawing needs besides the nodes and the tile.
#[derive(Clone, Copy)]
pub(super) struct Env<'a> {
    pub(super) bands: &'a Bands,
    pub(super) factor: u32,
    pub(super) model: Model,
    /// What lay below the group that is being drawn.
    pub(super) initial: Option<&'a Tile>,
    /// The background layer.
    pub(super) deep: Option<&'a Tile>,
    /// Only masks that shape effects count: the outline is asked for, not the picture.
    pub(super) outline: bool,
}

impl Env<'_> {
    /// The places of a row of cells on the canvas.
    pub(super) fn span(&self, x: i32, y: i32) -> Span {
        let factor = self.factor as f32;
        Span { x: (x as f32 + 0.5) * factor, y: (y as f32 + 0.5) * factor, step: factor }
    }
}

/// One row of a node: straight colours and coverage. Reused from row to row.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) colors: Vec<Vec<f32>>,
    pub(super) alpha: Vec<f32>,
    pub(super) samples: Vec<f32>,
    /// The alpha of the paint of a shape whose coverage counts without it (see [`Drawn::by_coverage`]).
    pub(super) paint: Vec<f32>,
}

impl Rows {
    pub(super) fn colors(&self) -> Vec<&[f32]> {
        self.colors.iter().map(Vec::as_slice).collect()
    }

    /// Fill with the content of `node` at `columns` of row `y`, masks included; gives the columns where it shows.
    /// `group` is what its members gave, where it is a group.
    pub(super) fn fill(
        &mut self,
        node: &Drawn,
        group: Option<&Tile>,
        env: &Env<'_>,
        y: i32,
        columns: Range<i32>,
    ) -> Range<i32> {
        self.colors.resize_with(env.model.channels(), Vec::new);
        let columns = match &node.content {
            Shown::Pixels(source) => self.pixels(*source, env, y, columns),
            Shown::Fill(paint) => {
                let count = columns.len();
                self.colors.iter_mut().chain([&mut self.alpha]).for_each(|plane| plane.resize(count, 0.0));
                let colors = self.colors.iter_mut().map(Vec::as_mut_slice);
                let mut planes: Vec<&mut [f32]> = colors.chain([self.alpha.as_mut_slice()]).collect();
                paint.row(env.span(columns.start, y), &mut planes);
                if env.outline || node.by_coverage() {
                    std::mem::swap(&mut self.paint, &mut self.alpha);
                    self.alpha.clear();
                    self.alpha.resize(count, 1.0);
                }
                columns
            }
            Shown::Adjustment(_) => {
                self.alpha.clear();
                self.alpha.resize(columns.len(), 1.0);
                columns
            }
            Shown::Group { .. } => self.group(group, y, columns),
        };
        for mask in node.masks.iter().filter(|mask| mask.shapes_effects || !env.outline) {
            mask.cut(env.bands, y, &columns, &mut self.alpha, &mut self.samples);
        }
        columns
    }

    fn pixels(&mut self, source: usize, env: &Env<'_>, y: i32, columns: Range<i32>) -> Range<i32> {
        let band = env.bands.get(source);
        let mut columns = columns.start.max(band.area.left)..columns.end.min(band.area.right);
        let colors = env.model.channels();
        if y < band.area.top || y >= band.area.bottom || columns.is_empty() {
            self.alpha.clear();
            return 0..0;
        }
        if band.count() > colors {
            columns = band.seen(colors, y, columns);
            band.load(colors, y, columns.clone(), &mut self.alpha);
        } else {
            self.alpha.clear();
            self.alpha.resize(columns.len(), 1.0);
        }
        for (index, plane) in self.colors.iter_mut().enumerate() {
            if index < band.count() {
                band.load(index, y, columns.clone(), plane);
            } else {
                // Layers of a damaged document may lack channels of its mode.
                plane.clear();
                plane.resize(columns.len(), 0.0);
            }
        }
        columns
    }

    fn group(&mut self, group: Option<&Tile>, y: i32, columns: Range<i32>) -> Range<i32> {
        let Some(tile) = group else { return 0..0 };
        let columns = columns.start.max(tile.area.left)..columns.end.min(tile.area.right);
        if y < tile.area.top || y >= tile.area.bottom || columns.is_empty() {
            self.alpha.clear();
            return 0..0;
        }
        let place = tile.place(y, columns.clone());
        tile.straight(&place, &mut self.colors);
        self.alpha.clear();
        self.alpha.extend_from_slice(tile.alpha(place));
        columns
    }
}

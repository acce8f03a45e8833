use std::ops::Range;
use std::sync::Arc;

use imageparser_base::{Rect, Result};

use super::coverage::Coverage;
use super::stroke::PathStroke;
use crate::blend::{Backdrop, mix};
use crate::scene::{Band, Model, Paint, Source, Span};

/// The pixels of a shape: its path filled with one paint and stroked with another, drawn when they are asked for.
#[derive(Debug, Clone)]
pub struct Painted {
    model: Model,
    bounds: Rect,
    fill: Option<(Coverage, Arc<dyn Paint>)>,
    stroke: Option<Stroked>,
}

#[derive(Debug, Clone)]
struct Stroked {
    stroke: PathStroke,
    pen: Coverage,
    cut: Option<Coverage>,
}

impl Painted {
    /// A shape within `area`; `fill` covers what its coverage says.
    ///
    /// # Errors
    /// `TooLarge` where drawing would take minutes.
    pub fn new(
        model: Model,
        area: Rect,
        fill: Option<(Coverage, Arc<dyn Paint>)>,
        stroke: Option<PathStroke>,
    ) -> Result<Self> {
        let stroke = stroke.map(|stroke| -> Result<Stroked> {
            let (pen, cut) = stroke.coverages(area)?;
            Ok(Stroked { stroke, pen, cut })
        });
        let stroke = stroke.transpose()?;
        let inner = fill.as_ref().map(|(coverage, _)| coverage.bounds()).unwrap_or_default();
        let bounds = inner.union(stroke.as_ref().map(|stroked| stroked.pen.bounds()).unwrap_or_default());
        Ok(Self { model, bounds, fill, stroke })
    }

    fn row(&self, area: Rect, work: &mut Work, planes: &mut [&mut [f32]]) {
        if let Some((coverage, paint)) = &self.fill {
            coverage.draw(area, &mut work.covered);
            paint.row(span(area), planes);
            if let Some(alpha) = planes.last_mut() {
                multiply(alpha, &work.covered, 1.0);
            }
        }
        if let Some(stroked) = &self.stroke {
            stroked.draw(area, work);
            self.over(&stroked.stroke, area, work, planes);
        }
    }

    /// Mix the stroke into a row of straight colours.
    fn over(&self, stroke: &PathStroke, area: Rect, work: &mut Work, planes: &mut [&mut [f32]]) {
        let (paint, blend, opacity) = stroke.paint();
        let mut source: Vec<&mut [f32]> = work.stroke.iter_mut().map(Vec::as_mut_slice).collect();
        paint.row(span(area), &mut source);
        let Some((ink, source)) = source.split_last_mut() else { return };
        multiply(ink, &work.covered, opacity);
        let source: Vec<&[f32]> = source.iter().map(|plane| &**plane).collect();
        each_color(planes, |value, alpha| value * alpha);
        if let Some((alpha, colors)) = planes.split_last_mut() {
            let mut colors: Vec<&mut [f32]> = colors.iter_mut().map(|plane| &mut **plane).collect();
            mix(blend, 1.0, &mut Backdrop { model: self.model, colors: &mut colors, alpha }, &source, ink);
        }
        each_color(planes, |value, alpha| if alpha > 0.0 { value / alpha } else { 0.0 });
    }
}

/// Change the colours of a row by their alpha, the last plane.
fn each_color(planes: &mut [&mut [f32]], change: impl Fn(f32, f32) -> f32) {
    let Some((alpha, colors)) = planes.split_last_mut() else { return };
    for color in colors {
        color.iter_mut().zip(alpha.iter()).for_each(|(value, &alpha)| *value = change(*value, alpha));
    }
}

impl Stroked {
    fn draw(&self, area: Rect, work: &mut Work) {
        self.pen.draw(area, &mut work.covered);
        if let Some(path) = &self.cut {
            path.draw(area, &mut work.path);
            self.stroke.cut(&mut work.covered, &work.path);
        }
    }
}

/// Buffers of one row.
struct Work {
    covered: Vec<u8>,
    path: Vec<u8>,
    stroke: Vec<Vec<f32>>,
}

fn span(area: Rect) -> Span {
    Span { x: area.left as f32 + 0.5, y: area.top as f32 + 0.5, step: 1.0 }
}

fn multiply(alpha: &mut [f32], coverage: &[u8], opacity: f32) {
    let factor = opacity / 255.0;
    alpha.iter_mut().zip(coverage).for_each(|(alpha, &covered)| *alpha *= f32::from(covered) * factor);
}

impl Source for Painted {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn has_alpha(&self) -> bool {
        true
    }

    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()> {
        let area = Rect { top: rows.start, bottom: rows.end, ..self.bounds };
        let (width, count) = (area.width(), self.model.channels() + 1);
        let planes = band.reset_f32(area, count);
        planes.iter_mut().for_each(|plane| plane.fill(0.0));
        let mut work = Work { covered: vec![0; width], path: vec![0; width], stroke: vec![vec![0.0; width]; count] };
        for (index, top) in rows.enumerate() {
            let places = index * width..(index + 1) * width;
            let mut row: Vec<&mut [f32]> = planes.iter_mut().map(|plane| &mut plane[places.clone()]).collect();
            self.row(Rect { top, bottom: top + 1, ..area }, &mut work, &mut row);
        }
        Ok(())
    }
}

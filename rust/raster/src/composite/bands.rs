use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use imageparser_base::Rect;
use rayon::prelude::*;

use crate::scene::{Band, Planes, Source};

/// A source with the name of its layer, for warnings.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) source: Arc<dyn Source>,
}

/// The rows of all sources that are worked on now.
#[derive(Debug, Default)]
pub(super) struct Bands {
    bands: Vec<Band>,
}

impl Bands {
    /// Read `rows` of the sources with the given numbers; what cannot be read is transparent and told in `warnings`.
    pub(super) fn read(
        &mut self,
        sources: &[Named],
        wanted: &[bool],
        rows: &Range<i32>,
        warnings: &Mutex<Vec<String>>,
    ) {
        self.bands.resize_with(sources.len(), Band::default);
        let work = self.bands.par_iter_mut().zip(sources).zip(wanted);
        work.for_each(|((band, named), &wanted)| {
            let bounds = named.source.bounds();
            let here = rows.start.max(bounds.top)..rows.end.min(bounds.bottom);
            if !wanted || here.is_empty() || bounds.is_empty() {
                band.area = Rect::default();
                return;
            }
            if let Err(error) = named.source.read(here, band) {
                band.area = Rect::default();
                let text = format!("layer '{}': {}", named.name, error.message());
                let mut warnings = warnings.lock().unwrap_or_else(PoisonError::into_inner);
                if !warnings.contains(&text) {
                    warnings.push(text);
                }
            }
        });
    }

    /// The rows of a source; its area is empty where there are none.
    pub(super) fn get(&self, source: usize) -> &Band {
        &self.bands[source]
    }
}

impl Band {
    /// Write the samples of a plane at `columns` of row `y` (inside the area) into `out` as shares of 1.
    pub(super) fn load(&self, plane: usize, y: i32, columns: Range<i32>, out: &mut Vec<f32>) {
        let start = (y - self.area.top) as usize * self.area.width() + (columns.start - self.area.left) as usize;
        let place = start..start + (columns.end - columns.start) as usize;
        out.clear();
        match &self.planes {
            Planes::U8(planes) => {
                let samples = &planes[plane][place];
                out.resize(samples.len(), 0.0);
                pulp::Arch::new().dispatch(
                    #[inline(always)]
                    || out.iter_mut().zip(samples).for_each(|(out, &sample)| *out = f32::from(sample) * (1.0 / 255.0)),
                );
            }
            Planes::F32(planes) => out.extend_from_slice(&planes[plane][place]),
        }
    }

    /// The columns of row `y` between the first and the last that are not transparent.
    pub(super) fn seen(&self, alpha: usize, y: i32, columns: Range<i32>) -> Range<i32> {
        let Planes::U8(planes) = &self.planes else { return columns };
        let start = (y - self.area.top) as usize * self.area.width() + (columns.start - self.area.left) as usize;
        let row = &planes[alpha][start..start + (columns.end - columns.start) as usize];
        let first = leading_zeros(row);
        if first == row.len() {
            return columns.start..columns.start;
        }
        let last = row.len() - trailing_zeros(row);
        columns.start + first as i32..columns.start + last as i32
    }
}

/// How many samples from the start are 0, in steps of eight.
fn leading_zeros(row: &[u8]) -> usize {
    let words = row.as_chunks::<8>().0.iter().take_while(|word| u64::from_ne_bytes(**word) == 0).count();
    words * 8 + row[words * 8..].iter().take_while(|&&sample| sample == 0).count()
}

fn trailing_zeros(row: &[u8]) -> usize {
    let words = row.as_rchunks::<8>().1.iter().rev().take_while(|word| u64::from_ne_bytes(**word) == 0).count();
    let rest = &row[..row.len() - words * 8];
    words * 8 + rest.iter().rev().take_while(|&&sample| sample == 0).count()
}

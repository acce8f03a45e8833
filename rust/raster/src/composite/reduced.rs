use std::ops::Range;
use std::sync::{Arc, OnceLock};

use imageparser_base::{Error, Rect, Result};

use crate::scene::{Band, Planes, Source};

/// A source shrunk by a whole factor: each cell of `factor` x `factor` pixels of the canvas becomes one.
///
/// It is read once, when first asked for, and kept: a preview that is drawn again and again costs no decoding.
#[derive(Debug)]
pub(super) struct Reduced {
    inner: Arc<dyn Source>,
    factor: u32,
    /// What a mask is outside its bounds; cells at its edge are partly that.
    outside: f32,
    /// A mask has one plane and no alpha; everything else gets alpha, since cells at its edge are partly empty.
    is_mask: bool,
    /// Cells at the edge of the canvas are judged by their part inside it.
    canvas: Rect,
    kept: OnceLock<Result<Band>>,
}

impl Reduced {
    pub(super) fn pixels(inner: Arc<dyn Source>, factor: u32, canvas: Rect) -> Self {
        Self { inner, factor, outside: 0.0, is_mask: false, canvas, kept: OnceLock::new() }
    }

    pub(super) fn mask(inner: Arc<dyn Source>, factor: u32, canvas: Rect, outside: f32) -> Self {
        Self { inner, factor, outside, is_mask: true, canvas, kept: OnceLock::new() }
    }

    fn make(&self) -> Result<Band> {
        let bounds = self.inner.bounds();
        let area = bounds.cells(self.factor);
        let step = self.factor as i32;
        let skipped = (bounds.left - area.left * step) as usize;
        let (mut out, mut band) = (Band::default(), Band::default());
        let mut sums: Option<Sums> = None;
        for row in area.top..area.bottom {
            let rows = (row * step).max(bounds.top)..((row + 1) * step).min(bounds.bottom);
            self.inner.read(rows.clone(), &mut band)?;
            let sums = sums.get_or_insert_with(|| self.begin(&band, &mut out, area));
            sums.clear();
            (0..rows.len()).for_each(|y| sums.add(&band, y, skipped, self.inner.has_alpha()));
            self.flush(sums, row, &mut out);
        }
        Ok(out)
    }

    /// Make room for the cells in samples of the same type.
    fn begin(&self, band: &Band, out: &mut Band, area: Rect) -> Sums {
        let colors = band.count() - usize::from(self.inner.has_alpha());
        let planes = colors + usize::from(!self.is_mask);
        match band.planes {
            Planes::U8(_) => _ = out.reset_u8(area, planes),
            Planes::F32(_) => _ = out.reset_f32(area, planes),
        }
        Sums::new(area.width() * self.factor as usize, colors)
    }

    /// Bring the sums of one row of cells into the planes.
    fn flush(&self, sums: &Sums, row: i32, out: &mut Band) {
        let factor = self.factor as usize;
        let (width, start) = (out.area.width(), (row - out.area.top) as usize * out.area.width());
        for x in 0..width {
            let cell = x * factor..(x + 1) * factor;
            let whole = self.pixels_of_cell(out.area.left + x as i32, row);
            let weight: f32 = sums.weight[cell.clone()].iter().sum();
            for (index, color) in sums.colors.iter().enumerate() {
                let sum: f32 = color[cell.clone()].iter().sum();
                out.planes.put(index, start + x, self.value(sum, weight, whole));
            }
            if !self.is_mask {
                out.planes.put(sums.colors.len(), start + x, (weight / whole).min(1.0));
            }
        }
    }

    fn value(&self, sum: f32, weight: f32, whole: f32) -> f32 {
        if self.is_mask {
            (sum + (whole - weight).max(0.0) * self.outside) / whole
        } else if weight > 0.0 {
            sum / weight
        } else {
            0.0
        }
    }

    fn pixels_of_cell(&self, column: i32, row: i32) -> f32 {
        let step = self.factor as i32;
        let cell = Rect::new(column * step, row * step, (column + 1) * step, (row + 1) * step);
        let inside = cell.intersect(self.canvas).area();
        if inside == 0 { (step * step) as f32 } else { inside as f32 }
    }
}

impl Planes {
    fn put(&mut self, plane: usize, place: usize, value: f32) {
        match self {
            Self::U8(planes) => planes[plane][place] = (value * 255.0 + 0.5) as u8,
            Self::F32(planes) => planes[plane][place] = value,
        }
    }
}

/// Sums down the columns of one row of cells.
struct Sums {
    colors: Vec<Vec<f32>>,
    weight: Vec<f32>,
    samples: Vec<f32>,
    alpha: Vec<f32>,
}

impl Sums {
    fn new(width: usize, colors: usize) -> Self {
        Self {
            colors: vec![vec![0.0; width]; colors],
            weight: vec![0.0; width],
            samples: Vec::new(),
            alpha: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.colors.iter_mut().for_each(|plane| plane.fill(0.0));
        self.weight.fill(0.0);
    }

    /// Add row `y` of a band; its first sample belongs to column `skipped`.
    fn add(&mut self, band: &Band, y: usize, skipped: usize, has_alpha: bool) {
        let (area, count) = (band.area, band.area.width());
        let row = area.top + y as i32;
        if has_alpha {
            band.load(self.colors.len(), row, area.left..area.right, &mut self.alpha);
        } else {
            self.alpha.clear();
            self.alpha.resize(count, 1.0);
        }
        for (index, sums) in self.colors.iter_mut().enumerate() {
            band.load(index, row, area.left..area.right, &mut self.samples);
            let target = &mut sums[skipped..skipped + count];
            for ((sum, &sample), &alpha) in target.iter_mut().zip(&self.samples).zip(&self.alpha) {
                *sum += sample * alpha;
            }
        }
        let target = &mut self.weight[skipped..skipped + count];
        target.iter_mut().zip(&self.alpha).for_each(|(sum, &alpha)| *sum += alpha);
    }
}

impl Source for Reduced {
    fn bounds(&self) -> Rect {
        self.inner.bounds().cells(self.factor)
    }

    fn has_alpha(&self) -> bool {
        !self.is_mask
    }

    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()> {
        match self.kept.get_or_init(|| self.make()) {
            Ok(kept) => copy_rows(kept, &rows, band),
            Err(error) => Err(Error::new(error.kind(), error.message())),
        }
    }
}

/// Copy whole rows of a band that is kept.
fn copy_rows(kept: &Band, rows: &Range<i32>, band: &mut Band) -> Result<()> {
    let width = kept.area.width();
    let start = (rows.start - kept.area.top).max(0) as usize * width;
    let area = Rect { top: rows.start, bottom: rows.end, ..kept.area };
    if !kept.area.contains(area) {
        return Err(Error::internal("rows outside a source were asked for"));
    }
    match &kept.planes {
        Planes::U8(planes) => {
            let targets = band.reset_u8(area, planes.len());
            targets.iter_mut().zip(planes).for_each(|(to, from)| to.copy_from_slice(&from[start..start + area.area()]));
        }
        Planes::F32(planes) => {
            let targets = band.reset_f32(area, planes.len());
            targets.iter_mut().zip(planes).for_each(|(to, from)| to.copy_from_slice(&from[start..start + area.area()]));
        }
    }
    Ok(())
}

/// Samples that are already in memory.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) band: Band,
    pub(super) has_alpha: bool,
}

impl Source for Kept {
    fn bounds(&self) -> Rect {
        self.band.area
    }

    fn has_alpha(&self) -> bool {
        self.has_alpha
    }

    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()> {
        copy_rows(&self.band, &rows, band)
    }
}

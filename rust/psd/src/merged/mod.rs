//! The merged picture: all layers as the writer saw them, stored by channels behind the layers.

pub(crate) mod lab;
mod plan;

use imageparser_base::{BoxReducer, ByteSource, Error, Limits, PixelFormat, Pixels, Result};

use crate::channels::rows::Rows;
use crate::channels::samples;
use crate::document::Document;
use crate::header::Header;
use plan::Plan;

/// Unpacked bytes of one channel that are held at once.
const BAND_BYTES: u64 = 64 << 10;

/// Decode the merged picture to 8 bits, shrunk by a whole factor to no less than `long_edge` pixels on the way.
///
/// Grey, duotone and bitmap give `L8`; grey and RGB with transparency `La8` and `Rgba8`, freed from the white they were
/// stored on; indexed gives `Rgb8`, or `Rgba8` with a transparent entry; CMYK gives `Cmyk8`, to be converted by the
/// embedded profile; Lab is converted to sRGB; multichannel is taken as CMY(K), or as grey below three channels.
/// 32-bit samples are linear light and come out as sRGB. Missing rows are zero.
///
/// # Errors
/// `Corrupt` where the file holds nothing of it, `TooLarge` by the limits.
pub fn merged(
    source: &mut dyn ByteSource,
    document: &Document,
    long_edge: Option<u32>,
    limits: &Limits,
) -> Result<Pixels> {
    decode(source, document, long_edge, false, limits)
}

/// As [`merged`], but where it is not shrunk, RGB without transparency comes with an opaque alpha (`Rgba8`): that is
/// cheaper here than afterwards.
///
/// # Errors
/// As [`merged`].
pub fn merged_rgba(
    source: &mut dyn ByteSource,
    document: &Document,
    long_edge: Option<u32>,
    limits: &Limits,
) -> Result<Pixels> {
    decode(source, document, long_edge, true, limits)
}

fn decode(
    source: &mut dyn ByteSource,
    document: &Document,
    long_edge: Option<u32>,
    with_alpha: bool,
    limits: &Limits,
) -> Result<Pixels> {
    let header = &document.header;
    let Some(data) = document.merged_data else {
        return Err(Error::corrupt("merged image data: the file ends before it"));
    };
    let factor = long_edge.map_or(1, |edge| BoxReducer::factor_for(header.width, header.height, edge));
    let mut plan = Plan::new(document)?;
    if with_alpha && factor == 1 {
        plan.add_alpha();
    }
    check(header, factor, plan.format, limits)?;
    let rows = Rows::open(source, header, data, &plan.channels, limits)?;
    let reducer = BoxReducer::new(header.width, header.height, plan.format, factor);
    Bands::new(header, &plan, rows).run(source, reducer, data.offset)
}

/// Whether the picture shows nothing: every pixel alike or transparent. A blank merged picture of a document with
/// layers is rather a placeholder.
pub fn is_blank(pixels: &Pixels) -> bool {
    let size = pixels.format().channels();
    let mut all = pixels.data().chunks_exact(size);
    if pixels.format().has_alpha() && all.clone().all(|pixel| pixel[size - 1] == 0) {
        return true;
    }
    let Some(first) = all.next() else { return true };
    all.all(|pixel| pixel == first)
}

fn check(header: &Header, factor: u32, format: PixelFormat, limits: &Limits) -> Result<()> {
    limits.check(header.width, header.height, 0)?;
    limits.check(header.width.div_ceil(factor), header.height.div_ceil(factor), format.channels() as u64)
}

/// Unpacks, converts and interleaves some rows at a time.
struct Bands<'p> {
    header: Header,
    plan: &'p Plan,
    rows: Rows,
    band: u32,
    stored: Vec<Vec<u8>>,
    planes: Vec<Vec<u8>>,
    row: Vec<u8>,
}

impl<'p> Bands<'p> {
    fn new(header: &Header, plan: &'p Plan, rows: Rows) -> Self {
        let row_bytes = header.row_bytes();
        let band = (BAND_BYTES / row_bytes).clamp(1, u64::from(header.height)) as u32;
        let count = plan.channels.len();
        let samples = header.width as usize * band as usize;
        Self {
            header: *header,
            plan,
            rows,
            band,
            stored: vec![vec![0; row_bytes as usize * band as usize]; count],
            planes: vec![vec![0; if header.depth == 8 { 0 } else { samples }]; count],
            row: vec![0; header.width as usize * plan.format.channels()],
        }
    }

    fn run(mut self, source: &mut dyn ByteSource, mut reducer: BoxReducer, offset: u64) -> Result<Pixels> {
        let width = self.header.width as usize;
        for first in (0..self.header.height).step_by(self.band as usize) {
            let count = self.band.min(self.header.height - first) as usize;
            if !self.unpack(source, first, count)? {
                break; // the file ends here; the reducer leaves the rest zero
            }
            self.convert(count);
            for row in 0..count {
                let planes = if self.header.depth == 8 { &self.stored } else { &self.planes };
                self.plan.paint(planes, row * width..(row + 1) * width, &mut self.row);
                reducer.push_row(&self.row);
            }
        }
        reducer.finish().map_err(|_| Error::corrupt(format!("merged image data at offset {offset}: no rows")))
    }

    fn unpack(&mut self, source: &mut dyn ByteSource, first: u32, count: usize) -> Result<bool> {
        let length = count * self.header.row_bytes() as usize;
        let mut any = false;
        for (index, stored) in self.stored.iter_mut().enumerate() {
            any |= self.rows.read(source, index, first, &mut stored[..length])?;
        }
        Ok(any)
    }

    /// Bring a band to 8 bits a sample; 8-bit samples are used where they lie.
    fn convert(&mut self, count: usize) {
        let (width, row_bytes) = (self.header.width as usize, self.header.row_bytes() as usize);
        let alpha = self.plan.alpha.map(|index| self.stored[index].as_slice());
        for (index, (stored, plane)) in self.stored.iter().zip(&mut self.planes).enumerate() {
            match self.header.depth {
                1 => {
                    let rows = plane.chunks_exact_mut(width).zip(stored.chunks_exact(row_bytes));
                    rows.take(count).for_each(|(plane, stored)| samples::bits(stored, plane));
                }
                16 => samples::words(&stored[..count * row_bytes], &mut plane[..count * width]),
                32 if self.plan.is_light(index) => samples::light(stored, alpha, plane),
                32 => samples::shares(stored, plane),
                _ => {}
            }
        }
    }
}

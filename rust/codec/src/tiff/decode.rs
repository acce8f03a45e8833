use imageparser_base::{BoxReducer, Error, Limits, Pixels, Result};
use tiff::TiffError;
use tiff::decoder::Decoder;
use tiff::tags::Tag;

use super::ink::Ink;
use super::patched::Patched;
use super::samples::{needs_range, to_8_bits, widen};
use crate::decode::{Stored, Want, factor};

pub(super) type Reader<'a> = Decoder<Patched<'a>>;

pub(super) fn failed(error: &TiffError) -> Error {
    match error {
        TiffError::UnsupportedError(_) => Error::unsupported(format!("TIFF: {error}")),
        TiffError::LimitsExceeded => Error::too_large("TIFF: a part is larger than the limit for memory"),
        _ => Error::corrupt(format!("TIFF: {error}")),
    }
}

/// Decode the first page, a row of strips or tiles at a time.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let mut bounds = tiff::decoder::Limits::default();
    bounds.decoding_buffer_size = limits.max_memory as usize;
    bounds.intermediate_buffer_size = limits.max_memory as usize;
    bounds.ifd_value_size = limits.max_metadata as usize;
    let (patched, photometric) = Patched::new(bytes);
    let mut reader = Decoder::new(patched).map_err(|e| failed(&e))?.with_limits(bounds);
    let (width, height) = reader.dimensions().map_err(|e| failed(&e))?;
    if width == 0 || height == 0 {
        return Err(Error::corrupt("TIFF: the page has no pixels"));
    }
    limits.check(width, height, 0)?;
    let ink = Ink::of(&mut reader, photometric)?;
    let by = factor(width, height, want);
    limits.check(width.div_ceil(by), height.div_ceil(by), ink.format().channels() as u64)?;
    let plan = Plan::of(&mut reader, &ink, (width, height), limits)?;
    let mut warnings = Vec::new();
    let pixels = plan.decode(&mut reader, &ink, by, &mut warnings)?;
    let orientation = reader.find_tag_unsigned::<u16>(Tag::Orientation).ok().flatten();
    let icc = reader.find_tag(Tag::IccProfile).ok().flatten().and_then(|value| value.into_u8_vec().ok());
    let orientation = orientation.filter(|o| (1..=8).contains(o)).map_or(1, |o| o as u8);
    Ok(Stored { pixels, scale: Some(1.0 / f64::from(by)), width, height, orientation, icc, warnings })
}

/// How the chunks of the page lie.
struct Plan {
    width: u32,
    height: u32,
    chunk: (u32, u32),
    across: u32,
    down: u32,
    /// 1 where a chunk holds all samples of its pixels, else one chunk for each sample.
    planes: u32,
}

impl Plan {
    fn of(reader: &mut Reader, ink: &Ink, (width, height): (u32, u32), limits: &Limits) -> Result<Self> {
        let chunk = reader.chunk_dimensions();
        if chunk.0 == 0 || chunk.1 == 0 {
            return Err(Error::corrupt("TIFF: a strip or tile has no pixels"));
        }
        let separate = reader.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).ok().flatten() == Some(2);
        let planes = if separate { ink.samples as u32 } else { 1 };
        let (across, down) = (width.div_ceil(chunk.0), height.div_ceil(chunk.1));
        let wide = u64::from(ink.bits.div_ceil(8)) + 1;
        limits.check(width, chunk.1.min(height), ink.samples as u64 * wide)?;
        Ok(Self { width, height, chunk, across, down, planes })
    }

    fn decode(&self, reader: &mut Reader, ink: &Ink, by: u32, warnings: &mut Vec<String>) -> Result<Pixels> {
        let range = self.range(reader)?;
        let mut reducer = BoxReducer::new(self.width, self.height, ink.format(), by);
        let stride = self.width as usize * ink.samples;
        let mut painted = Vec::new();
        for line in 0..self.down {
            let rows = self.chunk.1.min(self.height - line * self.chunk.1);
            let mut band = vec![0; stride * rows as usize];
            let outcome = self.band(reader, ink, line, range, &mut band);
            if let Err(error) = &outcome {
                if line == 0 {
                    return Err(failed(error));
                }
                warnings.push(format!("TIFF: {error}: {} of {} rows are there", reducer.rows_seen(), self.height));
                break;
            }
            for row in band.chunks_exact(stride) {
                ink.paint(row, &mut painted);
                reducer.push_row(&painted);
            }
        }
        reducer.finish()
    }

    /// Read one row of chunks into interleaved 8-bit samples.
    fn band(
        &self,
        reader: &mut Reader,
        ink: &Ink,
        line: u32,
        range: (f64, f64),
        band: &mut [u8],
    ) -> std::result::Result<(), TiffError> {
        let per_chunk = if self.planes == 1 { ink.samples } else { 1 };
        for plane in 0..self.planes {
            for column in 0..self.across {
                let index = (plane * self.down + line) * self.across + column;
                let (width, _) = reader.chunk_data_dimensions(index);
                let samples = to_8_bits(&reader.read_chunk(index)?, range);
                let samples = if ink.bits < 8 { ink.unpack(&samples, width as usize) } else { samples };
                let left = column as usize * self.chunk.0 as usize;
                let stride = self.width as usize * ink.samples;
                let rows = samples.chunks_exact(width as usize * per_chunk);
                for (target, row) in band.chunks_exact_mut(stride).zip(rows) {
                    let target = &mut target[left * ink.samples + plane as usize..];
                    if per_chunk == ink.samples {
                        target[..row.len()].copy_from_slice(row);
                    } else {
                        target.iter_mut().step_by(ink.samples).zip(row).for_each(|(to, from)| *to = *from);
                    }
                }
            }
        }
        Ok(())
    }

    /// The range of float and signed samples: 0 to 1 where all lie in it, else from the smallest to the largest.
    fn range(&self, reader: &mut Reader) -> Result<(f64, f64)> {
        let mut range = (0.0, 1.0);
        if !needs_range(&reader.read_chunk(0).map_err(|e| failed(&e))?) {
            return Ok(range);
        }
        for index in 0..self.across * self.down * self.planes {
            if let Ok(samples) = reader.read_chunk(index) {
                widen(&mut range, &samples);
            }
        }
        Ok(range)
    }
}

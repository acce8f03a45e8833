use imageparser_base::{Limits, Rect, Result, roomy};

use super::samples::{Sample, Samples};
use super::source::Outcome;
use super::weave::weave;
use crate::channels::packed::Packed;
use crate::channels::plane::Plane;
use crate::channels::rows::Compression;
use crate::channels::{samples, zip};

/// Unpacked bytes of one channel that are held at once, where rows can be unpacked by themselves: few enough that all
/// channels of a band stay in the processor's cache until they are woven.
const BAND: usize = 64 << 10;
/// No packing makes samples shorter than a thousandth, so that a layer with fewer bytes is not worth its memory.
const MOST_RATIO: u64 = 1100;
const SMALL: u64 = 16 << 20;

/// Buffers that a thread uses for one layer after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    packed: Vec<u8>,
    bits: Vec<u8>,
    planes: Vec<Vec<u8>>,
}

/// Channels that lie at the same place, to be unpacked whole.
pub(super) struct Whole<'a> {
    pub(super) area: Rect,
    pub(super) depth: u16,
    /// At most five.
    pub(super) channels: Vec<Packed>,
    pub(super) scratch: &'a mut Scratch,
}

/// What gives the rows of a channel.
enum Feed {
    /// Rows unpacked when they are wanted.
    Rows(Plane),
    /// All rows, in the scratch already.
    All,
}

impl Whole<'_> {
    /// The samples, woven. What the file does not hold is zero.
    ///
    /// # Errors
    /// `Corrupt` where no channel can be read.
    pub(super) fn read(self, limits: &Limits) -> Result<Samples> {
        self.check(limits)?;
        Ok(match self.depth {
            16 => Samples::U16(self.of_type()?),
            32 => Samples::F32(self.of_type()?),
            _ => Samples::U8(self.of_type()?),
        })
    }

    fn check(&self, limits: &Limits) -> Result<()> {
        let bytes = self.channels.len() as u64 * u64::from(self.depth.div_ceil(8));
        limits.check(self.area.width() as u32, self.area.height() as u32, 2 * bytes)?; // planes and pixels
        let packed: u64 = self.channels.iter().map(Packed::length).sum();
        let unpacked = self.area.area() as u64 * bytes;
        match self.channels.first() {
            Some(first) if unpacked > SMALL && unpacked / MOST_RATIO > packed => {
                Err(first.error(&format!("{packed} packed bytes for {unpacked}")))
            }
            _ => Ok(()),
        }
    }

    fn of_type<T: Sample>(self) -> Result<Vec<T>> {
        match self.channels.len() {
            0 => Ok(Vec::new()),
            1 => self.woven::<T, 1>(),
            2 => self.woven::<T, 2>(),
            3 => self.woven::<T, 3>(),
            4 => self.woven::<T, 4>(),
            _ => self.woven::<T, 5>(),
        }
    }

    fn woven<T: Sample, const N: usize>(mut self) -> Result<Vec<T>> {
        let mut outcome = Outcome::default();
        self.scratch.planes.resize_with(N.max(self.scratch.planes.len()), Vec::new);
        let mut feeds = Vec::with_capacity(N);
        for index in 0..N {
            let feed = self.feed(index);
            feeds.push(outcome.open(feed)?);
        }
        let (width, height) = (self.area.width(), self.area.height());
        let plane_row = width * usize::from(self.depth.div_ceil(8));
        let by_rows = feeds.iter().any(|feed| matches!(feed, Some(Feed::Rows(_))));
        let band = if by_rows { (BAND / plane_row).max(1) } else { height };
        let mut out: Vec<[T; N]> = roomy::with_room(self.area.area());
        for first in (0..height).step_by(band.max(1)) {
            let (at, length) = (first * plane_row, band.min(height - first) * plane_row);
            self.fill(&feeds, first, length, &mut outcome)?;
            let part = |index: usize| match feeds[index] {
                Some(Feed::All) => &self.scratch.planes[index][at..at + length],
                _ => &self.scratch.planes[index][..length],
            };
            weave(std::array::from_fn::<_, N, _>(part), &mut out);
        }
        outcome.end()?;
        Ok(out.into_flattened())
    }

    /// Put rows from `first` on, `length` bytes of each channel, into the scratch where they are not there yet.
    fn fill(&mut self, feeds: &[Option<Feed>], first: usize, length: usize, outcome: &mut Outcome) -> Result<()> {
        let Scratch { packed, planes, .. } = &mut *self.scratch;
        for (feed, plane) in feeds.iter().zip(planes) {
            let read = match feed {
                Some(Feed::All) => Ok(()),
                Some(Feed::Rows(rows)) => rows.read(first, sized(plane, length), packed),
                None => {
                    sized(plane, length).fill(0);
                    continue;
                }
            };
            if outcome.soften(read)?.is_none() {
                sized(plane, length).fill(0);
            }
        }
        Ok(())
    }

    /// Prepare a channel; deflated samples and bits are unpacked here.
    fn feed(&mut self, index: usize) -> Result<Feed> {
        let packed = &self.channels[index];
        let Scratch { packed: buffer, bits, planes } = &mut *self.scratch;
        let compression = packed.compression()?;
        let deflated = matches!(compression, Compression::Zip | Compression::ZipPrediction);
        if !deflated && self.depth > 1 {
            return Ok(Feed::Rows(Plane::open(packed.clone())?));
        }
        let stored = sized(if self.depth == 1 { bits } else { &mut planes[index] }, packed.size());
        if deflated {
            zip::inflate(packed, compression == Compression::ZipPrediction, stored, buffer)?;
        } else {
            Plane::open(packed.clone())?.read(0, stored, buffer)?;
        }
        if self.depth == 1 {
            let width = self.area.width();
            let rows = sized(&mut planes[index], self.area.area()).chunks_exact_mut(width);
            rows.zip(bits.chunks_exact(packed.row_bytes)).for_each(|(row, bits)| samples::bits(bits, row));
        }
        Ok(Feed::All)
    }
}

/// The buffer at this length; old bytes stay.
fn sized(buffer: &mut Vec<u8>, length: usize) -> &mut [u8] {
    buffer.resize(length, 0);
    buffer
}

use std::sync::{Mutex, OnceLock, PoisonError};

use imageparser_base::Result;

use super::packed::Packed;
use super::row_table::RowTable;
use super::rows::Compression;
use super::zip::{self, Stream};

/// One channel of a layer, unpacked row by row where it is asked for; many threads may ask.
#[derive(Debug)]
pub(crate) struct Plane {
    packed: Packed,
    store: Store,
}

#[derive(Debug)]
enum Store {
    Raw,
    Rle(OnceLock<Result<RowTable>>),
    Zip { predicted: bool, state: Mutex<Zip> },
}

#[derive(Debug)]
enum Zip {
    Idle,
    /// Unpacked, and how many rows were not asked for yet: after the last one it is let go.
    Whole(Vec<u8>, usize),
    Stream(Box<Stream>),
}

impl Plane {
    /// A deflated channel of at most so many unpacked bytes is unpacked at once and held until its last row is read.
    const WHOLE: usize = 1 << 20;

    pub(crate) fn open(packed: Packed) -> Result<Self> {
        let store = match packed.compression()? {
            Compression::Raw => Store::Raw,
            Compression::Rle => Store::Rle(OnceLock::new()),
            Compression::Zip => Store::Zip { predicted: false, state: Mutex::new(Zip::Idle) },
            Compression::ZipPrediction => Store::Zip { predicted: true, state: Mutex::new(Zip::Idle) },
        };
        Ok(Self { packed, store })
    }

    /// Put whole rows from `first` on, as stored, into `target`; rows that the file does not hold are zero. `buffer`
    /// is scratch.
    pub(crate) fn read(&self, first: usize, target: &mut [u8], buffer: &mut Vec<u8>) -> Result<()> {
        match &self.store {
            Store::Raw => self.raw(first, target),
            Store::Rle(table) => {
                let table = table.get_or_init(|| RowTable::read(&self.packed)).as_ref().map_err(Clone::clone)?;
                table.unpack(&self.packed, first, target, buffer)
            }
            Store::Zip { predicted, state } => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                self.zip(*predicted, &mut state, first, target, buffer)
            }
        }
    }

    fn raw(&self, first: usize, target: &mut [u8]) -> Result<()> {
        if self.packed.length() == 0 {
            return Err(self.packed.error("the samples are missing"));
        }
        let at = self.packed.start + first as u64 * self.packed.row_bytes as u64;
        let here = self.packed.read(at, target)?;
        target[here..].fill(0);
        Ok(())
    }

    fn zip(
        &self,
        predicted: bool,
        state: &mut Zip,
        first: usize,
        target: &mut [u8],
        buffer: &mut Vec<u8>,
    ) -> Result<()> {
        let packed = &self.packed;
        if matches!(state, Zip::Idle) {
            *state = if packed.size() <= Self::WHOLE {
                let mut whole = vec![0; packed.size()];
                zip::inflate(packed, predicted, &mut whole, buffer)?;
                Zip::Whole(whole, packed.rows)
            } else {
                Zip::Stream(Box::new(Stream::new()))
            };
        }
        let last = match state {
            Zip::Idle => false,
            Zip::Stream(stream) => {
                stream.rows(packed, predicted, first, target)?;
                false
            }
            Zip::Whole(whole, left) => {
                target.copy_from_slice(&whole[first * packed.row_bytes..][..target.len()]);
                *left = left.saturating_sub(target.len() / packed.row_bytes);
                *left == 0
            }
        };
        if last {
            *state = Zip::Idle;
        }
        Ok(())
    }
}

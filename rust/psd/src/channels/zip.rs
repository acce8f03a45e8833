use flate2::{Decompress, FlushDecompress, Status};
use imageparser_base::Result;
use libdeflater::Decompressor;

use super::packed::Packed;
use super::prediction;

/// Unpack a whole channel into `target`; `buffer` is scratch. What the stream does not give is zero.
///
/// # Errors
/// `Corrupt` where it gives nothing.
pub(crate) fn inflate(packed: &Packed, predicted: bool, target: &mut [u8], buffer: &mut Vec<u8>) -> Result<()> {
    // The worst that deflate does is to store; what lies behind a stream much longer than that cannot matter.
    let most = target.len() as u64 + target.len() as u64 / 8 + (64 << 10);
    buffer.resize(packed.length().min(most) as usize, 0);
    packed.read(packed.start, buffer)?;
    match Decompressor::new().zlib_decompress(buffer, target) {
        Ok(written) => target[written..].fill(0),
        Err(_) => Stream::new().fill(packed, target)?, // cut or damaged: take what comes before the fault
    }
    if predicted {
        undo(packed, target);
    }
    Ok(())
}

fn undo(packed: &Packed, rows: &mut [u8]) {
    let mut scratch = vec![0; if packed.depth == 32 { packed.row_bytes } else { 0 }];
    rows.chunks_exact_mut(packed.row_bytes).for_each(|row| prediction::undo(row, packed.depth, &mut scratch));
}

/// Inflates a channel from its start, a few rows at a time.
#[derive(Debug)]
pub(crate) struct Stream {
    inflate: Decompress,
    /// Packed bytes, of which `used` were taken; `read` were read from the file so far.
    input: Vec<u8>,
    used: usize,
    read: u64,
    ended: bool,
    /// The next row to come.
    row: usize,
    /// Rows that were passed over and may still be asked for, as threads overtake each other; they end at `kept_end`.
    kept: Vec<u8>,
    kept_end: usize,
}

impl Stream {
    const INPUT: usize = 32 << 10;
    /// Most bytes of passed rows that are held.
    const KEPT: usize = 1 << 20;

    pub(crate) fn new() -> Self {
        Self {
            inflate: Decompress::new(true),
            input: Vec::new(),
            used: 0,
            read: 0,
            ended: false,
            row: 0,
            kept: Vec::new(),
            kept_end: 0,
        }
    }

    /// Unpack whole rows from `first` on, going on where it stopped or from the start where it is too far already.
    pub(crate) fn rows(&mut self, packed: &Packed, predicted: bool, first: usize, target: &mut [u8]) -> Result<()> {
        if first < self.row {
            if self.give_kept(packed, first, target) {
                return Ok(());
            }
            *self = Self::new();
        }
        self.pass_to(packed, predicted, first)?;
        self.next(packed, predicted, target)
    }

    fn give_kept(&self, packed: &Packed, first: usize, target: &mut [u8]) -> bool {
        let start = self.kept_end - self.kept.len() / packed.row_bytes;
        let from = first.checked_sub(start).map(|rows| rows * packed.row_bytes);
        let part = from.and_then(|from| self.kept.get(from..from + target.len()));
        part.map(|part| target.copy_from_slice(part)).is_some()
    }

    /// Go on to row `first`, and keep the rows just before it.
    fn pass_to(&mut self, packed: &Packed, predicted: bool, first: usize) -> Result<()> {
        if first == self.row {
            return Ok(());
        }
        let most = (Self::KEPT / packed.row_bytes).max(1);
        let mut rows = std::mem::take(&mut self.kept);
        while self.row < first {
            rows.resize((first - self.row).min(most) * packed.row_bytes, 0);
            self.next(packed, predicted, &mut rows)?;
        }
        (self.kept, self.kept_end) = (rows, first);
        Ok(())
    }

    fn next(&mut self, packed: &Packed, predicted: bool, target: &mut [u8]) -> Result<()> {
        self.fill(packed, target)?;
        if predicted {
            undo(packed, target);
        }
        self.row += target.len() / packed.row_bytes;
        Ok(())
    }

    /// Inflate until `target` is full or the stream ends; the rest is zero.
    fn fill(&mut self, packed: &Packed, target: &mut [u8]) -> Result<()> {
        let mut filled = 0;
        while filled < target.len() && !self.ended {
            if self.used == self.input.len() {
                self.refill(packed)?;
            }
            let (taken, given) = (self.inflate.total_in(), self.inflate.total_out());
            let status =
                self.inflate.decompress(&self.input[self.used..], &mut target[filled..], FlushDecompress::None);
            let taken = (self.inflate.total_in() - taken) as usize;
            let given = (self.inflate.total_out() - given) as usize;
            (self.used, filled) = (self.used + taken, filled + given);
            self.ended = !matches!(status, Ok(Status::Ok | Status::BufError)) || (taken == 0 && given == 0);
        }
        target[filled..].fill(0);
        if self.ended && self.inflate.total_out() == 0 {
            return Err(packed.error("the deflated samples cannot be read"));
        }
        Ok(())
    }

    fn refill(&mut self, packed: &Packed) -> Result<()> {
        self.input.resize(Self::INPUT, 0);
        let read = packed.read(packed.start + self.read, &mut self.input)?;
        self.input.truncate(read);
        self.used = 0;
        self.read += read as u64;
        Ok(())
    }
}

use imageparser_base::Result;

use super::packed::Packed;
use crate::rle;

/// Where the packed rows of a channel end, counted from the end of the table.
#[derive(Debug)]
pub(crate) struct RowTable {
    first: u64,
    ends: Vec<u32>,
}

impl RowTable {
    /// Read the table: the packed length of each row, 2 bytes each, or 4 in the large document format.
    pub(crate) fn read(packed: &Packed) -> Result<Self> {
        let width = if packed.psb { 4 } else { 2 };
        let length = packed.rows as u64 * width;
        if length > packed.length() {
            return Err(packed.error("the table of row lengths ends early"));
        }
        let mut bytes = vec![0; length as usize];
        packed.read(packed.start, &mut bytes)?;
        let mut end = 0u32;
        let mut add = |length: u32| {
            end = end.saturating_add(length);
            end
        };
        let ends = if packed.psb {
            bytes.as_chunks::<4>().0.iter().map(|&length| add(u32::from_be_bytes(length))).collect()
        } else {
            bytes.as_chunks::<2>().0.iter().map(|&length| add(u16::from_be_bytes(length).into())).collect()
        };
        Ok(Self { first: packed.start + length, ends })
    }

    /// Unpack whole rows from `first` on into `target`; what is not there is zero. `buffer` is scratch.
    pub(crate) fn unpack(&self, packed: &Packed, first: usize, target: &mut [u8], buffer: &mut Vec<u8>) -> Result<()> {
        let count = target.len() / packed.row_bytes;
        let most = 2 * packed.row_bytes as u64 + 128; // PackBits at its worst: one code for each byte
        let (start, end) = (self.start(first), self.start(first + count));
        if end - start > most * count as u64 {
            for (row, target) in target.chunks_exact_mut(packed.row_bytes).enumerate() {
                let place = self.row(first + row);
                let here = fetch(packed, self.first + place.0, (place.1 - place.0).min(most), buffer)?;
                rle::unpack(&buffer[..here], target);
            }
            return Ok(());
        }
        let here = fetch(packed, self.first + start, end - start, buffer)?;
        let cut = |at: u64| ((at - start) as usize).min(here);
        rle::unpack_rows(buffer, target, packed.row_bytes, |row| {
            let place = self.row(first + row);
            cut(place.0)..cut(place.1)
        });
        Ok(())
    }

    fn row(&self, row: usize) -> (u64, u64) {
        (self.start(row), self.start(row + 1))
    }

    fn start(&self, row: usize) -> u64 {
        row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| u64::from(end))
    }
}

/// As many of `length` bytes from `at` as there are, and room behind them for a block that is read too far.
fn fetch(packed: &Packed, at: u64, length: u64, buffer: &mut Vec<u8>) -> Result<usize> {
    let here = packed.end.saturating_sub(at).min(length) as usize;
    buffer.resize(here + rle::SLACK, 0);
    packed.read(at, &mut buffer[..here])
}

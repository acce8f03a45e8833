/// The entropy-coded data of one scan without its stuffing, and where its restart intervals begin.
#[derive(Debug, Default)]
pub(super) struct ScanData {
    bytes: Vec<u8>,
    restarts: Vec<usize>,
}

/// Zero bytes behind the data, so that eight can always be read.
const PADDING: usize = 16;

impl ScanData {
    /// Take the data from the front of `bytes` up to the next marker; also gives how long it was.
    pub(super) fn split(bytes: &[u8]) -> (Self, usize) {
        let mut this = Self { bytes: Vec::with_capacity(bytes.len().min(64 << 20) + PADDING), restarts: vec![0] };
        let mut at = 0;
        loop {
            let rest = &bytes[at..];
            let Some(plain) = memchr::memchr(0xFF, rest) else {
                this.bytes.extend_from_slice(rest);
                at = bytes.len();
                break;
            };
            this.bytes.extend_from_slice(&rest[..plain]);
            at += plain;
            match bytes.get(at + 1) {
                Some(0) => this.bytes.push(0xFF),
                Some(0xD0..=0xD7) => this.restarts.push(this.bytes.len()),
                Some(0xFF) => {
                    at += 1; // a fill byte
                    continue;
                }
                _ => break,
            }
            at += 2;
        }
        this.bytes.extend([0; PADDING]);
        (this, at)
    }

    /// The length of the data up to the next marker, without keeping it.
    pub(super) fn length(bytes: &[u8]) -> usize {
        let is_marker = |&at: &usize| bytes.get(at + 1).is_none_or(|b| !matches!(b, 0 | 0xD0..=0xD7 | 0xFF));
        memchr::memchr_iter(0xFF, bytes).find(is_marker).unwrap_or(bytes.len())
    }

    /// A reader from the start of restart interval `index`; `None` when there is no such interval.
    pub(super) fn interval(&self, index: usize) -> Option<Bits<'_>> {
        let start = *self.restarts.get(index)?;
        Some(Bits { bytes: &self.bytes, end: self.bytes.len() - PADDING, at: start, buffer: 0, count: 0 })
    }
}

/// Bits from the front of a byte slice; zeros behind its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    end: usize,
    at: usize,
    buffer: u64,
    count: u32,
}

impl Bits<'_> {
    /// Have at least 56 bits in the buffer.
    #[inline]
    pub(super) fn refill(&mut self) {
        let Some(next) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk()) else {
            self.count = 63; // zeros from now on
            return;
        };
        self.buffer |= u64::from_be_bytes(*next) >> self.count;
        self.at += ((63 - self.count) >> 3) as usize;
        self.count |= 0b11_1000;
    }

    /// The next bits, left-aligned; valid for as many as were refilled and not consumed.
    #[inline]
    pub(super) fn peek(&self) -> u64 {
        self.buffer
    }

    /// Bits in the buffer.
    #[inline]
    pub(super) fn available(&self) -> u32 {
        self.count
    }

    #[inline]
    pub(super) fn consume(&mut self, bits: u32) {
        self.buffer <<= bits;
        self.count -= bits;
    }

    /// The next `bits` (0-16) as a number.
    #[inline]
    pub(super) fn take(&mut self, bits: u32) -> u32 {
        let value = (self.buffer >> 1 >> (63 - bits)) as u32;
        self.consume(bits);
        value
    }

    /// Whether more bits were used than there are.
    pub(super) fn is_spent(&self) -> bool {
        self.at - (self.count / 8) as usize > self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stuffing_goes_and_restarts_are_kept() {
        let (data, length) = ScanData::split(&[1, 0xFF, 0, 2, 0xFF, 0xD0, 3, 0xFF, 0xD9, 9]);
        assert_eq!(length, 7);
        assert_eq!(data.bytes[..4], [1, 0xFF, 2, 3]);
        assert_eq!(data.restarts, [0, 3]);
        assert_eq!(ScanData::length(&[1, 0xFF, 0, 2, 0xFF, 0xD0, 3, 0xFF, 0xD9, 9]), 7);
        assert_eq!(ScanData::length(&[1, 2]), 2);
    }

    #[test]
    fn bits_come_in_order_and_end_in_zeros() {
        let (data, _) = ScanData::split(&[0b1010_0101, 0b1100_0011]);
        let mut bits = data.interval(0).expect("first");
        bits.refill();
        assert_eq!((bits.take(3), bits.take(5), bits.take(0), bits.take(8)), (0b101, 0b0_0101, 0, 0b1100_0011));
        assert!(!bits.is_spent());
        for _ in 0..40 {
            bits.refill();
            assert_eq!(bits.take(16), 0);
        }
        assert!(bits.is_spent());
    }
}

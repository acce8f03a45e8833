use flate2::{Decompress, FlushDecompress, Status};
use imageparser_base::{Error, Result};

/// The filtered rows of a PNG, inflated piece by piece from its IDAT chunks; checksums inside are not verified
/// (the chunks' own are).
pub(crate) struct Inflater<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
    state: Decompress,
    ended: bool,
    broken: bool,
}

impl<'a> Inflater<'a> {
    /// Start at the zlib header.
    pub(crate) fn new(parts: &[&'a [u8]]) -> Result<Self> {
        let mut this =
            Self { parts: parts.to_vec(), part: 0, at: 0, state: Decompress::new(false), ended: false, broken: false };
        let header = [this.next_byte(), this.next_byte()];
        match header {
            [Some(method), Some(flags)] if is_zlib_header(method, flags) => Ok(this),
            _ => Err(Error::corrupt("the PNG picture data does not begin as a zlib stream")),
        }
    }

    fn next_byte(&mut self) -> Option<u8> {
        self.skip_spent();
        let byte = *self.parts.get(self.part)?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn skip_spent(&mut self) {
        while self.parts.get(self.part).is_some_and(|part| self.at == part.len()) {
            self.part += 1;
            self.at = 0;
        }
    }

    /// Fill `out` as far as the data goes; fewer bytes mean the end or a break.
    pub(crate) fn fill(&mut self, out: &mut [u8]) -> usize {
        let mut filled = 0;
        while filled < out.len() && !self.ended {
            self.skip_spent();
            let input = self.parts.get(self.part).map_or(&[][..], |part| &part[self.at..]);
            let (taken, given) = (self.state.total_in(), self.state.total_out());
            let status = self.state.decompress(input, &mut out[filled..], FlushDecompress::None);
            let (taken, given) = (self.state.total_in() - taken, self.state.total_out() - given);
            self.at += taken as usize;
            filled += given as usize;
            match status {
                Ok(Status::StreamEnd) => self.ended = true,
                Ok(_) if taken == 0 && given == 0 => (self.ended, self.broken) = (true, true),
                Ok(_) => {}
                Err(_) => (self.ended, self.broken) = (true, true),
            }
        }
        filled
    }

    /// Whether the stream stopped before its own end.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }
}

/// Deflate with a window of at most 32 KiB, no preset dictionary; the check bits are not insisted on.
fn is_zlib_header(method: u8, flags: u8) -> bool {
    method & 0x0F == 8 && method >> 4 <= 7 && flags & 0x20 == 0
}

/// Inflate everything at once into `out`, which is faster but takes memory for all rows; `None` where the data
/// is not exactly as long as expected and the patient way has to look.
pub(crate) fn at_once(parts: &[&[u8]], out: &mut [u8]) -> Option<()> {
    let joined;
    let data = match parts {
        [one] => *one,
        several => {
            joined = several.concat();
            &joined[..]
        }
    };
    let [method, flags, stream @ ..] = data else { return None };
    if !is_zlib_header(*method, *flags) {
        return None;
    }
    let length = libdeflater::Decompressor::new().deflate_decompress(stream, out).ok()?;
    (length == out.len()).then_some(())
}

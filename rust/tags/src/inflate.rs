use flate2::{Decompress, FlushDecompress, Status};

use crate::metadata::Collector;

/// Inflates text chunks: no more is held than the metadata limit, no more work is done than a few times it.
pub(crate) struct Inflater {
    work_left: u64,
}

impl Inflater {
    /// How often the limit may be inflated in vain before a file gets no more of it.
    const WORK: u64 = 4;

    pub(crate) fn new(limit: u64) -> Self {
        Self { work_left: limit.saturating_mul(Self::WORK) }
    }

    /// The inflated bytes, or `None` with a warning. The length is counted first, so that a bomb is
    /// refused without ever being held.
    pub(crate) fn inflate(&mut self, data: &[u8], keyword: &str, found: &mut Collector) -> Option<Vec<u8>> {
        let limit = found.left().min(self.work_left);
        let mut scratch = [0; 8192];
        let mut length = 0u64;
        let counted = run(data, limit, &mut scratch, |part| length += part.len() as u64);
        self.work_left = self.work_left.saturating_sub(length);
        if length > limit {
            found.warn(format!("the text chunk {keyword:?} is too large: it inflates to more than {limit} bytes"));
            return None;
        }
        if !counted {
            found.warn(format!("the text chunk {keyword:?} does not inflate"));
            return None;
        }
        let mut out = Vec::with_capacity(length as usize);
        run(data, limit, &mut scratch, |part| out.extend_from_slice(part));
        Some(out)
    }
}

/// Hand out the inflated parts until the end (`true`), an error, or more than `limit` bytes.
fn run(data: &[u8], limit: u64, scratch: &mut [u8], mut take: impl FnMut(&[u8])) -> bool {
    let mut inflate = Decompress::new(true);
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let Ok(status) = inflate.decompress(&data[read as usize..], scratch, FlushDecompress::None) else {
            return false;
        };
        let fresh = (inflate.total_out() - written) as usize;
        take(&scratch[..fresh]);
        let stuck = fresh == 0 && inflate.total_in() == read;
        if status == Status::StreamEnd {
            return true;
        }
        if stuck || inflate.total_out() > limit {
            return false;
        }
    }
}

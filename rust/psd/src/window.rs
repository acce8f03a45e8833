use std::sync::Arc;

use imageparser_base::{ByteSource, ReadAt, Result};

/// A [`ByteSource`] over shared bytes through a small window: structure is read in words of a few bytes, and a system
/// call for each would cost more than all the rest.
pub(crate) struct Window {
    bytes: Arc<dyn ReadAt>,
    held: Vec<u8>,
    start: u64,
}

impl Window {
    const SIZE: u64 = 8192;

    pub(crate) fn new(bytes: Arc<dyn ReadAt>) -> Self {
        Self { bytes, held: Vec::new(), start: 0 }
    }

    fn part(&self, offset: u64, length: usize) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.held.get(start..start.checked_add(length)?)
    }
}

impl ByteSource for Window {
    fn len(&self) -> u64 {
        self.bytes.len()
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<()> {
        if buffer.is_empty() {
            return Ok(()); // as every source: anywhere, even behind the end
        }
        if let Some(part) = self.part(offset, buffer.len()) {
            buffer.copy_from_slice(part);
            return Ok(());
        }
        let left = self.len().saturating_sub(offset);
        if buffer.len() as u64 >= Self::SIZE.min(left) {
            return self.bytes.read_at(offset, buffer);
        }
        self.held.resize(Self::SIZE.min(left) as usize, 0);
        self.start = offset;
        let filled = self.bytes.read_at(offset, &mut self.held);
        if filled.is_err() {
            self.held.clear();
        }
        filled?;
        buffer.copy_from_slice(&self.held[..buffer.len()]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_equals_the_bytes() {
        let data: Vec<u8> = (0..30_000u32).map(|i| (i * 7 % 251) as u8).collect();
        let mut window = Window::new(Arc::new(data.clone()));
        for (offset, length) in
            [(0usize, 4usize), (8190, 4), (8192, 8192), (3, 20_000), (29_999, 1), (29_990, 10), (5, 0)]
        {
            let expected = &data[offset..offset + length];
            assert_eq!(window.read_vec(offset as u64, length as u64).expect("inside"), expected);
        }
        assert!(window.read_at(29_999, &mut [0; 2]).is_err() && window.read_at(u64::MAX, &mut [0; 2]).is_err());
        window.read_at(99_999, &mut []).expect("nothing is there to be read");
        assert_eq!(window.read_vec(0, 2).expect("after an error"), data[..2]);
    }
}

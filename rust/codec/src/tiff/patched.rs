use std::io::{Cursor, Read, Result, Seek, SeekFrom};

use imageparser_base::SliceSource;

use super::ink::{PALETTE, SIGNED_LAB};
use super::{Layout, tag};
use crate::bytes::Reader;

/// The bytes of a file whose photometric tag reads as one that the `tiff` crate takes: grey for palette indices,
/// RGB for Lab. The samples are the same, [`super::ink::Ink`] gives them their meaning back.
pub(super) struct Patched<'a> {
    bytes: Cursor<&'a [u8]>,
    at: u64,
    value: [u8; 2],
}

impl<'a> Patched<'a> {
    /// The patched bytes and the photometric interpretation that they really have.
    pub(super) fn new(bytes: &'a [u8]) -> (Self, u64) {
        let mut source = SliceSource(bytes);
        let mut reader = Reader::new(&mut source);
        let (place, photometric) = find(&mut reader).unwrap_or_default();
        let instead: u16 = if photometric == PALETTE { 1 } else { 2 };
        let value = if reader.little { instead.to_le_bytes() } else { instead.to_be_bytes() };
        let at = if matches!(photometric, PALETTE | SIGNED_LAB) { place } else { u64::MAX };
        (Self { bytes: Cursor::new(bytes), at, value }, photometric)
    }
}

/// Where the value of the photometric tag lies, and the value.
fn find(reader: &mut Reader) -> imageparser_base::Result<(u64, u64)> {
    let layout = Layout::read(reader)?;
    for index in 0..layout.entries(reader, layout.first)? {
        let at = layout.entry(layout.first, index);
        if reader.u16(at)? == tag::PHOTOMETRIC {
            let (value, _, place) = layout.value(reader, at)?;
            return Ok((place, value));
        }
    }
    Ok((0, 1))
}

impl Read for Patched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let start = self.bytes.position();
        let length = self.bytes.read(buffer)?;
        for (place, byte) in (self.at..self.at.saturating_add(2)).zip(self.value) {
            if let Some(index) = place.checked_sub(start).filter(|&index| index < length as u64) {
                buffer[index as usize] = byte;
            }
        }
        Ok(length)
    }
}

impl Seek for Patched<'_> {
    fn seek(&mut self, position: SeekFrom) -> Result<u64> {
        self.bytes.seek(position)
    }
}

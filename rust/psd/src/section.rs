use imageparser_base::{ByteSource, Error, ErrorKind, Result};

/// A cursor over one part of the file; it never reads past its end and names its chapter in every error.
pub(crate) struct Section<'a> {
    source: &'a mut dyn ByteSource,
    chapter: &'static str,
    at: u64,
    end: u64,
}

impl<'a> Section<'a> {
    /// The bytes `at..end`, cut where the file ends.
    pub(crate) fn new(source: &'a mut dyn ByteSource, chapter: &'static str, at: u64, end: u64) -> Self {
        let end = end.min(source.len());
        Self { source, chapter, at: at.min(end), end }
    }

    /// A part of this section from here on, at most `length` bytes; the outer cursor does not move.
    pub(crate) fn part(&mut self, length: u64) -> Section<'_> {
        let end = self.at.saturating_add(length).min(self.end);
        Section { source: &mut *self.source, chapter: self.chapter, at: self.at, end }
    }

    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    pub(crate) fn left(&self) -> u64 {
        self.end - self.at
    }

    /// An error of this chapter at this place.
    pub(crate) fn error(&self, message: &str) -> Error {
        Error::corrupt(format!("{} at offset {}: {message}", self.chapter, self.at))
    }

    /// Move to `place`, which must lie inside the section.
    pub(crate) fn seek(&mut self, place: u64) -> Result<()> {
        if place > self.end {
            return Err(self.error("a length leads beyond the end of its part"));
        }
        self.at = place;
        Ok(())
    }

    pub(crate) fn skip(&mut self, count: u64) -> Result<()> {
        self.seek(self.at.saturating_add(count))
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// `length` bytes; more than `most` are refused before anything is allocated.
    pub(crate) fn bytes(&mut self, length: u64, most: u64) -> Result<Vec<u8>> {
        if length > most {
            let place = self.at;
            let chapter = self.chapter;
            return Err(Error::too_large(format!("{chapter} at offset {place}: {length} bytes, the limit is {most}")));
        }
        if length > self.left() {
            return Err(self.error("ends early"));
        }
        let mut bytes = vec![0; length as usize];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u16(&mut self) -> Result<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn i16(&mut self) -> Result<i16> {
        self.array().map(i16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn i32(&mut self) -> Result<i32> {
        self.array().map(i32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        self.array().map(u64::from_be_bytes)
    }

    /// A length field: 8 bytes where `wide`, else 4.
    pub(crate) fn length(&mut self, wide: bool) -> Result<u64> {
        if wide { self.u64() } else { self.u32().map(u64::from) }
    }

    /// A Unicode string: a count of UTF-16 units, then the units; a closing NUL is dropped.
    pub(crate) fn unicode(&mut self, most: u64) -> Result<String> {
        let count = u64::from(self.u32()?);
        let bytes = self.bytes(count * 2, most)?;
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|&pair| u16::from_be_bytes(pair)).collect();
        let end = units.iter().rposition(|&unit| unit != 0).map_or(0, |last| last + 1);
        Ok(String::from_utf16_lossy(&units[..end]))
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        if bytes.len() as u64 > self.left() {
            return Err(self.error("ends early"));
        }
        match self.source.read_at(self.at, bytes) {
            Ok(()) => {
                self.at += bytes.len() as u64;
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::Corrupt => Err(self.error(error.message())),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::SliceSource;

    #[test]
    fn never_leaves_its_part() {
        let mut source = SliceSource(b"\0\x01\0\0\0\x02abcd");
        let mut section = Section::new(&mut source, "test", 0, 8);
        assert_eq!(section.u16().expect("inside"), 1);
        assert_eq!(section.length(false).expect("inside"), 2);
        let error = section.u32().expect_err("only two bytes are left");
        assert_eq!(error.message(), "test at offset 6: ends early");
        assert!(section.skip(3).is_err() && section.skip(u64::MAX).is_err());
        assert_eq!(section.part(99).left(), 2);
        assert_eq!(section.bytes(2, 1).expect_err("over the limit").kind(), ErrorKind::TooLarge);
        assert_eq!(section.bytes(2, 9).expect("inside"), b"ab");
    }

    #[test]
    fn unicode_drops_the_closing_nul() {
        let bytes = b"\0\0\0\x03\xd5\x5c\0a\0\0";
        let mut source = SliceSource(bytes);
        let mut section = Section::new(&mut source, "test", 0, 99);
        assert_eq!(section.unicode(64).expect("inside"), "한a");
        assert_eq!(section.left(), 0);
    }
}

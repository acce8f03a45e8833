//! One pass over the pixels in search of what generators leave there: a hidden record, and proof of a signature.

use imageparser_base::Limits;
use imageparser_codec::{RowSink, stored_rows};
use imageparser_tags::generator::{Checker, Signed};
use imageparser_tags::stealth::{Hidden, Scanner};

/// Gives the rows of a picture to those who look for something, as long as one of them does.
pub(crate) struct Search<'a> {
    limits: &'a Limits,
    signed: Option<&'a Signed>,
    channels: usize,
    rows_left: u32,
    scanner: Option<Scanner>,
    checker: Option<Checker>,
}

impl<'a> Search<'a> {
    /// Look for a hidden record and, with `signed`, whether the pixels are those that were signed.
    pub(crate) fn new(limits: &'a Limits, signed: Option<&'a Signed>) -> Self {
        Self { limits, signed, channels: 0, rows_left: u32::MAX, scanner: None, checker: None }
    }

    /// Look at the pixels of a whole PNG or WebP. One that cannot be decoded hides nothing that could be found.
    pub(crate) fn over(mut self, bytes: &[u8]) -> Self {
        let _ = stored_rows(bytes, self.limits, &mut self);
        self
    }

    /// Whether the first bytes of a file rule out that anything is found in the rest.
    pub(crate) fn is_vain(&self, first: &[u8]) -> bool {
        let mut search = Self::new(self.limits, None);
        let _ = stored_rows(first, self.limits, &mut search);
        self.signed.is_none() && search.scanner.is_some_and(|scanner| !scanner.is_hopeful())
    }

    /// The hidden record, and whether the signature holds.
    pub(crate) fn finish(self) -> (Option<Hidden>, bool) {
        let genuine = self.rows_left == 0 && self.checker.is_some_and(Checker::is_genuine);
        (self.scanner.and_then(Scanner::finish), genuine)
    }
}

impl RowSink for Search<'_> {
    fn begin(&mut self, width: u32, height: u32, channels: usize) -> bool {
        let scanner = Scanner::new(width, height, channels, self.limits);
        self.checker = self.signed.filter(|_| channels >= 3).and_then(Signed::checker);
        (self.channels, self.rows_left) = (channels, height);
        let wanted = scanner.is_hopeful() || self.checker.is_some();
        self.scanner = Some(scanner);
        wanted
    }

    fn row(&mut self, row: &[u8]) -> bool {
        self.rows_left = self.rows_left.saturating_sub(1);
        if let Some(checker) = &mut self.checker {
            checker.row(row, self.channels);
        }
        let hopeful = self.scanner.as_mut().is_some_and(|scanner| scanner.row(row));
        self.rows_left > 0 && (hopeful || self.checker.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::{PixelFormat, Pixels};
    use imageparser_codec::encode_png;

    /// A PNG of one alpha value, large enough for a record.
    fn png(alpha: u8) -> Vec<u8> {
        let pixels = Pixels::new(64, 64, PixelFormat::Rgba8, [7, 8, 9, alpha].repeat(64 * 64)).expect("fits");
        encode_png(&pixels).expect("encoded")
    }

    #[test]
    fn the_first_bytes_tell_that_nothing_is_hidden() {
        let limits = Limits::default();
        let whole = png(255);
        assert!(Search::new(&limits, None).is_vain(&whole));
        assert!(!Search::new(&limits, None).is_vain(b"no picture"), "what cannot be read rules nothing out");
        assert!(!Search::new(&limits, None).is_vain(&whole[..40]), "nor does a header alone");
        assert_eq!(Search::new(&limits, None).over(&whole).finish(), (None, false));
    }

    #[test]
    fn rows_are_asked_for_only_while_there_is_hope() {
        let limits = Limits::default();
        let mut search = Search::new(&limits, None);
        assert!(search.begin(64, 2, 4));
        assert!(!search.row(&[0; 256]), "no record begins like this");
        assert!(!Search::new(&limits, None).begin(64, 64, 1), "grey has no room");
        assert!(!Search::new(&limits, None).begin(4, 4, 4), "nor have sixteen pixels");
    }
}

use std::collections::BTreeMap;

use imageparser_base::{ByteSource, Error, ErrorKind, Limits, Result};

use crate::generator::{Place, RawText};
use crate::table::{self, Source};
use crate::{exif, exif_values, iptc, text, xmp, xmp_values};

/// One value of a field, in the shapes that JSON has.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, trimmed of NULs and blanks; dates are ISO 8601.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Float(f64),
    /// Several texts, in file order, without repeats.
    List(Vec<String>),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The number, whole or not, if it is one.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(*number),
            Self::Integer(number) => Some(*number as f64),
            Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The texts, if it is a list.
    pub fn as_list(&self) -> Option<&[String]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// Fields by the names of [`table::FIELDS`].
    pub exif: BTreeMap<String, Value>,
    /// Raw text: PNG text chunks (keyword, text) and JPEG comments (`comment`, text), in file order.
    pub text: Vec<(String, String)>,
    /// Texts of EXIF tags and XMP properties in which generators leave their records, each as it stands.
    pub raw: Vec<RawText>,
    /// What could not be read, one sentence each.
    pub warnings: Vec<String>,
}

/// Fields that one kind of block gave.
pub(crate) type Facts = BTreeMap<&'static str, Value>;

/// Gathers blocks of one file within a byte budget and merges their facts.
pub(crate) struct Collector {
    left: u64,
    facts: [Facts; 3],
    pub(crate) text: Vec<(String, String)>,
    raw: Vec<RawText>,
    warnings: Vec<String>,
}

impl Collector {
    /// A hostile file must not turn warnings into memory.
    const MAX_WARNINGS: usize = 50;
    /// What a text entry costs beyond its bytes.
    const ENTRY_COST: u64 = 64;

    pub(crate) fn new(limits: &Limits) -> Self {
        let (text, raw, warnings) = (Vec::new(), Vec::new(), Vec::new());
        Self { left: limits.max_metadata, facts: Default::default(), text, raw, warnings }
    }

    /// Bytes that may still be held.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    pub(crate) fn warn(&mut self, sentence: impl Into<String>) {
        if self.warnings.len() < Self::MAX_WARNINGS {
            self.warnings.push(sentence.into());
        }
    }

    /// Take `bytes` from the budget, or warn that `what` is too large.
    pub(crate) fn afford(&mut self, bytes: u64, what: &str) -> bool {
        let fits = bytes <= self.left;
        if fits {
            self.left -= bytes;
        } else {
            self.warn(format!("{what} is too large: {bytes} bytes, {} are left of the metadata limit", self.left));
        }
        fits
    }

    /// Read a block of the file; one that is too large or cut off becomes a warning.
    pub(crate) fn fetch(
        &mut self,
        source: &mut dyn ByteSource,
        offset: u64,
        length: u64,
        what: &str,
    ) -> Result<Option<Vec<u8>>> {
        if offset.checked_add(length).is_none_or(|end| end > source.len()) {
            self.warn(format!("{what} is cut off: {length} bytes from offset {offset} end beyond the last byte"));
            return Ok(None);
        }
        if !self.afford(length, what) {
            return Ok(None);
        }
        source.read_vec(offset, length).map(Some)
    }

    pub(crate) fn add_exif(&mut self, block: &[u8]) {
        let tags = exif::read_block(block, self);
        self.add_tags(&tags);
    }

    pub(crate) fn add_tags(&mut self, tags: &exif::Tags) {
        self.add(Source::Exif, exif_values::facts(tags));
        for (name, text) in exif_values::generator_texts(tags) {
            self.add_raw(Place::Exif, name, text);
        }
    }

    /// The first text of a name wins, as with facts.
    fn add_raw(&mut self, place: Place, name: &'static str, text: String) {
        let known = self.raw.iter().any(|raw| (raw.place, raw.name) == (place, name));
        if !known && self.afford(text.len() as u64 + Self::ENTRY_COST, name) {
            self.raw.push(RawText { place, name, text });
        }
    }

    pub(crate) fn add_xmp(&mut self, packet: &[u8]) -> Option<String> {
        let found = xmp::read(&text::packet(packet), self);
        self.add(Source::Xmp, xmp_values::facts(&found));
        for (name, text) in xmp_values::generator_texts(&found) {
            self.add_raw(Place::Xmp, name, text);
        }
        found.extension
    }

    pub(crate) fn add_iptc(&mut self, sets: &[u8]) {
        let facts = iptc::facts(sets, self);
        self.add(Source::Iptc, facts);
    }

    pub(crate) fn add_text(&mut self, keyword: String, text: String) {
        let cost = (keyword.len() + text.len()) as u64 + Self::ENTRY_COST;
        if self.afford(cost, "a text chunk") {
            self.text.push((keyword, text));
        }
    }

    /// The first block of a kind wins over later ones of the same kind.
    pub(crate) fn add(&mut self, source: Source, facts: Facts) {
        let known = &mut self.facts[source as usize];
        for (name, value) in facts {
            known.entry(name).or_insert(value);
        }
    }

    pub(crate) fn finish(mut self) -> Metadata {
        let mut exif = BTreeMap::new();
        let fields = if self.facts.iter().all(BTreeMap::is_empty) { &[] } else { table::FIELDS };
        for field in fields {
            let winner = field.order.sources().into_iter().find_map(|s| self.facts[s as usize].remove(field.name));
            if let Some(value) = winner {
                exif.insert(field.name.to_owned(), value);
            }
        }
        Metadata { exif, text: self.text, raw: self.raw, warnings: self.warnings }
    }
}

/// A read that fails because the bytes end is `None`; a failing disk stays an error.
pub(crate) fn tolerate<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::Corrupt => Ok(None),
        Err(error) => Err(error),
    }
}

/// Read a fixed number of bytes, `None` where the file ends before.
pub(crate) fn array<const N: usize>(source: &mut dyn ByteSource, offset: u64) -> Result<Option<[u8; N]>> {
    let mut buffer = [0; N];
    Ok(tolerate(source.read_at(offset, &mut buffer))?.map(|()| buffer))
}

/// The error of a file without its format's signature.
pub(crate) fn no_signature(format: &str) -> Error {
    Error::corrupt(format!("the file does not start as {format}"))
}

//! Records in the lowest bits of the pixels ("stealth pnginfo"): bits run down each column, the first is the highest of
//! its byte; 15 letters name the form, 32 bits the length in bits, then comes the text, plain or as gzip.

use std::io::Read;

use imageparser_base::Limits;

use crate::generator::{Place, Texts};
use crate::text;

const MAGIC_BITS: u64 = 15 * 8;
/// What the two names of a carrier have in common.
const SHARED_BITS: u64 = 11 * 8;
const HEAD_BITS: u64 = MAGIC_BITS + 32;

/// A record from the pixels, by the names that text chunks would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// In which channels it stood.
    pub place: Place,
    texts: Vec<(String, String)>,
}

impl Hidden {
    /// A JSON object gives its members, and itself unless it only wraps them; any other text is `parameters`.
    pub fn new(place: Place, payload: String) -> Self {
        let mut texts = Vec::new();
        let object = crate::generator::json_object(&payload);
        let wraps = object.as_ref().is_some_and(|object| object.contains_key("Comment"));
        for (name, value) in object.into_iter().flatten() {
            match value {
                serde_json::Value::String(text) => texts.push((name, text)),
                value @ serde_json::Value::Object(_) => texts.push((name, value.to_string())),
                _ => {}
            }
        }
        if !wraps {
            texts.push(("parameters".to_owned(), payload));
        }
        Self { place, texts }
    }

    pub(crate) fn as_texts(&self) -> Texts<'_> {
        Texts::new(self.place, self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }
}

/// Looks for a record while rows of 8-bit samples come, and knows after the first ones if there is none.
#[derive(Debug)]
pub struct Scanner {
    carriers: Vec<Carrier>,
    rows: u32,
    height: u32,
    max_payload: u64,
}

impl Scanner {
    /// A scanner for pictures of that size; nothing can hide in grey without alpha.
    pub fn new(width: u32, height: u32, channels: usize, limits: &Limits) -> Self {
        let carrier = |place, samples: &'static [usize]| Carrier::new(place, samples, channels, width, height);
        let carriers = match channels {
            2 => vec![carrier(Place::StealthAlpha, &[1])],
            3 => vec![carrier(Place::StealthRgb, &[0, 1, 2])],
            4 => vec![carrier(Place::StealthAlpha, &[3]), carrier(Place::StealthRgb, &[0, 1, 2])],
            _ => Vec::new(),
        };
        let capable = |carrier: &Carrier| carrier.capacity() > HEAD_BITS;
        let carriers = carriers.into_iter().filter(capable).collect();
        Self { carriers, rows: 0, height, max_payload: limits.max_metadata }
    }

    /// Take the next row; `false` means that no further row can matter.
    pub fn row(&mut self, row: &[u8]) -> bool {
        let y = self.rows;
        self.rows += 1;
        self.carriers.retain_mut(|carrier| carrier.take(y, row));
        self.is_hopeful() && self.rows < self.height
    }

    /// Whether a record may still be there.
    pub fn is_hopeful(&self) -> bool {
        !self.carriers.is_empty()
    }

    /// The record, once all rows have come.
    pub fn finish(self) -> Option<Hidden> {
        if self.rows < self.height {
            return None;
        }
        self.carriers.iter().find_map(|carrier| carrier.record(self.max_payload))
    }
}

/// The lowest bits of one channel or three.
#[derive(Debug)]
struct Carrier {
    place: Place,
    magic: &'static [u8; 11],
    samples: &'static [usize],
    channels: usize,
    width: u64,
    height: u64,
    /// Row after row, the bits of one pixel together, every row beginning a byte.
    bits: Vec<u8>,
}

impl Carrier {
    fn new(place: Place, samples: &'static [usize], channels: usize, width: u32, height: u32) -> Self {
        let magic = if place == Place::StealthAlpha { b"stealth_png" } else { b"stealth_rgb" };
        let (width, height) = (u64::from(width), u64::from(height));
        Self { place, magic, samples, channels, width, height, bits: Vec::new() }
    }

    fn capacity(&self) -> u64 {
        self.width * self.height * self.depth()
    }

    fn depth(&self) -> u64 {
        self.samples.len() as u64
    }

    /// Compare the row's part of the name, keep its bits; `false` when the name is another.
    fn take(&mut self, y: u32, row: &[u8]) -> bool {
        let depth = self.depth();
        for column in 0..self.width {
            let first = (column * self.height + u64::from(y)) * depth;
            if first >= SHARED_BITS {
                break;
            }
            for (index, sample) in self.samples.iter().enumerate() {
                let at = first + index as u64;
                let Some(byte) = row.get(column as usize * self.channels + sample) else { return false };
                let wanted = self.magic.get(at as usize / 8).map_or(byte & 1, |letter| letter >> (7 - at % 8) & 1);
                if byte & 1 != wanted {
                    return false;
                }
            }
        }
        self.keep(row);
        true
    }

    fn keep(&mut self, row: &[u8]) {
        let bits = row.chunks_exact(self.channels).take(self.width as usize);
        let bits = bits.flat_map(|pixel| self.samples.iter().map(|&sample| pixel[sample] & 1));
        let (mut byte, mut count) = (0u8, 0);
        for bit in bits {
            byte = byte << 1 | bit;
            count += 1;
            if count == 8 {
                self.bits.push(byte);
                (byte, count) = (0, 0);
            }
        }
        if count > 0 {
            self.bits.push(byte << (8 - count));
        }
    }

    /// Bit `at` in the order of the record.
    fn bit(&self, at: u64) -> u8 {
        let (pixel, part) = (at / self.depth(), at % self.depth());
        let (x, y) = (pixel / self.height, pixel % self.height);
        let stride = (self.width * self.depth()).div_ceil(8);
        let inside = x * self.depth() + part;
        self.bits[(y * stride + inside / 8) as usize] >> (7 - inside % 8) & 1
    }

    fn bytes(&self, from: u64, count: u64) -> Vec<u8> {
        let byte = |index: u64| (0..8).fold(0, |byte, bit| byte << 1 | self.bit(from + index * 8 + bit));
        (0..count).map(byte).collect()
    }

    fn record(&self, max_payload: u64) -> Option<Hidden> {
        let magic = self.bytes(0, MAGIC_BITS / 8);
        let length = self.bytes(MAGIC_BITS, 4).into_iter().fold(0, |length, byte| length << 8 | u64::from(byte));
        let count = length / 8;
        if count == 0 || count > max_payload || length > self.capacity() - HEAD_BITS {
            return None;
        }
        let payload = match magic.get(11..) {
            Some(b"info") => self.bytes(HEAD_BITS, count),
            Some(b"comp") => inflate(&self.bytes(HEAD_BITS, count), max_payload)?,
            _ => return None,
        };
        // What is no text is no record; garbage can follow the right name.
        let payload = String::from_utf8(payload).unwrap_or_else(|error| text::decode(error.as_bytes()));
        (!payload.trim().is_empty()).then(|| Hidden::new(self.place, payload))
    }
}

/// gzip, as everyone writes it; zlib and bare deflate, as some do. A bomb gives nothing.
fn inflate(data: &[u8], limit: u64) -> Option<Vec<u8>> {
    let whole = |reader: &mut dyn Read| {
        let mut out = Vec::new();
        let done = reader.take(limit + 1).read_to_end(&mut out).is_ok();
        (done && !out.is_empty() && out.len() as u64 <= limit).then_some(out)
    };
    if data.starts_with(&[0x1F, 0x8B]) {
        return whole(&mut flate2::read::GzDecoder::new(data));
    }
    whole(&mut flate2::read::ZlibDecoder::new(data)).or_else(|| whole(&mut flate2::read::DeflateDecoder::new(data)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// Rows of white pixels with `record` in their lowest bits.
    fn rows(record: &[u8], (width, height): (usize, usize), channels: usize, samples: &[usize]) -> Vec<Vec<u8>> {
        let mut rows = vec![vec![0xFF; width * channels]; height];
        let bits = record.iter().flat_map(|byte| (0..8).map(move |bit| byte >> (7 - bit) & 1));
        for (at, bit) in bits.enumerate() {
            let (pixel, part) = (at / samples.len(), at % samples.len());
            let sample = &mut rows[pixel % height][pixel / height * channels + samples[part]];
            *sample = *sample & 0xFE | bit;
        }
        rows
    }

    fn record(magic: &[u8], payload: &[u8]) -> Vec<u8> {
        [magic, &(payload.len() as u32 * 8).to_be_bytes(), payload].concat()
    }

    fn scan(rows: &[Vec<u8>], channels: usize) -> (usize, Option<Hidden>) {
        let width = rows[0].len() / channels;
        let mut scanner = Scanner::new(width as u32, rows.len() as u32, channels, &Limits::default());
        let seen = rows.iter().take_while(|row| scanner.row(row)).count();
        (seen, scanner.finish())
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("written");
        encoder.finish().expect("finished")
    }

    #[test]
    fn all_four_forms() {
        let text = "1girl, 한글\nSteps: 28";
        for (magic, payload) in [("info", text.as_bytes().to_vec()), ("comp", gzip(text))] {
            for (size, channels) in [((64, 160), 4), ((300, 7), 4), ((40, 90), 2), ((64, 64), 3)] {
                let (kind, samples, place) = match channels {
                    3 => ("rgb", &[0, 1, 2][..], Place::StealthRgb),
                    _ => ("png", &[channels - 1][..], Place::StealthAlpha),
                };
                let record = record(format!("stealth_{kind}{magic}").as_bytes(), &payload);
                let (_, found) = scan(&rows(&record, size, channels, samples), channels);
                let expected = Hidden { place, texts: vec![("parameters".to_owned(), text.to_owned())] };
                assert_eq!(found, Some(expected), "{kind}{magic} {size:?}");
            }
        }
    }

    #[test]
    fn json_is_taken_apart() {
        let wrapped = Hidden::new(Place::StealthAlpha, r#"{"Comment": "{}", "Software": "NovelAI", "n": 1}"#.into());
        assert_eq!(wrapped.as_texts().iter().collect::<Vec<_>>(), [("Comment", "{}"), ("Software", "NovelAI")]);
        let direct = Hidden::new(Place::StealthAlpha, r#"{"prompt": "a", "v4_prompt": {"b": 1}}"#.into());
        let names: Vec<_> = direct.as_texts().iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["prompt", "v4_prompt", "parameters"]);
    }

    #[test]
    fn pictures_without_a_record_end_at_once() {
        assert_eq!(scan(&vec![vec![0xFF; 400]; 100], 4), (0, None));
        let mut almost = rows(b"stealth_pngcomp", (64, 160), 4, &[3]);
        almost[80][3] ^= 1;
        assert_eq!(scan(&almost, 4), (80, None));
    }

    #[test]
    fn hostile_lengths_and_bombs() {
        for length in [0, 7, 64 * 160, u32::MAX] {
            let record = [b"stealth_pnginfo", &length.to_be_bytes()[..], b"text"].concat();
            assert_eq!(scan(&rows(&record, (64, 160), 4, &[3]), 4).1, None, "{length}");
        }
        let bomb = gzip(&"x".repeat(17 << 20));
        let bytes = record(b"stealth_pngcomp", &bomb);
        let height = bytes.len() * 8 / 64 + 1;
        assert_eq!(scan(&rows(&bytes, (64, height), 4, &[3]), 4).1, None);
    }
}

//! Targets of generator records: settings as JSON, the grammars of prompts, bits hidden in pixels.

use imageparser_base::{Format, Limits};
use imageparser_codec::{RowSink, stored_rows};
use imageparser_tags::Metadata;
use imageparser_tags::generator::{Place, RawText, find};
use imageparser_tags::grammar::{Dialect, canonical, parse};
use imageparser_tags::stealth::Scanner;

const LIMITS: Limits = Limits { max_pixels: 1 << 18, max_memory: 64 << 20, max_metadata: 1 << 20, max_file: 1 << 26 };
/// A whole record, for mutations to start from.
const SETTINGS: &str = r#"{"prompt": "1girl, 1.2::red hair::, {smile}", "steps": 28, "height": 8, "width": 8, "scale": 5.0,
"seed": 1, "sampler": "k_euler", "uc": "lowres", "actual_prompts": {"prompt": {"base_caption": "a", "char_captions": []}},
"v4_prompt": {"caption": {"base_caption": "1girl", "char_captions": [{"char_caption": "girl, ", "centers": [{"x": 0.5,
"y": 0.3}]}]}}, "v4_negative_prompt": {"caption": {"base_caption": "lowres", "char_captions": [{"char_caption": ""}]}},
"request_type": "PromptGenerateRequest", "signed_hash": "AAAA"}"#;

/// NovelAI settings as a text chunk, as EXIF, and wrapped.
pub fn nai(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let chunks = vec![pair("Software", "NovelAI"), pair("Comment", &text), pair("Description", &text)];
    show(Format::Png, &Metadata { text: chunks, ..Metadata::default() });
    let raw = |name, text: &str| RawText { place: Place::Exif, name, text: text.to_owned() };
    let exif = vec![raw("UserComment", &text), raw("Software", "NovelAI Diffusion V4.5 4BDE2A90")];
    show(Format::Webp, &Metadata { raw: exif, ..Metadata::default() });
}

fn show(format: Format, metadata: &Metadata) {
    if let Some(found) = find(format, metadata, None) {
        assert!(found.to_json().starts_with('{'));
    }
}

/// Records to start from.
pub fn made_nai() -> Vec<Vec<u8>> {
    let wrapped = format!("{{\"Comment\": {SETTINGS}, \"Software\": \"NovelAI\", \"Source\": \"x\"}}");
    let quoted = "{\"Comment\": \"{\\\"prompt\\\": \\\"a\\\", \\\"uc\\\": \\\"b\\\"}\"}".to_owned();
    [SETTINGS.to_owned(), wrapped, quoted].map(String::into_bytes).into()
}

/// Prompts in every grammar.
pub fn grammar(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for dialect in [Dialect::Nai, Dialect::A1111, Dialect::Plain] {
        for tag in parse(&text, dialect).tags {
            assert!(!tag.canonical.is_empty() && tag.weight.is_finite());
        }
    }
    canonical(&text);
}

/// Prompts to start from.
pub fn made_grammar() -> Vec<Vec<u8>> {
    [
        "1.5::tag a::, {{{b}}}, [c], -0.8::feet::, ||d|e||, :3, ^_^, 한글_태그",
        "(a:1.2), ((b)), [c:d:0.5], [e|f], name \\(series\\), <lora:x:0.8>, g BREAK h :1.2 AND i",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Pictures whose rows are searched, and any bytes as what is hidden in one.
pub fn stealth(data: &[u8]) {
    drop(stored_rows(data, &LIMITS, &mut Rows(None)));
    for (channels, samples) in [(4, &[3][..]), (3, &[0, 1, 2])] {
        hide(data, channels, samples);
    }
}

struct Rows(Option<Scanner>);

impl RowSink for Rows {
    fn begin(&mut self, width: u32, height: u32, channels: usize) -> bool {
        self.0 = Some(Scanner::new(width, height, channels, &LIMITS));
        true
    }

    fn row(&mut self, row: &[u8]) -> bool {
        self.0.as_mut().is_some_and(|scanner| scanner.row(row))
    }
}

fn hide(data: &[u8], channels: usize, samples: &[usize]) {
    let height = 160;
    let bits = data.len().min(1 << 14) * 8;
    let width = bits.div_ceil(samples.len() * height) + 1;
    let mut rows = vec![vec![0xFFu8; width * channels]; height];
    for at in 0..bits {
        let (pixel, part) = (at / samples.len(), at % samples.len());
        let bit = data[at / 8] >> (7 - at % 8) & 1;
        rows[pixel % height][pixel / height * channels + samples[part]] = 0xFE | bit;
    }
    let mut scanner = Scanner::new(width as u32, height as u32, channels, &LIMITS);
    if rows.iter().all(|row| scanner.row(row) || row == &rows[height - 1])
        && let Some(hidden) = scanner.finish()
    {
        drop(find(Format::Png, &Metadata::default(), Some(&hidden)));
    }
}

/// Records to start from: plain and as gzip.
pub fn made_stealth() -> Vec<Vec<u8>> {
    let of = |magic: &[u8], payload: &[u8]| [magic, &(payload.len() as u32 * 8).to_be_bytes(), payload].concat();
    let mut gzip = flate2::GzBuilder::new().read(SETTINGS.as_bytes(), flate2::Compression::default());
    let mut packed = Vec::new();
    // Reading from memory cannot fail.
    let _ = std::io::Read::read_to_end(&mut gzip, &mut packed);
    vec![
        of(b"stealth_pnginfo", SETTINGS.as_bytes()),
        of(b"stealth_pngcomp", &packed),
        of(b"stealth_rgbinfo", b"a\nSteps: 1"),
        of(b"stealth_rgbcomp", &packed),
    ]
}

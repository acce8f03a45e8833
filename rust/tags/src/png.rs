//! PNG chunks (third edition, section 11.3.3): text, EXIF and XMP, before and after the pixel data.

use imageparser_base::{ByteSource, Limits, Result};

use crate::metadata::{Collector, Metadata, array, no_signature};
use crate::{inflate::Inflater, iptc, text};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";
const XMP_KEYWORD: &str = "XML:com.adobe.xmp";
/// ImageMagick's spelling of whole blocks as hexadecimal text.
const PROFILE_PREFIX: &str = "Raw profile type ";
/// No real file has so many; a hostile one must not keep us walking.
const MAX_CHUNKS: u32 = 1 << 20;
/// What stands around a chunk's data: length, type, CRC.
const FRAME: u64 = 12;

/// Read the raw text chunks of a PNG and nothing else; the pixel data is skipped, not read.
///
/// # Errors
/// `Corrupt` when the file is no PNG, else the kind of an I/O error.
pub fn png_text(source: &mut dyn ByteSource, limits: &Limits) -> Result<Metadata> {
    let mut found = Collector::new(limits);
    walk(source, &mut Walk { text_only: true, inflater: Inflater::new(limits.max_metadata) }, &mut found)?;
    Ok(found.finish())
}

pub(crate) fn read(source: &mut dyn ByteSource, found: &mut Collector) -> Result<()> {
    walk(source, &mut Walk { text_only: false, inflater: Inflater::new(found.left()) }, found)
}

struct Walk {
    text_only: bool,
    inflater: Inflater,
}

/// A chunk's place: where its data starts, how long it is, its type.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Chunk {
    start: u64,
    length: u64,
    name: [u8; 4],
}

impl Chunk {
    fn read(source: &mut dyn ByteSource, at: u64) -> Result<Option<Self>> {
        Ok(array::<8>(source, at)?.map(|[a, b, c, d, name @ ..]| Self {
            start: at + 8,
            length: u64::from(u32::from_be_bytes([a, b, c, d])),
            name,
        }))
    }

    fn next(self) -> u64 {
        self.start + self.length + 4
    }
}

fn walk(source: &mut dyn ByteSource, walk: &mut Walk, found: &mut Collector) -> Result<()> {
    if array::<8>(source, 0)? != Some(SIGNATURE) {
        return Err(no_signature("PNG"));
    }
    let mut at = SIGNATURE.len() as u64;
    for _ in 0..MAX_CHUNKS {
        let Some(chunk) = Chunk::read(source, at)? else {
            found.warn("the file ends before its last chunk");
            return Ok(());
        };
        match &chunk.name {
            b"IEND" => return Ok(()),
            b"IDAT" => {
                at = skip_alike(source, chunk)?;
                continue;
            }
            b"tEXt" | b"zTXt" | b"iTXt" => text_chunk(source, chunk, walk, found)?,
            b"eXIf" if !walk.text_only => {
                if let Some(block) = found.fetch(source, chunk.start, chunk.length, "the eXIf chunk")? {
                    found.add_exif(&block);
                }
            }
            name if !name.iter().all(u8::is_ascii_alphabetic) => {
                found.warn(format!("no chunk at offset {at}"));
                return Ok(());
            }
            _ => {}
        }
        at = chunk.next();
    }
    found.warn(format!("more than {MAX_CHUNKS} chunks"));
    Ok(())
}

/// The offset behind a run of pixel chunks of one length.
///
/// Encoders write hundreds of equal chunks; looking at every header would read a window of the file for
/// each. The run is galloped over instead: double the step while the header there is the same, then halve.
fn skip_alike(source: &mut dyn ByteSource, first: Chunk) -> Result<u64> {
    let stride = first.length + FRAME;
    let (mut last, mut step) = (first, 1u64);
    let mut growing = true;
    while step > 0 {
        let at = last.start - 8 + step * stride;
        let alike = at < source.len()
            && Chunk::read(source, at)?.is_some_and(|c| (c.length, c.name) == (first.length, first.name));
        if alike {
            last.start = at + 8;
        }
        growing &= alike;
        step = if growing { step * 2 } else { step / 2 };
    }
    Ok(last.next())
}

fn text_chunk(source: &mut dyn ByteSource, chunk: Chunk, walk: &mut Walk, found: &mut Collector) -> Result<()> {
    if chunk.next() - 4 > source.len() {
        found.warn("a text chunk is cut off at the end of the file");
        return Ok(());
    }
    let left = found.left();
    if chunk.length > left {
        found.warn(format!("a text chunk is too large: {} bytes, {left} are left of the metadata limit", chunk.length));
        return Ok(());
    }
    let data = source.read_vec(chunk.start, chunk.length)?;
    let (keyword, rest) = split_nul(&data);
    let keyword = text::decode(keyword);
    let text = match &chunk.name {
        b"tEXt" => Some(text::decode(rest)),
        // One byte names the method; zlib is the only one.
        b"zTXt" => walk.inflater.inflate(rest.get(1..).unwrap_or(&[]), &keyword, found).map(|b| text::decode(&b)),
        _ => international(rest, &keyword, walk, found),
    };
    if let Some(text) = text {
        keep(keyword, text, walk.text_only, found);
    }
    Ok(())
}

/// iTXt behind its keyword: compression flag and method, language, translated keyword, text.
fn international(data: &[u8], keyword: &str, walk: &mut Walk, found: &mut Collector) -> Option<String> {
    let (flags, rest) = data.split_at_checked(2)?;
    let (_language, rest) = split_nul(rest);
    let (_translated, text) = split_nul(rest);
    if flags[0] == 0 {
        return Some(text::decode(text));
    }
    walk.inflater.inflate(text, keyword, found).map(|bytes| text::decode(&bytes))
}

/// File a text under its keyword; whole blocks in disguise go to their readers.
fn keep(keyword: String, text: String, text_only: bool, found: &mut Collector) {
    if !text_only && keyword == XMP_KEYWORD {
        found.add_xmp(text.as_bytes());
        return;
    }
    let profile = keyword.strip_prefix(PROFILE_PREFIX).filter(|_| !text_only);
    match (profile, profile.and_then(|_| from_hex(&text))) {
        (Some("exif"), Some(block)) => found.add_exif(&block),
        (Some("APP1"), Some(block)) if block.starts_with(b"Exif\0") => found.add_exif(&block),
        (Some("xmp"), Some(block)) => _ = found.add_xmp(&block),
        (Some("iptc" | "8bim"), Some(block)) if block.starts_with(b"8BIM") => iptc::photoshop(&block, found),
        (Some("iptc"), Some(block)) => found.add_iptc(&block),
        _ => found.add_text(keyword, text),
    }
}

/// `\n<name>\n<length>\n<hexadecimal lines>`.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let mut lines = text.trim_start().splitn(3, '\n').skip(1);
    let length: usize = lines.next()?.trim().parse().ok()?;
    let digits: Vec<u8> = lines.next()?.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    (bytes.len() == length).then_some(bytes)
}

fn split_nul(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|&byte| byte == 0) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &[]),
    }
}

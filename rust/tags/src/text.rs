//! Bytes to text: UTF-8 where it is valid, else a declared or guessed code page.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decode bytes of unknown origin: byte order marks, UTF-8, then EUC-KR or Shift-JIS if the bytes make
/// sense as such, else Latin-1 in its Windows form. Never fails.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => guess(bytes).decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Decode and trim blanks and NULs; where NULs stand inside, the first part that is not blank counts.
pub(crate) fn field(bytes: &[u8]) -> Option<String> {
    let part = bytes.split(|&byte| byte == 0).find(|part| !part.trim_ascii().is_empty())?;
    clean(&decode(part))
}

/// The first part between NULs that is not blank, trimmed; nothing left is `None`.
pub(crate) fn clean(text: &str) -> Option<String> {
    let trim = |part: &str| part.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace()).to_owned();
    text.split('\0').map(trim).find(|part| !part.is_empty())
}

/// UTF-16 of Windows' XP tags (always little-endian), trimmed.
pub(crate) fn utf16_le(bytes: &[u8]) -> Option<String> {
    clean(&UTF_16LE.decode_with_bom_removal(bytes).0)
}

const CODES: [&[u8]; 3] = [b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0"];

/// EXIF UserComment: eight bytes name the code (Exif 2.32, 4.6.5), then the text.
pub(crate) fn user_comment(bytes: &[u8], big_endian: bool) -> Option<String> {
    let Some((code, text)) = bytes.split_at_checked(8) else {
        // A cut-off code is no comment.
        let code = bytes.trim_ascii_end();
        return field(bytes).filter(|_| !CODES.iter().any(|known| known.starts_with(code)));
    };
    match code {
        b"UNICODE\0" => clean(&utf16(text, big_endian)),
        b"JIS\0\0\0\0\0" => clean(&jis(text)),
        b"ASCII\0\0\0" | [0, 0, 0, 0, 0, 0, 0, 0] => clean(&decode(text.trim_ascii_end())),
        _ => field(bytes),
    }
}

/// The text of an XMP packet; quietly replaces what is not UTF-8 or UTF-16.
pub(crate) fn packet(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [b'<', 0, ..] => UTF_16LE.decode_without_bom_handling(bytes).0,
        [0, b'<', ..] => UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => encoding_rs::UTF_8.decode(bytes).0,
    }
}

/// UTF-16 in the order that makes more sense, the file's own order when both do.
fn utf16(bytes: &[u8], big_endian: bool) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(found, _)| *found != encoding_rs::UTF_8) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    let sample = &bytes.as_chunks::<2>().0[..bytes.len().min(4096) / 2];
    let score = |read: fn([u8; 2]) -> u16| sample.iter().map(|pair| likelihood(read(*pair))).sum::<u32>();
    let (big, little) = (score(u16::from_be_bytes), score(u16::from_le_bytes));
    let use_big = if big == little { big_endian } else { big > little };
    let encoding = if use_big { UTF_16BE } else { UTF_16LE };
    encoding.decode_without_bom_handling(bytes).0
}

/// How much a code unit speaks for its byte order: everyday text is ASCII, Hangul, kana, then ideographs.
fn likelihood(unit: u16) -> u32 {
    match unit {
        0x0009..=0x000D | 0x0020..=0x007E | 0x3000..=0x30FF | 0xAC00..=0xD7A3 => 3,
        0x4E00..=0x9FFF => 2,
        0x00A0..=0x024F | 0x2010..=0x2030 => 1,
        _ => 0,
    }
}

fn jis(bytes: &[u8]) -> Cow<'_, str> {
    let strict = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    strict(ISO_2022_JP).or_else(|| strict(SHIFT_JIS)).unwrap_or_else(|| decode(bytes).into())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // A window is enough to tell, and bounds the work on a long text.
    let sample = &bytes[..bytes.len().min(4096)];
    if looks_korean(sample) {
        EUC_KR
    } else if looks_japanese(sample) {
        SHIFT_JIS
    } else {
        WINDOWS_1252
    }
}

/// All bytes above ASCII come in KS X 1001 pairs and most of the pairs are Hangul.
fn looks_korean(bytes: &[u8]) -> bool {
    let (mut pairs, mut hangul, mut at) = (0u32, 0u32, 0);
    while let Some(&lead) = bytes.get(at) {
        if lead < 0x80 {
            at += 1;
            continue;
        }
        match bytes.get(at + 1) {
            Some(0xA1..=0xFE) if (0xA1..=0xFD).contains(&lead) => {}
            None => break, // the sample may end inside a pair
            Some(_) => return false,
        }
        pairs += 1;
        hangul += u32::from((0xB0..=0xC8).contains(&lead));
        at += 2;
    }
    pairs > 0 && hangul * 2 > pairs
}

/// Decodes as Shift-JIS and most characters above ASCII are full-width kana or ideographs.
fn looks_japanese(bytes: &[u8]) -> bool {
    let (text, _) = SHIFT_JIS.decode_without_bom_handling(bytes);
    let (mut seen, mut japanese, mut bad) = (0u32, 0u32, 0u32);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        seen += 1;
        japanese += u32::from(matches!(c, '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}'));
        bad += u32::from(c == '\u{FFFD}');
    }
    // The sample may end inside a pair.
    bad <= u32::from(bytes.len() == 4096) && seen > 0 && japanese * 4 > seen * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_the_code_page() {
        for (text, encoding) in [
            ("한글 제목, with English", EUC_KR),
            ("日本語のタイトル 1", SHIFT_JIS),
            ("Café à Zürich, naïve ©", WINDOWS_1252),
            ("© Müller", WINDOWS_1252),
        ] {
            let bytes = encoding.encode(text).0;
            assert!(std::str::from_utf8(&bytes).is_err());
            assert_eq!(decode(&bytes), text);
        }
        assert_eq!(decode("한글 🎉".as_bytes()), "한글 🎉");
        assert_eq!(decode(b"\xFF\xFEa\0"), "a");
    }

    #[test]
    fn user_comment_codes() {
        let with = |code: &[u8], text: &[u8]| user_comment(&[code, text].concat(), true);
        assert_eq!(with(b"ASCII\0\0\0", b"plain \0\0").as_deref(), Some("plain"));
        assert_eq!(with(b"ASCII\0\0\0", "한글".as_bytes()).as_deref(), Some("한글"));
        assert_eq!(with(b"UNICODE\0", b"\0h\0i\0!").as_deref(), Some("hi!"));
        assert_eq!(with(b"UNICODE\0", b"h\0i\0!\0").as_deref(), Some("hi!"));
        assert_eq!(with(b"UNICODE\0", b"\xD5\x5C\xAE\x00").as_deref(), Some("한글"));
        assert_eq!(with(b"UNICODE\0", b"\x5C\xD5\x00\xAE").as_deref(), Some("한글"));
        assert_eq!(with(b"JIS\0\0\0\0\0", &ISO_2022_JP.encode("日本").0).as_deref(), Some("日本"));
        assert_eq!(with(&[0; 8], b"undefined").as_deref(), Some("undefined"));
        assert_eq!(with(b"ASCII\0\0\0", b"   \0"), None);
        assert_eq!(with(b"ASCII\0\0\0", b"\0\0{}\0rest").as_deref(), Some("{}"));
        assert_eq!(user_comment(b"ASCI", true), None);
        assert_eq!(user_comment(b"short", true).as_deref(), Some("short"));
    }

    #[test]
    fn parts_between_nuls() {
        assert_eq!(field(b"\0\0\0\0prompt\0").as_deref(), Some("prompt"));
        assert_eq!(field(b" \0editor\0").as_deref(), Some("editor"));
        assert_eq!(field(b"\0 \0"), None);
    }
}

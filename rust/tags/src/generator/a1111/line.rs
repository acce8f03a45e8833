//! The line of settings: `Key: value` pairs between commas, where a value may be quoted or JSON.

/// More pairs are not kept; no real line has so many.
const MAX_PAIRS: usize = 256;
/// Quotes and structures that are longer end at their first comma: each open one is searched to its end.
const MAX_VALUE: usize = 256 << 10;

/// The pairs of a line, keys as they are written.
#[derive(Debug, Default)]
pub(super) struct Settings(Vec<(String, String)>);

impl Settings {
    /// Read one or more lines; each line begins a new pair.
    pub(super) fn read(text: &str) -> Self {
        let mut pairs = Vec::new();
        for mut rest in text.lines() {
            while let Some((pair, behind)) = next(rest) {
                rest = behind;
                pairs.extend(pair);
                if pairs.len() == MAX_PAIRS {
                    return Self(pairs);
                }
            }
        }
        Self(pairs)
    }

    /// The first value of a key, without regard to case.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known.eq_ignore_ascii_case(key))
    }

    /// The value of a key as a number or the like.
    pub(super) fn parse<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.get(key)?.parse().ok()
    }
}

/// The pair at the start of `text`, `None` where the piece before the comma is none, and what follows.
fn next(text: &str) -> Option<(Option<(String, String)>, &str)> {
    let text = text.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    if text.is_empty() {
        return None;
    }
    let end = text.find([',', ':']).unwrap_or(text.len());
    if !text[end..].starts_with(':') {
        return Some((None, &text[end..]));
    }
    let (value, behind) = value(text[end + 1..].trim_start());
    Some((Some((text[..end].trim().to_owned(), value)), behind))
}

/// A value and what follows: a JSON string, a JSON structure, or everything up to the comma.
fn value(text: &str) -> (String, &str) {
    let end = match text.as_bytes().first() {
        Some(b'"') => quoted(text),
        Some(b'{' | b'[') => balanced(text),
        _ => None,
    };
    // What stands behind a quote belongs to the value unless a comma follows: `"a" and b` is plain text.
    let end = end.filter(|&end| matches!(text[end..].trim_start().as_bytes().first(), None | Some(b',')));
    let end = end.unwrap_or_else(|| text.find(',').unwrap_or(text.len()));
    let (value, behind) = (text[..end].trim(), &text[end..]);
    let plain = value.starts_with('"').then(|| serde_json::from_str(value).ok()).flatten();
    (plain.unwrap_or_else(|| value.to_owned()), behind)
}

/// The end of a string that starts with a quote.
fn quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().take(MAX_VALUE).skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The end of a structure that starts with a brace or a bracket.
fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0u32, 0);
    while let Some(&byte) = text.as_bytes().get(at).filter(|_| at < MAX_VALUE) {
        at += match byte {
            b'"' => quoted(&text[at..])?,
            _ => 1,
        };
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_quoted_and_structured_values() {
        let found = Settings::read(
            "Steps: 20, Sampler: DPM++ 2M, Lora hashes: \"a: 1, b: 2\", Hashes: {\"model\": \"x, }\", \"l\": [1, 2]}, \
             Civitai resources: [{\"type\":\"lora\"},{\"weight\":1}], Note: \"say \\\"hi\\\", \\ud55c\", Size: 512x768\n\
             Template: red, blue",
        );
        let expected = [
            ("steps", "20"),
            ("Sampler", "DPM++ 2M"),
            ("Lora hashes", "a: 1, b: 2"),
            ("Hashes", "{\"model\": \"x, }\", \"l\": [1, 2]}"),
            ("Civitai resources", "[{\"type\":\"lora\"},{\"weight\":1}]"),
            ("Size", "512x768"),
            ("Template", "red"),
        ];
        for (key, value) in expected {
            assert_eq!(found.get(key), Some(value));
        }
        assert_eq!(found.get("blue"), None);
    }

    #[test]
    fn open_quotes_and_structures_end_at_the_comma() {
        let found = Settings::read("A: \"x, B: {1, C: 2, D: \"a\" b, E: [1, F: 1");
        let values = ["A", "B", "C", "D", "E", "F"].map(|key| found.get(key));
        assert_eq!(values, [Some("\"x"), Some("{1"), Some("2"), Some("\"a\" b"), Some("[1"), Some("1")]);
        assert_eq!(Settings::read("::,,:,\u{a0}: ,").get("a"), None);
    }

    #[test]
    fn an_absurd_line_costs_its_length() {
        let found = Settings::read(&"a: [, ".repeat(200_000));
        assert_eq!((found.0.len(), found.get("a")), (MAX_PAIRS, Some("[")));
        let found = Settings::read(&"\"".repeat(1 << 20));
        assert!(found.0.is_empty());
    }
}

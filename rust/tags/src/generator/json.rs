//! Lenient access to JSON that other programs wrote: a field of the wrong type costs only itself.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// Longer texts are not parsed: the tree takes a multiple of the text's memory.
const MAX_TEXT: usize = 8 << 20;

pub(crate) type Object = Map<String, Value>;

/// The object that `text` holds, directly or as a JSON string; a BOM, NULs and blanks around it are tolerated, and
/// so are the bare words NaN and Infinity.
pub(crate) fn object(text: &str) -> Option<Object> {
    match parse(text)? {
        Value::Object(object) => Some(object),
        Value::String(inner) => match parse(&inner)? {
            Value::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// Any JSON value, as tolerant as [`object`]. Depth is bounded by serde_json itself.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let text = bare(text)?;
    serde_json::from_str(text).ok().or_else(|| match without_bare_words(text) {
        Cow::Owned(repaired) => serde_json::from_str(&repaired).ok(),
        Cow::Borrowed(_) => None,
    })
}

/// The text of the object of [`object`], so that its members can be read one by one.
pub(super) fn object_text(text: &str) -> Option<Cow<'_, str>> {
    let text = bare(text)?;
    if text.starts_with('"') {
        let Value::String(inner) = parse(text)? else { return None };
        return bare(&inner)
            .filter(|inner| inner.starts_with('{'))
            .map(|inner| without_bare_words(inner).into_owned().into());
    }
    text.starts_with('{').then(|| without_bare_words(text))
}

/// The JSON without what may stand around it; `None` where there is none or too much.
fn bare(text: &str) -> Option<&str> {
    let text = text.trim_matches(|c: char| c == '\u{feff}' || c == '\0' || c.is_whitespace());
    (text.starts_with(['{', '[', '"']) && text.len() <= MAX_TEXT).then_some(text)
}

/// `NaN`, `Infinity` and `-Infinity` outside strings become null.
fn without_bare_words(text: &str) -> Cow<'_, str> {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !has("NaN") && !has("Infinity") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut quoted) = (text, false);
    while let Some(c) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| !quoted && rest.starts_with(word));
        if let Some(word) = word {
            out.push_str("null");
            rest = &rest[word.len()..];
            continue;
        }
        let mut taken = c.len_utf8();
        if quoted && c == '\\' {
            taken += rest[taken..].chars().next().map_or(0, char::len_utf8);
        }
        quoted ^= c == '"';
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    Cow::Owned(out)
}

/// A member that is an object.
pub(crate) fn inner<'a>(object: &'a Object, name: &str) -> Option<&'a Object> {
    object.get(name)?.as_object()
}

/// A member that is a list; empty where there is none.
pub(crate) fn list<'a>(object: &'a Object, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A member that is text.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// A member that is a finite number, also one written as text.
pub(crate) fn number(object: &Object, name: &str) -> Option<f64> {
    as_number(object.get(name)?)
}

/// A member that is a whole number from 0, also one written as text or with a zero fraction.
pub(crate) fn whole(object: &Object, name: &str) -> Option<u64> {
    as_whole(object.get(name)?)
}

/// As [`whole`], for numbers that are never large.
pub(crate) fn small(object: &Object, name: &str) -> Option<u32> {
    whole(object, name).and_then(|number| u32::try_from(number).ok())
}

/// The value as a finite number.
pub(crate) fn as_number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    number.is_finite().then_some(number)
}

/// The value as a whole number from 0.
pub(crate) fn as_whole(value: &Value) -> Option<u64> {
    let exact = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
    exact.or_else(|| as_number(value).filter(|n| n.fract() == 0.0 && (0.0..9.0e15).contains(n)).map(|n| n as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_marked_and_padded() {
        for text in ["{\"a\": 1}", "\u{feff}{\"a\": 1}\0\0", "\"{\\\"a\\\": 1}\"", " {\"a\": 1, \"b\": NaN}"] {
            assert_eq!(whole(&object(text).expect(text), "a"), Some(1), "{text}");
        }
        for text in ["", "[1]", "{", "text", "12", "\"{\""] {
            assert!(object(text).is_none(), "{text}");
        }
    }

    #[test]
    fn bare_words_only_outside_strings() {
        let found = object(r#"{"a": [NaN, -Infinity], "b": "NaN \" Infinity", "NaN": 2}"#).expect("an object");
        assert_eq!(list(&found, "a"), [Value::Null, Value::Null]);
        assert_eq!(text(&found, "b"), Some("NaN \" Infinity"));
        assert_eq!(small(&found, "NaN"), Some(2));
    }

    #[test]
    fn numbers_in_other_clothes() {
        let found =
            object(r#"{"a": "28", "b": 28.0, "c": 28.5, "d": -1, "e": "x", "f": 18446744073709551615, "g": {}}"#);
        let found = found.expect("an object");
        assert_eq!(
            ["a", "b", "c", "d", "e", "g"].map(|name| whole(&found, name)),
            [Some(28), Some(28), None, None, None, None]
        );
        assert_eq!((whole(&found, "f"), small(&found, "f")), (Some(u64::MAX), None));
        assert_eq!((number(&found, "c"), number(&found, "d"), number(&found, "e")), (Some(28.5), Some(-1.0), None));
    }

    #[test]
    fn hostile_texts_are_refused() {
        assert!(object(&format!("{{\"a\":{}", "[".repeat(1 << 20))).is_none());
        assert!(object(&format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_TEXT))).is_none());
    }
}

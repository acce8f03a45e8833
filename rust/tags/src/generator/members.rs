//! The members of a JSON object, each still as text: most of what a generator writes is never asked for.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::json;

/// A JSON object of which only what is asked for is read. Of a member that stands twice the last one counts.
#[derive(Default)]
pub(super) struct Members<'a> {
    list: Vec<(Cow<'a, str>, &'a RawValue)>,
}

impl<'a> Members<'a> {
    /// The members of the object that `text` is.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())?
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.list.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.get())
    }

    /// Whether there is a member of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member that is an object.
    pub(super) fn inner(&self, name: &str) -> Option<Self> {
        Self::of(self.get(name)?)
    }

    /// The text of a member that is an object.
    pub(super) fn object(&self, name: &str) -> Option<&'a str> {
        self.get(name).filter(|value| value.starts_with('{'))
    }

    /// A member that is a list of objects, as their texts; empty where there is none.
    pub(super) fn list(&self, name: &str) -> Vec<&'a str> {
        let list = self.get(name).and_then(|value| serde_json::from_str::<Vec<&RawValue>>(value).ok());
        list.unwrap_or_default().into_iter().map(RawValue::get).collect()
    }

    /// A member that is text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        serde_json::from_str::<Text<'a>>(self.get(name)?).ok().map(|text| text.0)
    }

    /// As [`json::whole`].
    pub(super) fn whole(&self, name: &str) -> Option<u64> {
        json::as_whole(&self.value(name)?)
    }

    /// As [`json::small`].
    pub(super) fn small(&self, name: &str) -> Option<u32> {
        self.whole(name).and_then(|number| u32::try_from(number).ok())
    }

    /// As [`json::number`].
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        json::as_number(&self.value(name)?)
    }

    /// A member that is no list and no object.
    fn value(&self, name: &str) -> Option<Value> {
        self.get(name).filter(|value| !value.starts_with(['{', '['])).and_then(|value| serde_json::from_str(value).ok())
    }
}

/// A text that stands in the JSON as it is, but for escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(Read)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut list = Vec::with_capacity(64);
                while let Some((Text(name), value)) = map.next_entry()? {
                    list.push((name, value));
                }
                Ok(Members { list })
            }
        }
        from.deserialize_map(Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_read() {
        let text = r#"{"a": "한\u0041", "a\u0062": 1.5, "l": [{"x": 1}, 2, "t"], "o": {"seed": "7"}, "b": "\ud800", "a": "z"}"#;
        let found = Members::of(text).expect("an object");
        assert_eq!((found.text("a").as_deref(), found.number("ab")), (Some("z"), Some(1.5)));
        assert_eq!(found.list("l"), ["{\"x\": 1}", "2", "\"t\""]);
        assert_eq!(found.inner("o").and_then(|inner| inner.whole("seed")), Some(7));
        assert_eq!((found.text("b"), found.text("o"), found.text("none")), (None, None, None));
        assert_eq!((found.number("a"), found.number("o"), found.object("l")), (None, None, None));
        assert!(found.list("a").is_empty() && found.has("b") && !found.has("c"));
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        for text in ["", "[]", "\"{}\"", "{", "{\"a\": }", "{\"a\": [}", "12"] {
            assert!(Members::of(text).is_none(), "{text}");
        }
        assert!(Members::of(" {}").is_some());
    }
}

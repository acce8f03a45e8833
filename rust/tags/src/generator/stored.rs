//! Records as JSON, whole for people and other programs, or without what a library keeps beside them.

use imageparser_base::{Error, Result};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::record::Generator;
use super::tags;
use crate::grammar::Dialect;

impl Generator {
    /// The JSON object of `inspect`.
    pub fn to_json(&self) -> String {
        to_json(self, true)
    }

    /// The JSON object without prompt, negative prompt, raw texts, and the tags, which follow from the prompts.
    pub fn to_stored(&self) -> String {
        to_json(self, false)
    }

    /// The record of which [`Generator::to_stored`] or [`Generator::to_json`] made `text`, without its raw texts; its
    /// prompts where they are not in there.
    ///
    /// # Errors
    /// `Corrupt` when neither has made it.
    pub fn from_json(text: &str, prompt: Option<String>, negative: Option<String>) -> Result<Self> {
        let read = serde_json::from_str::<Self>(text);
        let mut record = read.map_err(|error| Error::corrupt(format!("no record of a generator: {error}")))?;
        record.dialect = if record.name == "NovelAI" { Dialect::Nai } else { Dialect::A1111 };
        record.prompt = record.prompt.or(prompt);
        record.negative = record.negative.or(negative);
        tags::fill(&mut record);
        Ok(record)
    }
}

fn to_json(record: &Generator, whole: bool) -> String {
    // Every part serialises: keys are texts, and a number that is not finite becomes null.
    serde_json::to_string(&Shape { record, whole }).unwrap_or_else(|_| "null".to_owned())
}

struct Shape<'a> {
    record: &'a Generator,
    whole: bool,
}

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let (record, mut out) = (self.record, serializer.serialize_struct("Generator", 21)?);
        out.serialize_field("name", &record.name)?;
        out.serialize_field("source", &record.source)?;
        if self.whole {
            out.serialize_field("prompt", &record.prompt)?;
            out.serialize_field("negative", &record.negative)?;
        }
        out.serialize_field("characters", &record.characters)?;
        if self.whole {
            out.serialize_field("tags", &record.tags)?;
        }
        out.serialize_field("seed", &record.seed)?;
        out.serialize_field("steps", &record.steps)?;
        out.serialize_field("sampler", &record.sampler)?;
        out.serialize_field("cfg", &record.cfg)?;
        out.serialize_field("model", &record.model)?;
        out.serialize_field("size", &record.size)?;
        out.serialize_field("loras", &record.loras)?;
        out.serialize_field("software", &record.software)?;
        out.serialize_field("version", &record.version)?;
        if self.whole {
            out.serialize_field("raw", &record.raw)?;
        }
        out.serialize_field("found_in", &record.found_in)?;
        out.serialize_field("differences", &record.differences)?;
        out.serialize_field("stealth", &record.stealth)?;
        out.serialize_field("signature", &record.signature)?;
        out.serialize_field("how", &record.how)?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::record::{Character, How, Lora, Signature};
    use crate::generator::texts::Place;

    fn record() -> Generator {
        let mut record = Generator::new("ComfyUI", Dialect::A1111);
        (record.prompt, record.negative) = (Some("(a:1.2), 파란_하늘, <lora:b:0.5>".to_owned()), Some("c".to_owned()));
        record.characters =
            vec![Character { prompt: "d".to_owned(), negative: "e".to_owned(), position: Some([0.5, 1.0]) }];
        (record.seed, record.steps, record.cfg) = (Some(u64::MAX), Some(28), Some(5.5));
        (record.size, record.how, record.signature) = (Some([832, 1216]), Some(How::Titles), Signature::Present);
        record.loras = vec![Lora { name: "x".to_owned(), weight: 1.0 }];
        (record.found_in, record.stealth) = (vec![Place::PngText, Place::StealthAlpha], true);
        tags::fill(&mut record);
        record
    }

    #[test]
    fn what_is_stored_comes_back() {
        let first = record();
        let again = Generator::from_json(&first.to_stored(), first.prompt.clone(), first.negative.clone());
        assert_eq!(again.expect("a record"), first);
        assert_eq!(Generator::from_json(&first.to_json(), None, None).expect("a record"), first);
        assert!(["파란_하늘", "\"tags\"", "\"raw\""].iter().all(|part| !first.to_stored().contains(part)));
    }

    #[test]
    fn the_dialect_is_that_of_the_name() {
        let mut first = Generator::new("NovelAI", Dialect::Nai);
        first.prompt = Some("{{a}}, (b:1.2)".to_owned());
        tags::fill(&mut first);
        assert_eq!(Generator::from_json(&first.to_json(), None, None).expect("a record"), first);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "[]", "{}", "{\"name\": 5}"] {
            assert!(Generator::from_json(text, None, None).is_err(), "{text}");
        }
    }
}

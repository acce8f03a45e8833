use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::signed::Signed;
use super::texts::Place;
use crate::grammar::Dialect;

/// What a picture's generator wrote about how it made it. Serialised, it is the object of `inspect`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Generator {
    /// The program: `NovelAI`, `AUTOMATIC1111`, `ComfyUI` ...
    pub name: Cow<'static, str>,
    /// The place whose record counts.
    pub source: Place,
    /// The positive prompt as it was written.
    pub prompt: Option<String>,
    /// The negative prompt as it was written.
    pub negative: Option<String>,
    /// Prompts of single characters, in order.
    pub characters: Vec<Character>,
    /// The tags of all prompts; [`super::find`] fills them by the dialect.
    pub tags: Vec<PromptTag>,
    /// The random seed.
    pub seed: Option<u64>,
    /// Sampling steps.
    pub steps: Option<u32>,
    /// The sampler by the generator's own name.
    pub sampler: Option<String>,
    /// Guidance scale.
    pub cfg: Option<f64>,
    /// The model or checkpoint.
    pub model: Option<String>,
    /// Width and height that were asked for.
    pub size: Option<[u32; 2]>,
    /// LoRA and kin; [`super::find`] adds those that stand in the prompts.
    pub loras: Vec<Lora>,
    /// The program as the file names it.
    pub software: Option<String>,
    /// The version of the program or model as the file names it.
    pub version: Option<String>,
    /// The records as found, by name.
    pub raw: BTreeMap<String, String>,
    /// Every place in which a record was found.
    pub found_in: Vec<Place>,
    /// Where the records of several places disagree, one sentence each.
    pub differences: Vec<String>,
    /// Whether a record stands in the lowest bits of the pixels.
    pub stealth: bool,
    /// Whether the record is signed.
    pub signature: Signature,
    /// How a graph was read: `graph`, `titles` or `raw`.
    pub how: Option<&'static str>,
    /// What the signature was made of, where it can be checked.
    #[serde(skip)]
    pub signed: Option<Signed>,
    /// The grammar of the prompts.
    #[serde(skip)]
    pub dialect: Dialect,
}

/// The prompts of one character.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Character {
    /// Positive.
    pub prompt: String,
    /// Negative.
    pub negative: String,
    /// Its centre as parts of width and height.
    pub position: Option<[f64; 2]>,
}

/// A tag of one of the prompts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptTag {
    /// The canonical form, in which tags are compared.
    pub tag: String,
    /// The spelling of the prompt.
    pub text: String,
    /// Its emphasis; 1 is none.
    pub weight: f64,
    /// Which prompt it belongs to.
    pub set: TagSet,
    /// The index of the character, for the two sets of characters.
    pub character: Option<u32>,
}

/// The sets of tags, which stay apart everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TagSet {
    /// Wanted in the picture.
    Positive,
    /// Not wanted.
    Negative,
    /// Wanted of one character.
    Character,
    /// Not wanted of one character.
    CharacterNegative,
}

/// A small model that changes the large one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lora {
    /// Its name as the record has it.
    pub name: String,
    /// Its strength.
    pub weight: f64,
}

/// What is known of a record's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// It was checked: settings and pixels are as NovelAI made them.
    Valid,
    /// There is one; it was not checked, or does not fit.
    Present,
    /// There is none.
    Absent,
}

impl Generator {
    /// A record of `name` that says nothing yet; its prompts are written in `dialect`.
    pub fn new(name: impl Into<Cow<'static, str>>, dialect: Dialect) -> Self {
        Self {
            name: name.into(),
            source: Place::PngText,
            prompt: None,
            negative: None,
            characters: Vec::new(),
            tags: Vec::new(),
            seed: None,
            steps: None,
            sampler: None,
            cfg: None,
            model: None,
            size: None,
            loras: Vec::new(),
            software: None,
            version: None,
            raw: BTreeMap::new(),
            found_in: Vec::new(),
            differences: Vec::new(),
            stealth: false,
            signature: Signature::Absent,
            how: None,
            signed: None,
            dialect,
        }
    }

    /// Keep a record as it was found.
    pub fn keep(&mut self, name: &str, text: &str) {
        self.raw.entry(name.to_owned()).or_insert_with(|| text.to_owned());
    }

    /// The JSON object of `inspect`.
    pub fn to_json(&self) -> String {
        // Every part serialises: keys are texts, and a number that is not finite becomes null.
        serde_json::to_string(self).unwrap_or_else(|_| "null".to_owned())
    }
}

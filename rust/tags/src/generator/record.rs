use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::signed::Signed;
use super::tags::Tags;
use super::texts::Place;
use crate::grammar::Dialect;

/// What a picture's generator wrote about how it made it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    #[serde(skip)]
    pub tags: Tags,
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
    #[serde(skip)]
    pub raw: BTreeMap<String, String>,
    /// Every place in which a record was found.
    pub found_in: Vec<Place>,
    /// Where the records of several places disagree, one sentence each.
    pub differences: Vec<String>,
    /// Whether a record stands in the lowest bits of the pixels.
    pub stealth: bool,
    /// Whether the record is signed.
    pub signature: Signature,
    /// How a graph was read.
    pub how: Option<How>,
    /// What the signature was made of, where it can be checked.
    #[serde(skip)]
    pub signed: Option<Signed>,
    /// The grammar of the prompts.
    #[serde(skip, default = "novelai")]
    pub dialect: Dialect,
}

/// The prompts of one character.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Character {
    /// Positive.
    pub prompt: String,
    /// Negative.
    pub negative: String,
    /// Its centre as parts of width and height.
    pub position: Option<[f64; 2]>,
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

impl TagSet {
    /// Every set by its number; tags are stored with these numbers, so that none may ever change.
    pub const ALL: [Self; 4] = [Self::Positive, Self::Character, Self::Negative, Self::CharacterNegative];

    /// The number with which tags of the set are stored.
    pub fn number(self) -> u32 {
        match self {
            Self::Positive => 0,
            Self::Character => 1,
            Self::Negative => 2,
            Self::CharacterNegative => 3,
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Character => "character",
            Self::Negative => "negative",
            Self::CharacterNegative => "character_negative",
        }
    }

    /// Whether its tags were wanted in the picture.
    pub fn is_wanted(self) -> bool {
        matches!(self, Self::Positive | Self::Character)
    }
}

/// A small model that changes the large one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lora {
    /// Its name as the record has it.
    pub name: String,
    /// Its strength.
    pub weight: f64,
}

/// Which step of reading a graph found its prompts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Its links were followed.
    Graph,
    /// The titles of its nodes tell.
    Titles,
    /// All its texts together.
    Raw,
}

/// What is known of a record's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
            tags: Tags::default(),
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
}

/// Stands for a dialect that is known by the name of the generator.
fn novelai() -> Dialect {
    Dialect::Nai
}

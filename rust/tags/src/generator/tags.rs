//! The tags of a record's prompts, each in its set.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::record::{Generator, Lora, TagSet};
use crate::grammar::{Gathered, Span, gather};

/// A tag of one of the prompts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PromptTag<'a> {
    /// The canonical form, in which tags are compared.
    pub tag: &'a str,
    /// The spelling of the prompt.
    pub text: &'a str,
    /// Its emphasis; 1 is none.
    pub weight: f64,
    /// Which prompt it belongs to.
    pub set: TagSet,
    /// The index of the character, for the two sets of characters.
    pub character: Option<u32>,
}

/// The tags of all prompts in order; their texts stand in one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tags {
    text: String,
    list: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    tag: Span,
    text: Span,
    weight: f64,
    set: TagSet,
    character: Option<u32>,
}

impl Tags {
    /// The tags one by one.
    pub fn iter(&self) -> impl Iterator<Item = PromptTag<'_>> {
        self.list.iter().map(|&Entry { tag, text, weight, set, character }| {
            let (tag, text) = (tag.of(&self.text), text.of(&self.text));
            PromptTag { tag, text, weight, set, character }
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// Split the prompts of a record by its dialect; LoRAs that a prompt calls join those of the record.
pub(super) fn fill(record: &mut Generator) {
    let (positive, negative) =
        (record.prompt.as_deref().unwrap_or_default(), record.negative.as_deref().unwrap_or_default());
    let (mut found, mut list) = (Gathered::with_room(positive.len() + negative.len()), Vec::new());
    let mut moved = false;
    let mut take = |text: &str, set: TagSet, character: Option<u32>| {
        let begin = found.next_prompt();
        gather(text, record.dialect, &mut found);
        list.extend(found.tags[begin..].iter().map(|tag| {
            // One that is not wanted in a positive prompt belongs to the negative set.
            let own = if tag.weight <= 0.0 { unwanted(set) } else { set };
            moved |= own != set;
            Entry { tag: tag.canonical, text: tag.spelling, weight: tag.weight, set: own, character }
        }));
    };
    take(positive, TagSet::Positive, None);
    take(negative, TagSet::Negative, None);
    for (index, one) in (0..).zip(&record.characters) {
        take(&one.prompt, TagSet::Character, Some(index));
        take(&one.negative, TagSet::CharacterNegative, Some(index));
    }
    if moved {
        list = once_a_set(&found.text, &list);
    }
    for (name, weight) in found.loras {
        if !record.loras.iter().any(|known| known.name == name) {
            record.loras.push(Lora { name, weight });
        }
    }
    record.tags = Tags { text: found.text, list };
}

fn unwanted(set: TagSet) -> TagSet {
    match set {
        TagSet::Positive | TagSet::Negative => TagSet::Negative,
        TagSet::Character | TagSet::CharacterNegative => TagSet::CharacterNegative,
    }
}

/// A tag that came into a set twice, once as unwanted in the positive prompt, stays where it was first.
fn once_a_set(text: &str, tags: &[Entry]) -> Vec<Entry> {
    let mut seen = HashMap::new();
    let mut kept: Vec<Entry> = Vec::with_capacity(tags.len());
    for tag in tags {
        let at = *seen.entry((tag.tag.of(text), tag.set, tag.character)).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(known) => known.weight = known.weight.max(tag.weight),
            None => kept.push(*tag),
        }
    }
    kept
}

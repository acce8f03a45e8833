//! The records of several places become one.

use super::record::{Generator, Lora, PromptTag, TagSet};
use super::texts::Place;
use crate::grammar::{self, Parsed};

/// The first record with a prompt wins, else the first; what others say differently is kept and reported.
pub(super) fn winner(mut found: Vec<Generator>) -> Option<Generator> {
    let best = found.iter().position(|one| one.prompt.is_some()).unwrap_or(0);
    let places: Vec<Place> = found.iter().map(|one| one.source).collect();
    if found.is_empty() {
        return None;
    }
    let mut winner = found.remove(best);
    for other in found {
        let differences = differences(&winner, &other);
        if !differences.is_empty() {
            winner.differences.extend(differences);
            let place = other.source.name();
            winner.raw.extend(other.raw.into_iter().map(|(name, text)| (format!("{place}:{name}"), text)));
        }
    }
    winner.stealth = places.iter().any(|place| matches!(place, Place::StealthAlpha | Place::StealthRgb));
    winner.found_in = places;
    add_tags(&mut winner);
    Some(winner)
}

fn differences(winner: &Generator, other: &Generator) -> Vec<String> {
    let (here, there) = (winner.source.name(), other.source.name());
    if winner.name != other.name {
        return vec![format!("{here} is a record of {}, {there} one of {}", winner.name, other.name)];
    }
    let prompts = |record: &Generator| -> Vec<(String, String)> {
        record.characters.iter().map(|one| (one.prompt.clone(), one.negative.clone())).collect()
    };
    let contradicts = |mine: &Option<String>, yours: &Option<String>| yours.is_some() && mine != yours;
    let mut found = Vec::new();
    for (what, differs) in [
        ("prompt", contradicts(&winner.prompt, &other.prompt)),
        ("negative prompt", contradicts(&winner.negative, &other.negative)),
        ("character prompts", !other.characters.is_empty() && prompts(winner) != prompts(other)),
        ("seed", other.seed.is_some() && winner.seed != other.seed),
    ] {
        if differs {
            found.push(format!("the {what} of {there} is not that of {here}"));
        }
    }
    found
}

/// The tags of all prompts, each in its set. One that is not wanted in a positive prompt belongs to the negative set.
fn add_tags(record: &mut Generator) {
    let mut sets =
        vec![(record.prompt.as_deref(), TagSet::Positive, None), (record.negative.as_deref(), TagSet::Negative, None)];
    for (index, one) in record.characters.iter().enumerate() {
        let index = Some(index as u32);
        sets.push((Some(&one.prompt), TagSet::Character, index));
        sets.push((Some(&one.negative), TagSet::CharacterNegative, index));
    }
    let mut tags = Vec::new();
    let mut loras = std::mem::take(&mut record.loras);
    for (text, set, character) in sets {
        let parsed = grammar::parse(text.unwrap_or_default(), record.dialect);
        add_loras(&mut loras, &parsed);
        tags.extend(parsed.tags.into_iter().map(|tag| {
            let set = if tag.weight <= 0.0 { unwanted(set) } else { set };
            PromptTag { tag: tag.canonical, text: tag.spelling, weight: tag.weight, set, character }
        }));
    }
    (record.tags, record.loras) = (once_a_set(tags), loras);
}

fn unwanted(set: TagSet) -> TagSet {
    match set {
        TagSet::Positive | TagSet::Negative => TagSet::Negative,
        TagSet::Character | TagSet::CharacterNegative => TagSet::CharacterNegative,
    }
}

fn add_loras(loras: &mut Vec<Lora>, parsed: &Parsed) {
    for (name, weight) in &parsed.loras {
        if !loras.iter().any(|known| known.name == *name) {
            loras.push(Lora { name: name.clone(), weight: *weight });
        }
    }
}

/// A tag that came into a set twice, once as unwanted in the positive prompt, stays where it was first.
fn once_a_set(tags: Vec<PromptTag>) -> Vec<PromptTag> {
    let mut seen = std::collections::HashMap::new();
    let mut kept: Vec<PromptTag> = Vec::with_capacity(tags.len());
    for tag in tags {
        let at = *seen.entry((tag.tag.clone(), tag.set, tag.character)).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(known) => known.weight = known.weight.max(tag.weight),
            None => kept.push(tag),
        }
    }
    kept
}

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

use super::canonical::canonical_onto;
use super::{Parsed, Tag};

/// Prompts with more different tags are not believed.
const MAX_TAGS: usize = 50_000;
const MAX_LORAS: usize = 500;

/// A part of the text of a [`Gathered`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The part of `text`.
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// A tag of a [`Gathered`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) canonical: Span,
    pub(crate) spelling: Span,
    pub(crate) weight: f64,
}

/// Takes tags as a grammar finds them. All stand in one text, since a scan meets millions of them.
pub(crate) struct Gathered {
    pub(crate) text: String,
    pub(crate) tags: Vec<Piece>,
    pub(crate) loras: Vec<(String, f64)>,
    /// Where the tags and models of this prompt begin, and which tag has which form.
    begin: usize,
    begin_loras: usize,
    known: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// As many tags as a prompt usually has.
const USUAL: usize = 64;

impl Gathered {
    /// Nothing yet, with room for prompts of so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            tags: Vec::with_capacity(USUAL),
            loras: Vec::new(),
            begin: 0,
            begin_loras: 0,
            known: HashTable::with_capacity(USUAL),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// What comes now belongs to another prompt; returns where its tags begin.
    pub(crate) fn next_prompt(&mut self) -> usize {
        self.known.clear();
        (self.begin, self.begin_loras) = (self.tags.len(), self.loras.len());
        self.begin
    }

    /// Take a tag; one that is repeated counts once, with its largest weight.
    pub(super) fn push(&mut self, spelling: &str, weight: f64) {
        let Self { text, tags, known, hasher, begin, .. } = self;
        let (spelling, weight, start) = (spelling.trim(), rounded(weight), text.len());
        canonical_onto(spelling, text);
        let canonical = Span { start: start as u32, end: text.len() as u32 };
        let (before, form) = text.split_at(start);
        let other = |index: &u32| tags[*index as usize].canonical.of(before);
        if form.is_empty() {
            return;
        }
        match known.entry(hasher.hash_one(form), |index| other(index) == form, |index| hasher.hash_one(other(index))) {
            Entry::Occupied(found) => {
                let index = *found.get() as usize;
                text.truncate(start);
                tags[index].weight = tags[index].weight.max(weight);
            }
            Entry::Vacant(place) if tags.len() - *begin < MAX_TAGS => {
                place.insert(tags.len() as u32);
                let spelling = if form == spelling { canonical } else { append(text, spelling) };
                tags.push(Piece { canonical, spelling, weight });
            }
            Entry::Vacant(_) => text.truncate(start),
        }
    }

    /// A model that is called twice is called with the last strength.
    pub(super) fn lora(&mut self, (name, weight): (String, f64)) {
        if let Some((_, known)) = self.loras[self.begin_loras..].iter_mut().find(|(known, _)| *known == name) {
            *known = weight;
        } else if self.loras.len() < MAX_LORAS {
            self.loras.push((name, weight));
        }
    }

    /// The tags as texts of their own.
    pub(super) fn parsed(self) -> Parsed {
        let Self { text, tags, loras, .. } = self;
        let whole = |span: Span| span.of(&text).to_owned();
        let own =
            |tag: &Piece| Tag { canonical: whole(tag.canonical), spelling: whole(tag.spelling), weight: tag.weight };
        Parsed { tags: tags.iter().map(own).collect(), loras }
    }
}

fn append(text: &mut String, part: &str) -> Span {
    let start = text.len() as u32;
    text.push_str(part);
    Span { start, end: text.len() as u32 }
}

/// Products of emphasis carry noise in their last digits.
fn rounded(weight: f64) -> f64 {
    if weight == 1.0 {
        return weight;
    }
    let rounded = (weight * 1e6).round() / 1e6;
    if rounded.is_finite() { rounded } else { 1.0 }
}

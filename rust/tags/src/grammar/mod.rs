//! The grammars of prompts. Which one a text is written in is told by its source, never guessed.

mod a1111;
mod attention;
mod canonical;
mod emoticon;
mod nai;
mod plain;

use std::collections::HashMap;

pub use canonical::canonical;

/// A grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// NovelAI: braces, brackets and `weight::text::`; parentheses are literal.
    Nai,
    /// AUTOMATIC1111 and everything that took over its syntax, ComfyUI among them.
    A1111,
    /// What people type: separators, with the weights of both worlds.
    Plain,
}

/// A tag of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The form in which tags are compared.
    pub canonical: String,
    /// As it was written, without the emphasis around it.
    pub spelling: String,
    /// Its emphasis; 1 is none, 0 and below mean that it is not wanted.
    pub weight: f64,
}

/// What a prompt says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The tags in order. One that is repeated counts once, with its largest weight.
    pub tags: Vec<Tag>,
    /// LoRA, LyCORIS and hypernetworks that the prompt calls, with their strength.
    pub loras: Vec<(String, f64)>,
}

/// Prompts with more different tags are not believed.
const MAX_TAGS: usize = 50_000;
const MAX_LORAS: usize = 500;

/// Split a prompt into its tags.
pub fn parse(text: &str, dialect: Dialect) -> Parsed {
    let mut gathered = Gathered::default();
    match dialect {
        Dialect::Nai => nai::parse(text, &mut gathered),
        Dialect::A1111 => a1111::parse(text, &mut gathered),
        Dialect::Plain => plain::parse(text, &mut gathered),
    }
    gathered.parsed
}

/// Takes pieces as a grammar finds them.
#[derive(Default)]
struct Gathered {
    parsed: Parsed,
    known: HashMap<String, usize>,
}

impl Gathered {
    fn push(&mut self, spelling: &str, weight: f64) {
        let spelling = spelling.trim();
        let canonical = canonical(spelling);
        if canonical.is_empty() {
            return;
        }
        let weight = rounded(weight);
        if let Some(&at) = self.known.get(&canonical) {
            let tag = &mut self.parsed.tags[at];
            tag.weight = tag.weight.max(weight);
        } else if self.parsed.tags.len() < MAX_TAGS {
            self.known.insert(canonical.clone(), self.parsed.tags.len());
            self.parsed.tags.push(Tag { canonical, spelling: spelling.to_owned(), weight });
        }
    }

    /// A model that is called twice is called with the last strength.
    fn lora(&mut self, (name, weight): (String, f64)) {
        let loras = &mut self.parsed.loras;
        if let Some((_, known)) = loras.iter_mut().find(|(known, _)| *known == name) {
            *known = weight;
        } else if loras.len() < MAX_LORAS {
            loras.push((name, weight));
        }
    }
}

/// Products of emphasis carry noise in their last digits.
fn rounded(weight: f64) -> f64 {
    let rounded = (weight * 1e6).round() / 1e6;
    if rounded.is_finite() { rounded } else { 1.0 }
}

/// A decimal number as prompts have them: an optional sign, digits, at most one point.
fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = (plain && digits.len() <= 20).then(|| text.parse().ok())??;
    f64::is_finite(number).then_some(number)
}

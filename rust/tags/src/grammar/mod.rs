//! The grammars of prompts. Which one a text is written in is told by its source, never guessed.

mod a1111;
mod attention;
mod canonical;
mod emoticon;
mod gathered;
mod nai;
mod plain;

pub use canonical::canonical;
pub(crate) use gathered::{Gathered, Span};

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

/// Split a prompt into its tags.
pub fn parse(text: &str, dialect: Dialect) -> Parsed {
    let mut found = Gathered::with_room(text.len());
    gather(text, dialect, &mut found);
    found.parsed()
}

/// Split a prompt and take its tags to those that are there.
pub(crate) fn gather(text: &str, dialect: Dialect, found: &mut Gathered) {
    match dialect {
        Dialect::Nai => nai::parse(text, found),
        Dialect::A1111 => a1111::parse(text, found),
        Dialect::Plain => plain::parse(text, found),
    }
}

/// A decimal number as prompts have them: an optional sign, digits, at most one point.
fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = (plain && digits.len() <= 20).then(|| text.parse().ok())??;
    f64::is_finite(number).then_some(number)
}

//! The grammars of prompts. Which one a text is written in is told by its source, never guessed.

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

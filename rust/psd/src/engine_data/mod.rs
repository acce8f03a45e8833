//! Engine data: how the text engine stores its documents inside type layers.
//!
//! The format is not in the file format specification. It is a dialect of the objects of PDF (ISO 32000-1, 7.3):
//! dictionaries `<< /Key value >>`, arrays, names, numbers, booleans and strings in parentheses, whose bytes are
//! UTF-16 behind a byte order mark and escape parentheses and backslashes by a backslash.

mod lexer;
mod parse;
mod value;
#[cfg(test)]
mod write;

pub use parse::parse;
pub use value::EngineValue;

#[cfg(test)]
mod tests;

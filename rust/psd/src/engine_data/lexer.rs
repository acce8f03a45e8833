use imageparser_base::{Error, Result};

use crate::layers::names;

/// One word of engine data.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    DictOpen,
    DictClose,
    ListOpen,
    ListClose,
    Name(String),
    Number(f64),
    Bool(bool),
    Text(String),
    Null,
}

/// Cuts bytes into words.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn error(&self, message: &str) -> Error {
        Error::corrupt(format!("engine data at offset {}: {message}", self.at))
    }

    /// The next word; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token>> {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
        let Some(byte) = self.peek() else { return Ok(None) };
        let next = self.bytes.get(self.at + 1).copied();
        Ok(Some(match (byte, next) {
            (b'<', Some(b'<')) => self.step(2, Token::DictOpen),
            (b'>', Some(b'>')) => self.step(2, Token::DictClose),
            (b'[', _) => self.step(1, Token::ListOpen),
            (b']', _) => self.step(1, Token::ListClose),
            (b'/', _) => {
                self.at += 1;
                Token::Name(latin(self.word()))
            }
            (b'(', _) => Token::Text(self.string()?),
            _ => self.plain()?,
        }))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn step(&mut self, count: usize, token: Token) -> Token {
        self.at += count;
        token
    }

    /// The bytes up to the next blank or delimiter.
    fn word(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|&byte| is_blank(byte) || b"<>[]()/".contains(&byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A number, a boolean or null.
    fn plain(&mut self) -> Result<Token> {
        let start = self.at;
        let token = match self.word() {
            b"true" => Some(Token::Bool(true)),
            b"false" => Some(Token::Bool(false)),
            b"null" => Some(Token::Null),
            word => std::str::from_utf8(word).ok().and_then(number).map(Token::Number),
        };
        token.ok_or_else(|| {
            self.at = start;
            self.error("neither a number nor a boolean")
        })
    }

    /// The string at the cursor: a backslash takes the byte behind it as it is.
    fn string(&mut self) -> Result<String> {
        let start = self.at;
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            let stop = self.bytes[self.at..].iter().position(|byte| matches!(byte, b')' | b'\\'));
            let Some(stop) = stop else {
                self.at = start;
                return Err(self.error("a string without an end"));
            };
            bytes.extend_from_slice(&self.bytes[self.at..self.at + stop]);
            self.at += stop + 1;
            if self.bytes[self.at - 1] == b')' {
                return Ok(text(&bytes));
            }
            if let Some(escaped) = self.peek() {
                bytes.push(escaped);
                self.at += 1;
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// `5`, `-5`, `.5`, `-.5`, `5.`; words such as `inf` that Rust knows are none.
fn number(word: &str) -> Option<f64> {
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let known = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    if digits && known { word.parse().ok().filter(|value: &f64| value.is_finite()) } else { None }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

/// UTF-16 behind its byte order mark, else an old string.
fn text(bytes: &[u8]) -> String {
    let units = |rest: &[u8], of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|&pair| of(pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        _ => names::decode(bytes),
    }
}

use imageparser_base::Result;

use super::lexer::{Lexer, Token};
use super::value::EngineValue;

/// Photoshop stays far below this depth.
const DEEPEST: u32 = 64;
/// Values of one document: a value costs more in memory than in a hostile file.
const MOST_VALUES: u32 = 500_000;

/// Read engine data: one value, or (block `Txt2`) the items of a dictionary without its brackets.
///
/// # Errors
/// `Corrupt` where it breaks its grammar, is nested too deep or holds too many values; offsets are those in `bytes`.
pub fn parse(bytes: &[u8]) -> Result<EngineValue> {
    let mut parser = Parser { lexer: Lexer::new(bytes), left: MOST_VALUES };
    match parser.lexer.next()? {
        Some(Token::Name(key)) => parser.items(Some(key), None, DEEPEST),
        Some(token) => parser.value(token, DEEPEST),
        None => Err(parser.lexer.error("ends early")),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    left: u32,
}

impl Parser<'_> {
    fn token(&mut self) -> Result<Token> {
        let token = self.lexer.next()?;
        token.ok_or_else(|| self.lexer.error("ends early"))
    }

    fn value(&mut self, token: Token, deeper: u32) -> Result<EngineValue> {
        let Some(left) = self.left.checked_sub(1) else {
            return Err(self.lexer.error("too many values"));
        };
        let Some(deeper) = deeper.checked_sub(1) else {
            return Err(self.lexer.error("nested too deep"));
        };
        self.left = left;
        Ok(match token {
            Token::DictOpen => self.items(None, Some(&Token::DictClose), deeper)?,
            Token::ListOpen => self.list(deeper)?,
            Token::Name(name) => EngineValue::Name(name),
            Token::Number(number) => EngineValue::Number(number),
            Token::Bool(yes) => EngineValue::Bool(yes),
            Token::Text(text) => EngineValue::Text(text),
            Token::Null => EngineValue::Null,
            Token::DictClose | Token::ListClose => return Err(self.lexer.error("a bracket that closes nothing")),
        })
    }

    /// Keys and values up to `close` (or the end of the bytes); `first` is a key that was read already.
    fn items(&mut self, first: Option<String>, close: Option<&Token>, deeper: u32) -> Result<EngineValue> {
        let mut items = Vec::new();
        let mut key = first;
        loop {
            let name = match key.take() {
                Some(name) => name,
                None => match self.lexer.next()? {
                    Some(Token::Name(name)) => name,
                    end if end.as_ref() == close => return Ok(EngineValue::Dict(items)),
                    Some(_) => return Err(self.lexer.error("a dictionary item without a name")),
                    None => return Err(self.lexer.error("ends early")),
                },
            };
            let token = self.token()?;
            items.push((name, self.value(token, deeper)?));
        }
    }

    fn list(&mut self, deeper: u32) -> Result<EngineValue> {
        let mut values = Vec::new();
        loop {
            match self.token()? {
                Token::ListClose => return Ok(EngineValue::List(values)),
                token => values.push(self.value(token, deeper)?),
            }
        }
    }
}

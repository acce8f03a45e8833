//! NovelAI: `{}` strengthens, `[]` weakens, `weight::text::` says it by number.

use std::borrow::Cow;

use super::attention::Strongest;
use super::{Gathered, decimal, emoticon};

const STEP: f64 = 1.05;
/// A larger number at the end of words belongs to them: `year 2023::` ends a weight.
const LARGEST: f64 = 100.0;

pub(super) fn parse(text: &str, found: &mut Gathered) {
    let mut piece = Piece::default();
    let mut rest = text;
    loop {
        let (words, behind) = rest.split_at(next_sign(rest));
        piece.add(words);
        let Some(sign) = behind.chars().next() else { break };
        let mut taken = 1;
        match sign {
            ',' | '\n' | '\r' => piece.flush(found),
            ':' => {
                taken = 2;
                piece.number_sign(found);
            }
            bracket => piece.bracket(bracket, behind),
        }
        rest = &behind[taken..];
    }
    piece.flush(found);
}

/// Where the next sign of the grammar stands: a border, a bracket or `::`; the end where there is none.
fn next_sign(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_sign = |at: usize| match bytes[at] {
        b',' | b'\n' | b'\r' | b'{' | b'}' | b'[' | b']' => true,
        b':' => bytes.get(at + 1) == Some(&b':'),
        _ => false,
    };
    (0..bytes.len()).find(|&at| is_sign(at)).unwrap_or(bytes.len())
}

/// The tag that is being read and the emphasis around it.
struct Piece<'a> {
    text: Cow<'a, str>,
    weight: Strongest,
    curly: i32,
    square: i32,
    number: f64,
}

impl Default for Piece<'_> {
    fn default() -> Self {
        Self { text: Cow::Borrowed(""), weight: Strongest::none(), curly: 0, square: 0, number: 1.0 }
    }
}

impl<'a> Piece<'a> {
    fn add(&mut self, words: &'a str) {
        if !words.trim_start().is_empty() {
            let level = (self.curly - self.square).clamp(-200, 200);
            self.weight.see(if level == 0 { self.number } else { self.number * STEP.powi(level) });
        }
        match &mut self.text {
            Cow::Borrowed("") => self.text = Cow::Borrowed(words),
            _ if words.is_empty() => {}
            text => text.to_mut().push_str(words),
        }
    }

    fn bracket(&mut self, c: char, rest: &'a str) {
        let open = match c {
            '}' => self.curly,
            ']' => self.square,
            _ => 0,
        };
        if emoticon::is_mouth(&self.text, rest, open as usize) {
            return self.add(&rest[..1]);
        }
        match c {
            '{' => self.curly += 1,
            '[' => self.square += 1,
            '}' => self.curly = (self.curly - 1).max(0),
            _ => self.square = (self.square - 1).max(0),
        }
    }

    /// `::` begins a weight behind a number, else it ends one.
    fn number_sign(&mut self, found: &mut Gathered) {
        let (words, number) = trailing_number(&self.text);
        let begins = number.filter(|number| words.trim().is_empty() || number.abs() <= LARGEST);
        if begins.is_some() {
            let length = words.len();
            match &mut self.text {
                Cow::Borrowed(text) => *text = &text[..length],
                Cow::Owned(text) => text.truncate(length),
            }
            // What the number itself saw as weight is no one's.
            if self.text.trim().is_empty() {
                self.weight = Strongest::none();
            }
        }
        self.flush(found);
        self.number = begins.unwrap_or(1.0);
    }

    fn flush(&mut self, found: &mut Gathered) {
        let tag: &str = &self.text;
        if tag.contains('|') && !emoticon::is_barred(tag.trim()) {
            tag.split('|').for_each(|part| found.push(part, self.weight.0));
        } else {
            found.push(tag, self.weight.0);
        }
        self.text = Cow::Borrowed("");
        self.weight = Strongest::none();
    }
}

/// The number at the end of `text`, unless it is a part of a word or of a face (`:3`), and what stands before it.
fn trailing_number(text: &str) -> (&str, Option<f64>) {
    let digits = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let length = text.bytes().rev().take_while(digits).count();
    let (mut words, mut number) = text.split_at(text.len() - length);
    if !number.is_empty() && words.ends_with('-') {
        (words, number) = text.split_at(words.len() - 1);
    }
    match (decimal(number), words.chars().next_back()) {
        (Some(number), before) if before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | ';' | '=')) => {
            (words, Some(number))
        }
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use crate::grammar::{Dialect, parse};

    fn tags(text: &str) -> Vec<(String, f64)> {
        parse(text, Dialect::Nai).tags.into_iter().map(|tag| (tag.spelling, tag.weight)).collect()
    }

    fn check(text: &str, expected: &[(&str, f64)]) {
        let expected: Vec<_> = expected.iter().map(|(tag, weight)| ((*tag).to_owned(), *weight)).collect();
        assert_eq!(tags(text), expected, "{text}");
    }

    #[test]
    fn numbers() {
        check("1.5::tag a::, b", &[("tag a", 1.5), ("b", 1.0)]);
        check("1.2::a, b::", &[("a", 1.2), ("b", 1.2)]);
        check("-0.8::feet::, rating:general", &[("feet", -0.8), ("rating:general", 1.0)]);
        check("0::x::", &[("x", 0.0)]);
        check("1.5:: a ,b ::c", &[("a", 1.5), ("b", 1.5), ("c", 1.0)]);
        check("1.5::a, 0.5::b", &[("a", 1.5), ("b", 0.5)]);
        check("1.2::a::2::b::.5::c", &[("a", 1.2), ("b", 2.0), ("c", 0.5)]);
        check("5::, 2", &[("2", 5.0)]);
        check("5::::, 2", &[("2", 1.0)]);
        check("1.2:::3::, :3", &[(":3", 1.2)]);
        check("1.2::year 2023::, year 2024", &[("year 2023", 1.2), ("year 2024", 1.0)]);
        check("1.2::long hair 1.5::blue", &[("long hair", 1.2), ("blue", 1.5)]);
        check("tag2::b", &[("tag2", 1.0), ("b", 1.0)]);
        check("1.2.3::a", &[("1.2.3", 1.0), ("a", 1.0)]);
        check("{1.2::a::}", &[("a", 1.26)]);
    }

    #[test]
    fn brackets() {
        check("{{{tag}}}, [tag b], {a, b}", &[("tag", 1.157_625), ("tag b", 0.952_381), ("a", 1.05), ("b", 1.05)]);
        check("{long} hair", &[("long hair", 1.05)]);
        check("}}a]], b", &[("a", 1.0), ("b", 1.0)]);
        check("{{a, b", &[("a", 1.1025), ("b", 1.1025)]);
        check("name (series), (tag:1.2), ((tag))", &[("name (series)", 1.0), ("(tag:1.2)", 1.0), ("((tag))", 1.0)]);
    }

    #[test]
    fn faces() {
        check(":3, :), >:), :[, ;{", &[(":3", 1.0), (":)", 1.0), (">:)", 1.0), (":[", 1.0), (";{", 1.0)]);
        check("{:]}, [:]", &[(":]", 1.05), (":", 0.952_381)]);
        check("|_|, :|, ^_^", &[("|_|", 1.0), (":|", 1.0), ("^_^", 1.0)]);
    }

    #[test]
    fn separators() {
        check("a|b|c, ||d|e||", &[("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0), ("e", 1.0)]);
        check("a\nb\r\nc,, ,d,", &[("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)]);
        check(
            "artist:foo, source#hug, #word, no text.",
            &[("artist:foo", 1.0), ("source#hug", 1.0), ("#word", 1.0), ("no text.", 1.0)],
        );
        check("a，b、c", &[("a，b、c", 1.0)]);
        check("한글 태그, 일본어", &[("한글 태그", 1.0), ("일본어", 1.0)]);
        check("a BREAK b, <lora:x:0.8>", &[("a BREAK b", 1.0), ("<lora:x:0.8>", 1.0)]);
        check("", &[]);
    }

    #[test]
    fn repeats_count_once_with_the_largest_weight() {
        check("Long_Hair, 1.3::long hair::, LONG HAIR", &[("Long_Hair", 1.3)]);
    }
}

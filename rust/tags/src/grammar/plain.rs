//! What people type into a search or a template: tags, maybe with the weights of the prompt they were copied from.

use super::{Dialect, Gathered, decimal, emoticon, parse as parse_as};

pub(super) fn parse(text: &str, found: &mut Gathered) {
    for tag in parse_as(text, Dialect::Nai).tags {
        found.push(bare(&tag.spelling), tag.weight);
    }
}

/// Nobody types more brackets around a tag.
const DEEPEST: usize = 16;

/// Without round brackets that only weigh: around everything, with a number, or torn off by a comma.
fn bare(tag: &str) -> &str {
    let mut tag = tag.trim();
    for _ in 0..DEEPEST {
        let (open, close) = unmatched(tag);
        let wrapped = close.is_empty() && open.is_empty() && is_wrapped(tag);
        let face = tag.chars().count() <= 4 && emoticon_like(tag);
        let inner = if face {
            None
        } else if wrapped {
            Some(without_number(&tag[1..tag.len() - 1]))
        } else if open.first() == Some(&0) {
            Some(&tag[1..])
        } else if close.last().is_some_and(|at| at + 1 == tag.len()) {
            Some(without_number(&tag[..tag.len() - 1]))
        } else {
            None
        };
        match inner.map(str::trim).filter(|inner| !inner.is_empty()) {
            Some(inner) => tag = inner,
            None => break,
        }
    }
    tag
}

/// Without `:1.2` at the end.
fn without_number(tag: &str) -> &str {
    match tag.rsplit_once(':') {
        Some((words, number)) if !words.trim().is_empty() && decimal(number.trim()).is_some() => words,
        _ => tag,
    }
}

fn emoticon_like(tag: &str) -> bool {
    let mouth = tag.rfind(['(', ')']).unwrap_or(0);
    emoticon::is_mouth(&tag[..mouth], &tag[mouth..], 0)
}

/// The places of round brackets without a partner; a backslash before one hides it.
fn unmatched(tag: &str) -> (Vec<usize>, Vec<usize>) {
    let (mut open, mut close) = (Vec::new(), Vec::new());
    for (at, byte) in brackets(tag) {
        if byte == b'(' {
            open.push(at);
        } else if open.pop().is_none() {
            close.push(at);
        }
    }
    (open, close)
}

/// Whether the first bracket is closed by the last.
fn is_wrapped(tag: &str) -> bool {
    let mut depth = 0;
    let mut first_closes_at = None;
    for (at, byte) in brackets(tag) {
        depth += if byte == b'(' { 1 } else { -1 };
        if depth == 0 {
            first_closes_at = Some(at);
            break;
        }
    }
    tag.starts_with('(') && first_closes_at.is_some_and(|at| at + 1 == tag.len())
}

fn brackets(tag: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    let hidden = |at: usize| at > 0 && tag.as_bytes()[at - 1] == b'\\';
    tag.bytes().enumerate().filter(move |&(at, byte)| matches!(byte, b'(' | b')') && !hidden(at))
}

#[cfg(test)]
mod tests {
    use crate::grammar::{Dialect, parse};

    #[test]
    fn weights_of_both_worlds_are_gone() {
        for (typed, expected) in [
            ("{smile}", vec!["smile"]),
            ("1.2::smile::, [tears]", vec!["smile", "tears"]),
            ("(smile:1.2)", vec!["smile"]),
            ("((smile))", vec!["smile"]),
            ("(a, b:1.2)", vec!["a", "b"]),
            ("name (series)", vec!["name (series)"]),
            ("name \\(series\\)", vec!["name (series)"]),
            ("(name \\(series\\):1.1)", vec!["name (series)"]),
            (":), >:(, :D", vec![":)", ">:(", ":d"]),
            ("(o)_(o), ^_^", vec!["(o)_(o)", "^_^"]),
            ("long_hair\n한글 태그", vec!["long hair", "한글 태그"]),
            ("artist:foo, year 2023", vec!["artist:foo", "year 2023"]),
            ("()", vec!["()"]),
        ] {
            let tags: Vec<String> = parse(typed, Dialect::Plain).tags.into_iter().map(|tag| tag.canonical).collect();
            assert_eq!(tags, expected, "{typed}");
        }
    }
}

//! AUTOMATIC1111: `(x)` strengthens, `[x]` weakens, `(x:1.2)` says it by number; `[a:b:0.5]` and `[a|b]` take turns;
//! `\(` is a letter; `BREAK` and `AND` separate; `<lora:name:0.8>` calls a model.

use super::attention::{Atom, Atoms, Strongest};
use super::{Gathered, decimal, emoticon};

const STEP: f64 = 1.1;
/// Names between `<` and `>` are shorter.
const LONGEST_CALL: usize = 300;

pub(super) fn parse(text: &str, found: &mut Gathered) {
    let mut reader = Reader { text, at: 0, tag: 0, atoms: Atoms::default(), round: Vec::new(), square: Vec::new() };
    while reader.at < text.len() {
        reader.step(found);
    }
    gather(text, &reader.atoms, found);
}

/// An open square bracket: where it began, and the borders inside it that count only where it takes turns.
struct Square {
    start: usize,
    round: usize,
    bars: Vec<usize>,
    colon: Option<usize>,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Where the tag that is being read began.
    tag: usize,
    atoms: Atoms,
    round: Vec<usize>,
    square: Vec<Square>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self, found: &mut Gathered) {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return };
        let next = rest[c.len_utf8()..].chars().next();
        match c {
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => self.letters(2),
            ',' | '\n' | '\r' => self.border(Atom::Border, c.len_utf8()),
            '<' => self.call(found),
            '(' | '[' | ')' | ']' => self.bracket(c),
            ':' => self.colon(),
            '|' if !self.square.is_empty() => self.bar(),
            'B' if self.is_word("BREAK") => self.border(Atom::Border, 5),
            'A' if self.is_word("AND") => self.border(Atom::Also, 3),
            c => self.letters(c.len_utf8() + plain(&rest.as_bytes()[c.len_utf8()..])),
        }
    }

    fn letters(&mut self, count: usize) {
        self.atoms.text(self.at, self.at + count);
        self.at += count;
    }

    fn border(&mut self, atom: Atom, count: usize) {
        self.atoms.push(atom);
        self.at += count;
        self.tag = self.at;
    }

    fn is_word(&self, word: &str) -> bool {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        let before = self.text[..self.at].chars().next_back();
        self.rest().strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_letter))
            && !before.is_some_and(is_letter)
    }

    fn bracket(&mut self, c: char) {
        let open = match c {
            ')' => self.round.len(),
            ']' => self.square.len(),
            _ => 0,
        };
        if emoticon::is_mouth(self.eyes(), self.rest(), open) {
            return self.letters(1);
        }
        let mark = self.atoms.mark();
        match c {
            '(' => self.round.push(mark),
            '[' => self.square.push(Square { start: mark, round: self.round.len(), bars: Vec::new(), colon: None }),
            ')' => _ = self.round.pop().map(|start| self.atoms.scale(start, STEP)),
            _ => self.close_square(),
        }
        self.at += 1;
    }

    /// The end of the tag so far, as much as can be eyes.
    fn eyes(&self) -> &'a str {
        let tag = &self.text[self.tag..self.at];
        let start = tag.char_indices().rev().take(6).last().map_or(0, |(at, _)| at);
        tag[start..].trim_start_matches(['(', '['])
    }

    /// `[x]` weakens; `[a|b]` takes turns without weakening.
    fn close_square(&mut self) {
        let Some(square) = self.square.pop() else { return };
        if square.bars.is_empty() {
            self.atoms.scale(square.start, 1.0 / STEP);
        }
        square.bars.into_iter().for_each(|at| self.atoms.list[at] = Atom::Border);
    }

    fn bar(&mut self) {
        self.atoms.mark();
        let index = self.atoms.list.len();
        self.atoms.push(Atom::Text(self.at, self.at + 1));
        self.atoms.mark();
        self.at += 1;
        if let Some(square) = self.square.last_mut() {
            square.bars.push(index);
        }
    }

    /// A number behind the colon may end a round bracket as its weight, or a square one as the step of an exchange.
    fn colon(&mut self) {
        let behind = &self.rest()[1..];
        let end = behind.find([')', ']', ',', '(', '[', ':', '\n']).filter(|&end| end <= 24);
        // Behind nothing it is a face: `(:3)`.
        let weighs = !self.text[self.tag..self.at].trim_end().is_empty()
            && !self.text[..self.at].trim_end().ends_with(['(', '[', '|']);
        let number = end.filter(|_| weighs).and_then(|end| decimal(behind[..end].trim()));
        let in_square = self.square.last().is_some_and(|square| square.round >= self.round.len());
        match (number, end.map(|end| behind.as_bytes()[end])) {
            (Some(number), Some(b')')) if !self.round.is_empty() => {
                let start = self.round.pop().unwrap_or_default();
                self.atoms.scale(start, number);
                self.at += 1 + end.unwrap_or(0) + 1;
            }
            (Some(_), Some(b']')) if in_square => {
                if let Some(at) = self.square.pop().and_then(|square| square.colon) {
                    self.atoms.list[at] = Atom::Border;
                }
                self.at += 1 + end.unwrap_or(0) + 1;
            }
            _ => {
                self.atoms.mark();
                let index = self.atoms.list.len();
                self.atoms.push(Atom::Text(self.at, self.at + 1));
                self.atoms.mark();
                self.at += 1;
                if let Some(square) = self.square.last_mut().filter(|_| in_square) {
                    square.colon = Some(index);
                }
            }
        }
    }

    /// `<lora:name:0.8>` and its kin; anything else in angle brackets is text.
    fn call(&mut self, found: &mut Gathered) {
        let rest = self.rest();
        let window = &rest.as_bytes()[..rest.len().min(LONGEST_CALL)];
        let end = window.iter().position(|&byte| byte == b'>');
        match end.and_then(|end| lora(&rest[1..end])) {
            Some(lora) => {
                found.lora(lora);
                self.border(Atom::Border, end.unwrap_or(0) + 1);
            }
            None => self.letters(1),
        }
    }
}

/// How many bytes stand here that no rule looks at; all signs are ASCII, so that a run ends at a character.
fn plain(bytes: &[u8]) -> usize {
    let sign = |byte: &u8| {
        matches!(byte, b'\\' | b',' | b'\n' | b'\r' | b'<' | b'(' | b'[' | b')' | b']' | b':' | b'|' | b'B' | b'A')
    };
    bytes.iter().position(sign).unwrap_or(bytes.len())
}

fn lora(call: &str) -> Option<(String, f64)> {
    let mut parts = call.split(':');
    if !matches!(parts.next()?.trim(), "lora" | "lyco" | "hypernet" | "lora-sd") {
        return None;
    }
    let name = parts.next()?.trim();
    let weight = parts.find_map(|part| decimal(part.trim())).unwrap_or(1.0);
    (!name.is_empty()).then(|| (name.to_owned(), weight))
}

/// Join atoms to tags.
fn gather(text: &str, atoms: &Atoms, found: &mut Gathered) {
    let composed = atoms.list.contains(&Atom::Also);
    let (mut tag, mut weight) = (String::new(), Strongest::none());
    let mut part: Vec<(String, f64)> = Vec::new();
    for (atom, scale) in atoms.weighted().chain([(Atom::Also, 1.0)]) {
        if let Atom::Text(start, end) = atom {
            let words = &text[start..end];
            tag.push_str(words);
            if !words.trim().is_empty() {
                weight.see(scale);
            }
            continue;
        }
        part.push((std::mem::take(&mut tag), std::mem::replace(&mut weight, Strongest::none()).0));
        if atom == Atom::Also {
            let whole = if composed { weight_of_part(&mut part) } else { 1.0 };
            part.drain(..).for_each(|(tag, weight)| found.push(&tag, weight * whole));
        }
    }
}

/// `a, b :1.2 AND c`: the weight of everything up to `AND`.
fn weight_of_part(part: &mut [(String, f64)]) -> f64 {
    let Some((last, _)) = part.last_mut() else { return 1.0 };
    let Some((words, number)) = last.rsplit_once(':') else { return 1.0 };
    let Some(number) = decimal(number.trim()).filter(|_| !words.trim().is_empty()) else { return 1.0 };
    *last = words.to_owned();
    number
}

#[cfg(test)]
mod tests {
    use crate::grammar::{Dialect, parse};

    fn check(text: &str, expected: &[(&str, f64)]) {
        let found: Vec<_> =
            parse(text, Dialect::A1111).tags.into_iter().map(|tag| (tag.canonical, tag.weight)).collect();
        let expected: Vec<_> = expected.iter().map(|(tag, weight)| ((*tag).to_owned(), *weight)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn brackets_and_numbers() {
        check("(tag:1.2), ((b)), [c], d", &[("tag", 1.2), ("b", 1.21), ("c", 0.909_091), ("d", 1.0)]);
        check("(a, b:1.2)", &[("a", 1.2), ("b", 1.2)]);
        check("((a:1.5), b)", &[("a", 1.65), ("b", 1.1)]);
        check("(a:0), (b:-1), ((c:-1):-2)", &[("a", 0.0), ("b", -1.0), ("c", 2.0)]);
        check("woman (fennec ears:1.1), x", &[("woman fennec ears", 1.1), ("x", 1.0)]);
        check("(a, b", &[("a", 1.0), ("b", 1.0)]);
        check("a), b]", &[("a", 1.0), ("b", 1.0)]);
        check("( a : 1.3 )", &[("a", 1.3)]);
    }

    #[test]
    fn escapes_and_faces() {
        check("name \\(series\\), (name \\(b\\):1.2)", &[("name (series)", 1.0), ("name (b)", 1.2)]);
        check(":), >:(, :D, (:), ^_^", &[(":)", 1.0), (">:(", 1.0), (":d", 1.0), (":", 1.1), ("^_^", 1.0)]);
        check("(:))", &[(":)", 1.1)]);
        check("{a}, a|b", &[("{a}", 1.0), ("a|b", 1.0)]);
    }

    #[test]
    fn exchanges_and_turns() {
        check("[a:b:0.5], [c:10], [d::0.3]", &[("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)]);
        check("[a|b|c] hair", &[("a", 1.0), ("b", 1.0), ("c hair", 1.0)]);
        check("[artist:foo]", &[("artist:foo", 0.909_091)]);
        check("[(a:1.2):b:0.5]", &[("a", 1.2), ("b", 1.0)]);
        check("[a, b:c, d:5]", &[("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)]);
    }

    #[test]
    fn words_that_separate() {
        check(
            "a BREAK b AND c, BREAKFAST, ANDROID",
            &[("a", 1.0), ("b", 1.0), ("c", 1.0), ("breakfast", 1.0), ("android", 1.0)],
        );
        check("a, b :1.5 AND c :0.5", &[("a", 1.5), ("b", 1.5), ("c", 0.5)]);
        check("masterpiece\nbest quality", &[("masterpiece", 1.0), ("best quality", 1.0)]);
    }

    #[test]
    fn calls() {
        let found = parse("a <lora:detail_v2:0.8>, <lyco:x:1:0.5> b, <hypernet:y>, <b>, <lora", Dialect::A1111);
        let tags: Vec<_> = found.tags.iter().map(|tag| tag.canonical.as_str()).collect();
        assert_eq!(tags, ["a", "b", "<b>", "<lora"]);
        assert_eq!(found.loras, [("detail_v2".to_owned(), 0.8), ("x".to_owned(), 1.0), ("y".to_owned(), 1.0)]);
    }

    #[test]
    fn deep_nesting_costs_one_pass() {
        let text = format!("{}x{}", "(a".repeat(200_000), ")".repeat(200_000));
        assert_eq!(parse(&text, Dialect::A1111).tags.len(), 1);
        for one in ["(", "[", ":", "(:", "[a|", "((:", "<", "\\", "a:1) "] {
            assert!(parse(&one.repeat(300_000), Dialect::A1111).tags.len() < 3, "{one}");
            assert!(parse(&one.repeat(300_000), Dialect::Nai).tags.len() < 3, "{one}");
            assert!(parse(&one.repeat(300_000), Dialect::Plain).tags.len() < 3, "{one}");
        }
    }
}

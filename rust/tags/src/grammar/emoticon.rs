//! Tags that are faces: their brackets, bars and underscores are no syntax.

/// Faces with an underscore that are longer than three characters.
const LONG: &[&str] = &["(o)_(o)", "<o>_<o>", "<|>_<|>", "||_||", "\\(^_^)/", "\\(o\\)_\\(o\\)", "(^_^)", "(>_<)"];

/// Faces with a bar, which elsewhere separates.
const BARRED: &[&str] = &["|_|", "||_||", "<|>_<|>", ":|", ";|", ">:|", ":-|", "=|", "|:", "\\||/", ":||"];

/// What may stand before a mouth, as everything of its tag.
const EYES: &[&str] = &[":", ";", "=", ">:", ">;", ":'", ":-", ";-", ":^", "|:"];

/// Whether the underscore of `tag` belongs to a face: `^_^`, `o_o`, `@_@`.
pub(crate) fn has_underscore(tag: &str) -> bool {
    if LONG.contains(&tag) {
        return true;
    }
    let mut chars = tag.chars();
    let (Some(left), Some('_'), Some(right), None) = (chars.next(), chars.next(), chars.next(), chars.next()) else {
        return false;
    };
    let face = |c: char| !c.is_whitespace() && c != '_';
    let word = |c: char| c.is_alphabetic();
    // `a_b` is two letters with a blank between; `o_o` looks at us.
    face(left) && face(right) && (left.to_lowercase().eq(right.to_lowercase()) || !word(left) || !word(right))
}

/// Whether `tag` is a face in which bars are no separators.
pub(crate) fn is_barred(tag: &str) -> bool {
    BARRED.contains(&tag)
}

/// Whether a bracket is the mouth of a face: `before` is its tag so far, `rest` begins with the bracket, `open` is how
/// many brackets of its kind could be closed by it (none for an opening one).
pub(crate) fn is_mouth(before: &str, rest: &str, open: usize) -> bool {
    let Some(mouth) = rest.chars().next() else { return false };
    if !EYES.contains(&before.trim()) {
        return false;
    }
    // As many closing brackets as are open close them; the one before those is a mouth.
    let run = rest.chars().take(open + 1).take_while(|&c| c == mouth).count();
    let closing = matches!(mouth, ')' | ']' | '}');
    let behind = rest[mouth.len_utf8()..].chars().next();
    let ends = behind.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '|' | ':' | ')' | ']' | '}' | '='));
    if closing { run > open } else { ends }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_and_words() {
        for face in ["^_^", "o_o", "O_o", "0_0", ">_o", "@_@", "-_-", ";_;", "||_||", "(o)_(o)", "6_9"] {
            assert!(has_underscore(face), "{face}");
        }
        for word in ["a_b", "long_hair", "_", "__", "___", "a_", "x_ray", "한_글"] {
            assert!(!has_underscore(word), "{word}");
        }
    }

    #[test]
    fn mouths_and_brackets() {
        for (before, rest, open) in [(":", "[", 0), (" >:", "(, b", 0), (":", ")", 0), (";", "}, x", 0), (":", "))", 1)]
        {
            assert!(is_mouth(before, rest, open), "{before}{rest}");
        }
        for (before, rest, open) in [("a:", "[", 0), (":", ")", 1), (":", "(a)", 0), ("", "(", 0), (":", "]]", 2)] {
            assert!(!is_mouth(before, rest, open), "{before}{rest}");
        }
    }
}

use unicode_normalization::UnicodeNormalization;

use super::emoticon;

/// The form in which tags are compared: NFC, case-folded, `_` as a blank but in emoticons, brackets without the
/// backslash before them, single blanks, nothing around.
pub fn canonical(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    canonical_onto(text, &mut form);
    form
}

/// Append the canonical form.
pub(super) fn canonical_onto(text: &str, out: &mut String) {
    if is_canonical(text) {
        out.push_str(text);
    } else if text.is_ascii() && !text.contains(['_', '\\']) {
        let start = out.len();
        text.bytes().for_each(|byte| {
            if is_blank(byte) { blank(out, start) } else { out.push(byte.to_ascii_lowercase().into()) }
        });
        out.truncate(start + out[start..].trim_end().len());
    } else {
        out.push_str(&by_steps(text));
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Whether a text is surely its own canonical form; most tags are.
fn is_canonical(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        let as_it_is =
            matches!(byte, b'!'..=b'@' | b'[' | b']' | b'^' | b'`'..=b'~') || (byte == b' ' && before != b' ');
        if !as_it_is {
            return false;
        }
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// Folding may leave something to compose, and a backslash may have hidden another.
fn by_steps(text: &str) -> String {
    let mut form = once(text);
    for _ in 0..8 {
        let next = once(&form);
        if next == form {
            break;
        }
        form = next;
    }
    form
}

fn once(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii()) {
        return tidy(&text.to_ascii_lowercase());
    }
    let composed: String = text.nfc().collect();
    // Upper and back again folds what has several lower forms.
    let folded: String = composed.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect();
    tidy(&folded)
}

fn tidy(text: &str) -> String {
    let keep_bars = emoticon::has_underscore(text.trim());
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| matches!(next, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')) => {}
            '_' if !keep_bars => blank(&mut out, 0),
            c if c.is_whitespace() => blank(&mut out, 0),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A blank where one belongs behind what was appended since `start`.
fn blank(out: &mut String, start: usize) {
    if out.len() > start && !out.ends_with(' ') {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_that_are_the_same() {
        for (spelling, form) in [
            ("Long_Hair", "long hair"),
            ("  long \u{3000} hair\u{a0}", "long hair"),
            ("name \\(series\\)", "name (series)"),
            ("name (series)", "name (series)"),
            ("^_^", "^_^"),
            ("\\(o\\)_\\(o\\)", "(o)_(o)"),
            ("O_O", "o_o"),
            (">_<", ">_<"),
            ("a_b_c", "a b c"),
            ("\u{1112}\u{1161}\u{11ab}글_태그", "한글 태그"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("Σίσυφος", "σίσυφοσ"),
            ("\\o/", "\\o/"),
            ("_", ""),
        ] {
            assert_eq!(canonical(spelling), form, "{spelling}");
        }
    }

    #[test]
    fn short_cuts_lead_to_the_same() {
        for text in
            ["", " ", "a", "a b", "a  b ", " A\t\u{b}b\r", "x\u{1c}Y", "[a]^`{|}~", "a_B", "\\(a\\)", "~\u{7f}", "@_@"]
        {
            assert_eq!(canonical(text), by_steps(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn short_cuts_never_matter(text in "[ -~\t\n\u{b}]{0,16}") {
            prop_assert_eq!(canonical(&text), by_steps(&text));
        }

        #[test]
        fn twice_is_once(text in "\\PC{0,24}") {
            let form = canonical(&text);
            prop_assert_eq!(canonical(&form), form);
        }

        #[test]
        fn twice_is_once_for_what_prompts_have(text in "[ a-zA-Z_\\\\(){}<>^|:;.ßİ한가\u{1112}\u{1161}\u{301}]{0,24}") {
            let form = canonical(&text);
            prop_assert_eq!(canonical(&form), form);
        }
    }
}

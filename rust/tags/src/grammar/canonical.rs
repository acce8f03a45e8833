use unicode_normalization::UnicodeNormalization;

use super::emoticon;

/// The form in which tags are compared: NFC, case-folded, `_` as a blank but in emoticons, brackets without the
/// backslash before them, single blanks, nothing around.
pub fn canonical(text: &str) -> String {
    let mut form = once(text);
    // Folding may leave something to compose, and a backslash may have hidden another.
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
            '_' if !keep_bars => blank(&mut out),
            c if c.is_whitespace() => blank(&mut out),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
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

    proptest! {
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

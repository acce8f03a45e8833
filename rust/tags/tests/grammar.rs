//! Whatever stands around the tags of a prompt, no tag is lost and none is invented.

use imageparser_tags::grammar::{Dialect, canonical, parse};
use proptest::prelude::*;

/// Plain words as prompts have them, Hangul among them.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{2,8}( [a-z]{2,6}){0,2}",
        "[가-힣]{1,5}( [가-힣]{1,3})?",
        "artist:[a-z]{2,8}",
        "[a-z]{2,6} \\([a-z]{2,6}\\)",
        Just("1girl".to_owned()),
        Just(":3".to_owned()),
        Just("^_^".to_owned()),
    ]
}

fn separator() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(", "), Just(","), Just(" , \n"), Just("\n"), Just(",,\r\n ")]
}

fn nai_around() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop_oneof![
        Just(("", "")),
        Just(("{", "}")),
        Just(("{{[", "]}}")),
        Just(("[[", "]")),
        Just(("1.5::", "::")),
        Just(("-0.25:: ", " ::")),
        Just((".5::{", "}::")),
        Just(("||", "|zz||")),
    ]
}

fn a1111_around() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop_oneof![
        Just(("", "")),
        Just(("(", ")")),
        Just(("((", "):1.2)")),
        Just(("(", ":0.8)")),
        Just(("[", "]")),
        Just(("[", ":zz:0.5]")),
        Just(("[zz|", "]")),
        Just(("<lora:zz:1>, ", "")),
        Just(("BREAK ", " AND zz")),
    ]
}

fn prompt(
    around: impl Strategy<Value = (&'static str, &'static str)>,
) -> impl Strategy<Value = (Vec<String>, Vec<(&'static str, &'static str)>, &'static str)> {
    prop::collection::vec((word(), around), 1..8)
        .prop_map(|parts| parts.into_iter().unzip::<_, _, Vec<_>, Vec<_>>())
        .prop_flat_map(|(words, around)| (Just(words), Just(around), separator()))
}

fn check(
    words: &[String],
    around: &[(&str, &str)],
    separator: &str,
    dialect: Dialect,
    write: impl Fn(&str) -> String,
) -> Result<(), TestCaseError> {
    let parts: Vec<String> =
        words.iter().zip(around).map(|(word, (before, after))| format!("{before}{}{after}", write(word))).collect();
    let text = parts.join(separator);
    let found: Vec<String> = parse(&text, dialect).tags.into_iter().map(|tag| tag.canonical).collect();
    let wanted: Vec<String> = words.iter().map(|word| canonical(word)).collect();
    for word in &wanted {
        prop_assert!(found.contains(word), "{word:?} of {text:?} is not in {found:?}");
    }
    for tag in &found {
        prop_assert!(wanted.contains(tag) || tag == "zz", "{tag:?} is not in {text:?}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn nai((words, around, separator) in prompt(nai_around())) {
        check(&words, &around, separator, Dialect::Nai, str::to_owned)?;
    }

    #[test]
    fn a1111((words, around, separator) in prompt(a1111_around())) {
        check(&words, &around, separator, Dialect::A1111, |word| word.replace('(', "\\(").replace(')', "\\)"))?;
    }

    #[test]
    fn plain((words, around, separator) in prompt(nai_around())) {
        check(&words, &around, separator, Dialect::Plain, str::to_owned)?;
    }

    #[test]
    fn what_people_type_is_found_again(words in prop::collection::vec(word(), 1..6)) {
        let typed = words.join(", ");
        let of = |dialect| -> Vec<String> { parse(&typed, dialect).tags.into_iter().map(|tag| tag.canonical).collect() };
        prop_assert_eq!(of(Dialect::Plain), of(Dialect::Nai));
    }

    #[test]
    fn anything_goes(text in "\\PC{0,80}", syntax in "[(){}\\[\\]:|,<>0-9.\\\\aB AND\n-]{0,120}") {
        for text in [&text, &syntax, &format!("{syntax}{text}{syntax}")] {
            for dialect in [Dialect::Nai, Dialect::A1111, Dialect::Plain] {
                for tag in parse(text, dialect).tags {
                    prop_assert!(!tag.canonical.is_empty() && tag.weight.is_finite());
                    prop_assert_eq!(canonical(&tag.spelling), tag.canonical.clone());
                    prop_assert_eq!(canonical(&tag.canonical), tag.canonical);
                }
            }
        }
    }
}

use proptest::prelude::*;

use super::write::bytes;
use super::{EngineValue, parse};
use EngineValue::{Bool, Dict, List, Name, Null, Number, Text};

fn value() -> impl Strategy<Value = EngineValue> {
    let leaf = prop_oneof![
        prop_oneof![Just(0.5), Just(-0.5), -1e6f64..1e6, (-999i32..999).prop_map(f64::from)].prop_map(Number),
        any::<bool>().prop_map(Bool),
        "[()\\\\a-z안녕⠨⡜\r]{0,9}".prop_map(Text),
        "[A-Za-z0-9]{1,8}".prop_map(Name),
        Just(Null),
    ];
    leaf.prop_recursive(5, 80, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(List),
            prop::collection::vec(("[A-Za-z0-9]{1,8}", inner), 0..6).prop_map(Dict),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_is_written_reads_back_equal(inner in value()) {
        let whole = Dict(vec![("EngineDict".to_owned(), inner)]);
        let written = bytes(&whole);
        prop_assert_eq!(parse(&written).expect("good"), whole.clone());
        let bare = &written[2..written.len() - 2];
        prop_assert_eq!(parse(bare).expect("without brackets"), whole);
        for end in 0..written.len() {
            prop_assert!(parse(&written[..end]).is_err(), "cut at {}", end);
        }
    }

    #[test]
    fn random_bytes_end(data in prop::collection::vec(prop::sample::select(b"<>[]()/\\ aT1.-\n".to_vec()), 0..200)) {
        let _ = parse(&data);
    }
}

#[test]
fn as_photoshop_writes_it() {
    // The second byte of U+D55C is that of a backslash, which is escaped like any other.
    let data = b"\n\n<<\n\t/EngineDict\n\t<<\n\t\t/Editor << /Text (\xFE\xFF\xD5\\\x5C\x00\\(\x00\\)\x00\r) >>\n\t/Values [ 1.0 .5 -.25 3 ]\
        /On true /Off false /Old (Arial) /Kind /nil >>\n>>\0\0";
    let found = parse(data).expect("good");
    let dict = found.get("EngineDict").expect("there");
    assert_eq!(dict.at(&["Editor", "Text"]).and_then(EngineValue::text), Some("\u{D55C}()\r"));
    let numbers: Vec<f64> = dict.get("Values").expect("there").list().iter().filter_map(EngineValue::number).collect();
    assert_eq!(numbers, [1.0, 0.5, -0.25, 3.0]);
    assert_eq!((dict.get("On"), dict.get("Off")), (Some(&Bool(true)), Some(&Bool(false))));
    assert_eq!(dict.get("Old").and_then(EngineValue::text), Some("Arial"));
    assert_eq!(dict.get("Kind"), Some(&Name("nil".to_owned())));
}

#[test]
fn faults_are_named_with_their_place() {
    let message = |data: &[u8]| parse(data).expect_err("bad").message().to_owned();
    assert_eq!(message(b""), "engine data at offset 0: ends early");
    assert_eq!(message(b"<< /A (abc"), "engine data at offset 6: a string without an end");
    assert_eq!(message(b"<< /A (abc\\"), "engine data at offset 6: a string without an end");
    assert_eq!(message(b"<< 1 2 >>"), "engine data at offset 4: a dictionary item without a name");
    assert_eq!(message(b"[ inf ]"), "engine data at offset 2: neither a number nor a boolean");
    assert_eq!(message(b"[ 1 >>"), "engine data at offset 6: a bracket that closes nothing");
    assert!(message(&b"[".repeat(1000)).contains("too deep"));
    assert!(message(&[b"[".as_slice(), &b"1 ".repeat(600_000)].concat()).contains("too many"));
}

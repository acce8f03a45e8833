use imageparser_base::{ErrorKind, Result, SliceSource};
use proptest::prelude::*;

use super::write::{bytes, made, versioned};
use super::{Descriptor, Value, from_block, text_item};
use crate::section::Section;

fn read(data: &[u8]) -> Result<Descriptor> {
    let mut source = SliceSource(data);
    Descriptor::read(&mut Section::new(&mut source, "descriptor", 0, u64::MAX), 1 << 16)
}

fn text(data: &[u8]) -> Result<Option<String>> {
    let mut source = SliceSource(data);
    text_item(&mut Section::new(&mut source, "descriptor", 0, u64::MAX), "Txt ", 1 << 16)
}

fn value() -> impl Strategy<Value = Value> {
    let number = -1e9f64..1e9;
    let unit = prop::sample::select(vec![*b"#Pxl", *b"#Prc", *b"#Ang"]);
    let name = || "[A-Za-z]{1,9}";
    let forms = prop::sample::select(vec![
        "prop Lyr0 name",
        "Clss document",
        "Enmr Lyr0 Ordn Trgt",
        "rele Lyr0 -3",
        "Idnt 77",
        "indx 4",
        "name Lyr0 봄",
    ]);
    let leaf = prop_oneof![
        number.clone().prop_map(Value::Double),
        (unit.clone(), number.clone()).prop_map(|(unit, number)| Value::Unit(unit, number)),
        (unit, prop::collection::vec(number, 0..4)).prop_map(|(unit, numbers)| Value::Units(unit, numbers)),
        "[^\0]{0,12}".prop_map(Value::Text),
        (name(), name()).prop_map(|(kind, chosen)| Value::Enum(kind, chosen)),
        any::<i32>().prop_map(Value::Integer),
        any::<i64>().prop_map(Value::Large),
        any::<bool>().prop_map(Value::Bool),
        (name(), name()).prop_map(|(shown, class)| Value::Class(shown, class)),
        prop::collection::vec(forms.prop_map(str::to_owned), 0..5).prop_map(Value::Reference),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(Value::Raw),
    ];
    leaf.prop_recursive(4, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            tree(inner.clone()).prop_map(Value::Object),
            (0u32..9, tree(inner)).prop_map(|(count, inner)| Value::ObjectArray(count, inner)),
        ]
    })
}

fn tree(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Descriptor> {
    let items = prop::collection::vec(("[A-Za-z ]{4}|[A-Za-z]{1,12}", value), 0..7);
    ("[a-z가-힣]{0,5}", "[A-Za-z]{1,8}", items).prop_map(|(name, class, items)| Descriptor { name, class, items })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn what_is_written_reads_back_equal(descriptor in tree(value())) {
        let written = bytes(&descriptor);
        prop_assert_eq!(read(&written).expect("good"), descriptor.clone());
        let block = [b"\0\x07".to_vec(), versioned(&descriptor)].concat();
        prop_assert_eq!(from_block(&block, 2, 1 << 16).expect("good"), descriptor);
    }

    #[test]
    fn cut_and_flipped_descriptors_end(descriptor in tree(value()), places in prop::collection::vec(any::<u16>(), 1..5)) {
        let mut written = bytes(&descriptor);
        let end = usize::from(places[0]) % written.len();
        prop_assert!(read(&written[..end]).is_err());
        for place in places {
            let place = usize::from(place) % written.len();
            written[place] = written[place].wrapping_mul(131).wrapping_add(255);
        }
        let _ = read(&written);
    }
}

#[test]
fn the_text_at_the_top_level_is_found() {
    let inner = made("null", &[("Txt ", Value::Text("inner".to_owned()))]);
    let found = Value::Text("안녕\rhi".to_owned());
    let items = [("nest", Value::Object(inner)), ("flag", Value::Bool(true)), ("Txt ", found)];
    assert_eq!(text(&bytes(&made("TxLr", &items))).expect("good"), Some("안녕\rhi".to_owned()));
    assert_eq!(text(&bytes(&made("TxLr", &items[..2]))).expect("good"), None, "only the top level counts");
    let mut cut = bytes(&made("TxLr", &items));
    cut.extend(b"anything");
    assert!(text(&cut).is_ok(), "nothing behind the text is read");
}

#[test]
fn what_cannot_be_read_is_named() {
    let mut odd = bytes(&made("null", &[("what", Value::Bool(true))]));
    let place = odd.windows(4).position(|four| four == b"bool").expect("written");
    odd[place..place + 4].copy_from_slice(b"????");
    let error = read(&odd).expect_err("unknown");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.message(), format!("descriptor at offset {place}: unknown type '????'"));
    let error = from_block(b"\0\0\0\x11", 0, 9).expect_err("version 17");
    assert_eq!(error.message(), "descriptor at offset 0: version 17");
    let deep = (0..40).fold(made("null", &[]), |inner, _| made("null", &[("nest", Value::Object(inner))]));
    assert!(read(&bytes(&deep)).expect_err("deep").message().contains("too deep"));
    let long = made("null", &[("long", Value::Raw(vec![0; 70_000]))]);
    assert_eq!(read(&bytes(&long)).expect_err("over the limit").kind(), ErrorKind::TooLarge);
}

#[test]
fn hostile_counts_take_no_memory() {
    let head = [b"\0\0\0\0\0\0\0\0null".as_slice(), b"\0\0\0\x01\0\0\0\0list"].concat();
    for tail in [
        b"VlLs\xff\xff\xff\xff".as_slice(),
        b"UnFl#Pxl\xff\xff\xff\xff",
        b"TEXT\xff\xff\xff\xff",
        b"tdta\xff\xff\xff\xff",
        b"obj \xff\xff\xff\xff",
        b"ObAr\xff\xff\xff\xff",
        b"Objc\0\0\0\0\0\0\0\0null\xff\xff\xff\xff",
    ] {
        let error = read(&[head.as_slice(), tail].concat()).expect_err("hostile");
        assert!(matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::TooLarge), "{error}");
    }
    let flags = [head.as_slice(), b"VlLs\0\x0f\xff\xff", &b"bool\x01".repeat(600_000)].concat();
    assert!(read(&flags).expect_err("too many").message().contains("too many values"));
}

//! Writes descriptors, for tests only (those of the crate and those in its folder `tests`).

use super::{Descriptor, Value};

/// The descriptor as it stands in a block, behind its version.
pub(crate) fn versioned(descriptor: &Descriptor) -> Vec<u8> {
    [16u32.to_be_bytes().as_slice(), &bytes(descriptor)].concat()
}

/// A descriptor without display name.
pub(crate) fn made(class: &str, items: &[(&str, Value)]) -> Descriptor {
    let items = items.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    Descriptor { name: String::new(), class: class.to_owned(), items }
}

/// The descriptor alone.
pub(crate) fn bytes(descriptor: &Descriptor) -> Vec<u8> {
    let mut out = unicode(&descriptor.name);
    out.extend(key(&descriptor.class));
    out.extend((descriptor.items.len() as u32).to_be_bytes());
    for (name, value) in &descriptor.items {
        out.extend(key(name));
        out.extend(typed(value));
    }
    out
}

pub(crate) fn unicode(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    [&(units.len() as u32 / 2).to_be_bytes(), units.as_slice()].concat()
}

fn key(name: &str) -> Vec<u8> {
    let length = if name.len() == 4 { 0 } else { name.len() as u32 };
    [&length.to_be_bytes(), name.as_bytes()].concat()
}

fn typed(value: &Value) -> Vec<u8> {
    let counted = |length: usize, rest: Vec<u8>| [(length as u32).to_be_bytes().to_vec(), rest].concat();
    let (kind, data): (&[u8; 4], Vec<u8>) = match value {
        Value::Object(inner) => (b"Objc", bytes(inner)),
        Value::List(values) => (b"VlLs", counted(values.len(), values.iter().flat_map(typed).collect())),
        Value::Double(number) => (b"doub", number.to_be_bytes().to_vec()),
        Value::Unit(unit, number) => (b"UntF", [unit.as_slice(), &number.to_be_bytes()].concat()),
        Value::Units(unit, numbers) => {
            let numbers = counted(numbers.len(), numbers.iter().flat_map(|number| number.to_be_bytes()).collect());
            (b"UnFl", [unit.to_vec(), numbers].concat())
        }
        Value::Text(text) => (b"TEXT", unicode(text)),
        Value::Enum(kind, chosen) => (b"enum", [key(kind), key(chosen)].concat()),
        Value::Integer(number) => (b"long", number.to_be_bytes().to_vec()),
        Value::Large(number) => (b"comp", number.to_be_bytes().to_vec()),
        Value::Bool(yes) => (b"bool", vec![u8::from(*yes)]),
        Value::Class(name, class) => (b"type", [unicode(name), key(class)].concat()),
        Value::Reference(forms) => (b"obj ", counted(forms.len(), forms.iter().flat_map(|text| form(text)).collect())),
        Value::Raw(data) => (b"tdta", counted(data.len(), data.clone())),
        Value::ObjectArray(count, inner) => (b"ObAr", counted(*count as usize, bytes(inner))),
    };
    [kind.as_slice(), &data].concat()
}

/// A form written from its readable text; the words must be free of blanks.
fn form(text: &str) -> Vec<u8> {
    let words: Vec<&str> = text.split(' ').collect();
    let number = |at: usize| words[at].parse::<i64>().expect("a number").to_be_bytes()[4..].to_vec();
    let class = |at: usize| [unicode(""), key(words[at])].concat();
    let rest = match words[0] {
        "prop" => [class(1), key(words[2])].concat(),
        "Enmr" => [class(1), key(words[2]), key(words[3])].concat(),
        "rele" => [class(1), number(2)].concat(),
        "name" => [class(1), unicode(words[2])].concat(),
        "Clss" => class(1),
        _ => number(1),
    };
    [words[0].as_bytes(), &rest].concat()
}

//! Writes engine data, for tests only.

use super::EngineValue;

pub(crate) fn bytes(value: &EngineValue) -> Vec<u8> {
    match value {
        EngineValue::Dict(items) => {
            let items =
                items.iter().flat_map(|(key, value)| [b"\t/", key.as_bytes(), b" ", &bytes(value), b"\n"].concat());
            [b"<<\n".to_vec(), items.collect(), b">>".to_vec()].concat()
        }
        EngineValue::List(values) => {
            let values = values.iter().flat_map(|value| [b" ".to_vec(), bytes(value)].concat());
            [b"[".to_vec(), values.collect(), b" ]".to_vec()].concat()
        }
        // Photoshop leaves out the zero before the point.
        EngineValue::Number(number) => {
            number.to_string().replacen("0.", ".", usize::from(number.abs() < 1.0)).into_bytes()
        }
        EngineValue::Bool(yes) => yes.to_string().into_bytes(),
        EngineValue::Text(text) => string(text),
        EngineValue::Name(name) => format!("/{name}").into_bytes(),
        EngineValue::Null => b"null".to_vec(),
    }
}

fn string(text: &str) -> Vec<u8> {
    let mut out = b"(".to_vec();
    for byte in [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)) {
        if b"()\\".contains(&byte) {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b')');
    out
}

use std::fmt::{self, Write};
use std::path::Path;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The identity of a path: its text in Unicode NFC with `/` between parts.
///
/// Opening always uses the original bytes; only comparing, storing and searching use the key. Bytes that
/// are no UTF-8 (a Shift-JIS name on Linux) become `%XX`-style escapes behind U+FFFD, so that two
/// different raw names never share a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PathKey(String);

impl PathKey {
    /// Make the key of `path`.
    pub fn new(path: &Path) -> Self {
        let bytes = path.as_os_str().as_encoded_bytes();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) if is_nfc(text) => text.to_owned(),
            Ok(text) => text.nfc().collect(),
            Err(_) => escape(bytes),
        };
        Self(if cfg!(windows) { text.replace('\\', "/") } else { text })
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as an owned string.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for PathKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn escape(bytes: &[u8]) -> String {
    let mut key = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        key.extend(chunk.valid().nfc());
        for byte in chunk.invalid() {
            let _ = write!(key, "\u{FFFD}{byte:02X}"); // writing to a String cannot fail
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nfd_and_nfc_hangul_share_a_key() {
        let nfc = PathKey::new(Path::new("/사진/한글.png"));
        let nfd: String = "/사진/한글.png".nfd().collect();
        assert_eq!(PathKey::new(Path::new(&nfd)), nfc);
    }

    #[cfg(unix)]
    #[test]
    fn broken_bytes_stay_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let a = PathKey::new(Path::new(OsStr::from_bytes(b"a\x83\x65.png")));
        let b = PathKey::new(Path::new(OsStr::from_bytes(b"a\x84\x65.png")));
        assert_ne!(a, b);
        assert_eq!(a.as_str(), "a\u{FFFD}83e.png");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,40}") {
            let key = PathKey::new(Path::new(&text));
            prop_assert_eq!(PathKey::new(Path::new(key.as_str())), key.clone());
        }
    }
}

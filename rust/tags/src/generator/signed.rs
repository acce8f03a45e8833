use ed25519_compact::{PublicKey, Signature, VerifyingState};

/// NovelAI's public key, from its published reader.
const KEY: &[u8] = b"Y2JcQAOhLwzwSDUJPNgL04nS0Tbqm7cSRc4xk0vRMic=";
const MEMBER: &str = ", \"signed_hash\": \"";

/// What NovelAI signed: the colours of all pixels row by row, then the settings without the signature itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    settings: String,
    signature: [u8; 64],
}

impl Signed {
    /// The signature inside settings that are as NovelAI wrote them; other spellings of the same JSON cannot be checked.
    pub(super) fn new(settings: &str) -> Option<Self> {
        let at = memchr::memmem::find(settings.as_bytes(), MEMBER.as_bytes())?;
        let (before, rest) = (&settings[..at], &settings[at + MEMBER.len()..]);
        let (signature, after) = rest.split_once('"')?;
        Some(Self { settings: format!("{before}{after}"), signature: base64(signature.as_bytes())? })
    }

    /// Begin to check the pixels.
    pub fn checker(&self) -> Option<Checker> {
        let key = PublicKey::new(base64(KEY)?);
        let state = key.verify_incremental(&Signature::new(self.signature)).ok()?;
        Some(Checker { state, settings: self.settings.clone(), colors: Vec::new() })
    }
}

/// Takes all rows of a picture and tells whether they are those that were signed.
pub struct Checker {
    state: VerifyingState,
    settings: String,
    colors: Vec<u8>,
}

impl Checker {
    /// Take the next row; nothing but RGB and RGBA is ever signed.
    pub fn row(&mut self, row: &[u8], channels: usize) {
        if channels == 4 {
            self.colors.clear();
            self.colors.extend(row.as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]));
            self.state.absorb(&self.colors);
        } else {
            self.state.absorb(row);
        }
    }

    /// Whether the signature belongs to the rows and the settings.
    pub fn is_genuine(mut self) -> bool {
        self.state.absorb(&self.settings);
        self.state.verify().is_ok()
    }
}

/// Base64 of exactly `N` bytes.
fn base64<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let digits = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let mut out = [0; N];
    if digits.len() != (N * 8).div_ceil(6) {
        return None;
    }
    let (mut bits, mut count, mut at) = (0u32, 0, 0);
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            *out.get_mut(at)? = (bits >> count) as u8;
            at += 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_a_known_length() {
        assert_eq!(base64(b"aGFuZ3Vs"), Some(*b"hangul"));
        assert_eq!(base64(b"+/8="), Some([0xFB, 0xFF]));
        assert_eq!((base64::<6>(b"aGFuZ3V"), base64::<3>(b"a*=b")), (None, None));
        assert!(base64::<32>(KEY).is_some());
    }

    #[test]
    fn the_signature_is_cut_out() {
        let hash = format!("{}==", "A".repeat(86));
        let signed = Signed::new(&format!("{{\"prompt\": \"a\", \"signed_hash\": \"{hash}\"}}")).expect("a signature");
        assert_eq!(signed.settings, "{\"prompt\": \"a\"}");
        assert!(signed.checker().is_none_or(|checker| !checker.is_genuine()));
        for other in ["{\"signed_hash\": \"x\"}", "{\"a\": 1, \"signed_hash\": \"x\"}", "{}", ", \"signed_hash\": \""] {
            assert_eq!(Signed::new(other), None);
        }
    }
}

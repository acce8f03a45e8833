//! What the names of files and folders say.

use std::path::{Path, PathBuf};

use imageparser_base::PathKey;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Folders that never hold a person's pictures; compared without regard to ASCII case.
const NEVER: [&[u8]; 18] = [
    b".git",
    b".hg",
    b".svn",
    b".bzr",
    b"node_modules",
    b"__pycache__",
    b"$RECYCLE.BIN",
    b"System Volume Information",
    b"lost+found",
    b"@eaDir",
    b"#recycle",
    b"#snapshot",
    b".thumbnails",
    b".cache",
    b".Spotlight-V100",
    b".fseventsd",
    b".TemporaryItems",
    b".DocumentRevisions-V100",
];
const NEVER_ENDS: [&[u8]; 4] = [b".sqlite.thumbs", b".db.thumbs", b".imageparser", b".imageparser.thumbs"];

/// Name of the file that holds a folder's own exclude patterns.
pub(crate) const IGNORE_FILE: &[u8] = b".imageparserignore";

/// Extensions of the pictures that the reading core knows.
const PICTURES: [&[u8]; 15] = [
    b"psd", b"psb", b"png", b"apng", b"jpg", b"jpeg", b"jpe", b"jfif", b"webp", b"gif", b"bmp", b"dib", b"tif",
    b"tiff", b"avif",
];
const PACKED: [u32; PICTURES.len()] = {
    let (mut packed, mut index) = ([0; PICTURES.len()], 0);
    while index < packed.len() {
        packed[index] = pack(PICTURES[index]);
        index += 1;
    }
    packed
};

/// Changes with every rule in this module that picks names, so that listings made under other rules are not used.
pub(crate) const RULES: u64 = fold(&PICTURES, fold(&NEVER, fold(&NEVER_ENDS, 0xCBF2_9CE4_8422_2325)));

const fn fold(list: &[&[u8]], mut hash: u64) -> u64 {
    let mut index = 0;
    while index < list.len() {
        let mut at = 0;
        while at < list[index].len() {
            hash = (hash ^ list[index][at] as u64).wrapping_mul(0x0100_0000_01B3);
            at += 1;
        }
        hash = (hash ^ 0xFF).wrapping_mul(0x0100_0000_01B3);
        index += 1;
    }
    hash
}

/// Up to four bytes, in lower case, as one number.
const fn pack(extension: &[u8]) -> u32 {
    let (mut packed, mut at) = (0, 0);
    while at < extension.len() {
        packed = packed << 8 | extension[at].to_ascii_lowercase() as u32;
        at += 1;
    }
    packed
}

/// Whether `name` ends like a picture that the reading core knows (`psd`, `png`, `jpg`, ...), in any case.
pub fn is_picture_name(name: &[u8]) -> bool {
    let dot = name.iter().rposition(|&byte| byte == b'.').filter(|&dot| dot > 0);
    let extension = dot.map(|dot| &name[dot + 1..]).filter(|extension| (3..=4).contains(&extension.len()));
    extension.is_some_and(|extension| PACKED.contains(&pack(extension)))
}

/// Whether a folder of this name is left out by default.
pub(crate) fn is_default_excluded_folder(name: &[u8]) -> bool {
    NEVER.iter().any(|never| never.eq_ignore_ascii_case(name))
        || NEVER_ENDS
            .iter()
            .any(|end| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end))
        || name.get(..6).is_some_and(|head| head.eq_ignore_ascii_case(b".trash"))
}

/// Whether a file of this name is left out by default: `._photo.jpg` holds macOS attributes, no picture.
pub(crate) fn is_default_excluded_file(name: &[u8]) -> bool {
    name.starts_with(b"._")
}

/// The file for which an iCloud stub stands: `.photo.jpg.icloud` is `photo.jpg`, not on this computer.
pub(crate) fn cloud_stub(name: &[u8]) -> Option<&[u8]> {
    name.strip_prefix(b".")?.strip_suffix(b".icloud").filter(|inner| is_picture_name(inner))
}

/// Whether the key of `name` may differ from its bytes, so that another name may share it.
pub(crate) fn has_own_key(name: &[u8]) -> bool {
    name.is_ascii()
        || std::str::from_utf8(name).is_ok_and(|text| {
            !text.contains(char::REPLACEMENT_CHARACTER) && is_nfc_quick(text.chars()) == IsNormalized::Yes
        })
}

/// The key of a name alone.
pub(crate) fn key_of(name: &[u8]) -> String {
    PathKey::new(&to_path(name)).into_string()
}

/// The key of `name` in the folder with the key `folder`; equals the key of the whole path, because nothing
/// composes across a `/`.
pub(crate) fn join_key(folder: &str, name: &[u8]) -> String {
    let mut key = String::with_capacity(folder.len() + name.len() + 1);
    key.push_str(folder);
    if !folder.ends_with('/') {
        key.push('/');
    }
    match std::str::from_utf8(name) {
        Ok(text) if has_own_key(name) => key.push_str(text),
        _ => key.push_str(&key_of(name)),
    }
    key
}

/// `key` itself, then the keys of the folders above it, nearest first.
pub(crate) fn with_ancestors(key: &str) -> impl Iterator<Item = &str> {
    let above = key.char_indices().rev().filter(|&(_, c)| c == '/').flat_map(move |(at, _)| [&key[..=at], &key[..at]]);
    std::iter::once(key).chain(above)
}

/// Bytes from a directory or a manifest as a path.
#[cfg(unix)]
pub(crate) fn to_path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// Elsewhere only names in valid Unicode are taken, so nothing is lost here.
#[cfg(not(unix))]
pub(crate) fn to_path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The bytes of a path, as they are stored in a manifest.
pub(crate) fn to_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pictures_by_extension() {
        for name in ["a.png", "A.JPG", "x.y.TiFf", "한글.psb", "a.apng", "b.jfif"] {
            assert!(is_picture_name(name.as_bytes()), "{name}");
        }
        for name in ["png", ".png", "a.pngx", "a.txt", "a.", "", "a.heic"] {
            assert!(!is_picture_name(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn default_excludes() {
        for name in [".git", "Node_Modules", ".Trash-1000", ".Trashes", "app.sqlite.thumbs", "@eaDir"] {
            assert!(is_default_excluded_folder(name.as_bytes()), "{name}");
        }
        assert!(!is_default_excluded_folder(b"trash"));
        assert!(is_default_excluded_file(b"._a.png"));
    }

    #[test]
    fn stubs_name_their_file() {
        assert_eq!(cloud_stub(b".a.jpg.icloud"), Some(&b"a.jpg"[..]));
        assert_eq!(cloud_stub(b".a.txt.icloud"), None);
    }

    #[test]
    fn ancestors_up_to_the_root() {
        let all: Vec<&str> = with_ancestors("/a/b").collect();
        assert_eq!(all, ["/a/b", "/a/", "/a", "/", ""]);
    }

    /// Marks, Jamo, letters that compose with them, signs whose NFC is ASCII, the replacement character.
    const MARKS: &str =
        "[\u{300}-\u{320}\u{338}\u{1100}-\u{1102}\u{1161}-\u{1163}\u{AC00}=ae\u{212A}\u{37E}\u{FFFD}]{1,6}";

    #[cfg(unix)]
    proptest! {
        #[test]
        fn joined_keys_equal_keys_of_paths(folder in "[\\PC&&[^/]]{1,8}", name in prop::collection::vec(1u8.., 1..12)) {
            prop_assume!(!name.contains(&b'/'));
            let folder = PathBuf::from(format!("/{folder}"));
            let whole = folder.join(to_path(&name));
            prop_assert_eq!(join_key(PathKey::new(&folder).as_str(), &name), PathKey::new(&whole).into_string());
        }

        #[test]
        fn joined_keys_of_marks(folder in MARKS, name in MARKS) {
            let whole = PathBuf::from(format!("/{folder}/{name}"));
            let folder = PathKey::new(Path::new(&format!("/{folder}"))).into_string();
            prop_assert_eq!(join_key(&folder, name.as_bytes()), PathKey::new(&whole).into_string());
        }
    }
}

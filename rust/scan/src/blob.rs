//! The manifest of one directory as bytes.
//!
//! `version` (1 byte), then LEB128 numbers: device, length and bytes of the raw path (none when it equals the
//! key), length and bytes of each inner folder's name, 0, count of files, and per file: bytes
//! shared with the name before, length and bytes of the rest, size * 2 + link, and the zigzag differences of
//! mtime and file id to the file before. Eight bytes of mark (see `mark`) and four of BLAKE3 end it.

use crate::entries::Entries;
use crate::stamp::{Fingerprint, Stamp};

const VERSION: u8 = 2;
const MARK: usize = 8;
const CHECK: usize = 4;
/// No file system has longer names (255 UTF-16 units are 765 bytes); bounds what a damaged blob can unfold to.
const LONGEST_NAME: usize = 1024;

/// What a manifest says about the directory itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub device: u64,
    /// Empty when the path equals the key.
    pub raw: Vec<u8>,
    /// Names of the folders inside.
    pub folders: Vec<Vec<u8>>,
    /// Of the listing of names; 0 = none.
    pub mark: u64,
}

/// Write everything but the mark and the check bytes, which only a new manifest needs.
pub(crate) fn encode<'a>(
    device: u64,
    raw: &[u8],
    folders: impl Iterator<Item = &'a [u8]>,
    entries: &Entries,
    out: &mut Vec<u8>,
) {
    out.clear();
    out.push(VERSION);
    put(out, device);
    put_bytes(out, raw);
    folders.for_each(|name| put_bytes(out, name));
    put_bytes(out, b"");
    put(out, entries.len() as u64);
    let (mut before, mut time, mut id): (&[u8], i64, u64) = (b"", 0, 0);
    for (name, Stamp { print, link }) in entries.iter() {
        let shared = before.iter().zip(name).take_while(|(a, b)| a == b).count();
        put(out, shared as u64);
        put_bytes(out, &name[shared..]);
        put(out, print.size << 1 | u64::from(*link));
        put(out, zigzag(print.mtime_ns.wrapping_sub(time)));
        put(out, zigzag(print.file_id.wrapping_sub(id) as i64));
        (before, time, id) = (name, print.mtime_ns, print.file_id);
    }
}

/// The whole manifest.
pub(crate) fn seal(body: &[u8], mark: u64) -> Vec<u8> {
    let mut blob = Vec::with_capacity(body.len() + MARK + CHECK);
    blob.extend_from_slice(body);
    blob.extend_from_slice(&mark.to_le_bytes());
    let check = blake3::hash(&blob);
    blob.extend_from_slice(&check.as_bytes()[..CHECK]);
    blob
}

/// Whether `blob` says what `body` says, whatever its mark.
pub(crate) fn same_body(blob: &[u8], body: &[u8]) -> bool {
    blob.len() == body.len() + MARK + CHECK && blob.starts_with(body)
}

/// The mark of a manifest, which is not checked otherwise; 0 = none.
pub(crate) fn mark_of(blob: &[u8]) -> u64 {
    blob.split_last_chunk::<CHECK>().and_then(|(rest, _)| rest.last_chunk()).map_or(0, |mark| u64::from_le_bytes(*mark))
}

/// Read a manifest into `entries`; `None` (and no entries) for anything that is not one of this version.
pub(crate) fn decode(blob: &[u8], entries: &mut Entries) -> Option<Header> {
    entries.clear();
    let (mut rest, mark) = checked(blob)?.split_last_chunk::<MARK>()?;
    let header = header(&mut rest, u64::from_le_bytes(*mark));
    let whole = header.is_some() && read_entries(&mut rest, entries).is_some() && rest.is_empty();
    if !whole {
        entries.clear();
        return None;
    }
    header
}

/// Only the header of a manifest.
pub(crate) fn decode_header(blob: &[u8]) -> Option<Header> {
    header(&mut checked(blob)?, mark_of(blob))
}

/// Decode arbitrary bytes as a manifest; for fuzzing. What decodes must survive a round trip.
///
/// # Panics
/// When a decoded manifest does not.
pub fn fuzz_blob(bytes: &[u8]) {
    let (mut first, mut second, mut body) = (Entries::default(), Entries::default(), Vec::new());
    for blob in [bytes.to_vec(), seal(bytes, 1)] {
        if let Some(header) = decode(&blob, &mut first) {
            encode(header.device, &header.raw, header.folders.iter().map(Vec::as_slice), &first, &mut body);
            assert_eq!(decode(&seal(&body, header.mark), &mut second).as_ref(), Some(&header));
            assert!(first == second, "entries changed in a round trip");
        }
    }
}

fn checked(blob: &[u8]) -> Option<&[u8]> {
    let (body, check) = blob.split_last_chunk::<CHECK>()?;
    blake3::hash(body).as_bytes().starts_with(check).then_some(body)
}

fn header(rest: &mut &[u8], mark: u64) -> Option<Header> {
    let (&version, tail) = rest.split_first()?;
    *rest = tail;
    if version != VERSION {
        return None;
    }
    let device = take(rest)?;
    let raw = take_bytes(rest)?.to_vec();
    let mut folders = Vec::new();
    loop {
        match take_bytes(rest)? {
            b"" => return Some(Header { device, raw, folders, mark }),
            name if is_name(name) => folders.push(name.to_vec()),
            _ => return None,
        }
    }
}

/// Whether these can be the bytes of one name, so that a damaged manifest cannot lead elsewhere.
fn is_name(name: &[u8]) -> bool {
    name.len() <= LONGEST_NAME && !name.iter().any(|&byte| byte == b'/' || byte == 0) && name != b"." && name != b".."
}

fn read_entries(rest: &mut &[u8], entries: &mut Entries) -> Option<()> {
    let count = take(rest)?;
    let (mut name, mut before): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    let (mut time, mut id) = (0i64, 0u64);
    for _ in 0..count {
        let shared = usize::try_from(take(rest)?).ok().filter(|&n| n <= name.len())?;
        before.clone_from(&name);
        name.truncate(shared);
        name.extend_from_slice(take_bytes(rest)?);
        if name <= before || !is_name(&name) {
            return None;
        }
        let size = take(rest)?;
        time = time.wrapping_add(unzigzag(take(rest)?));
        id = id.wrapping_add(unzigzag(take(rest)?) as u64);
        let print = Fingerprint { size: size >> 1, mtime_ns: time, file_id: id };
        entries.push(&name, Stamp { print, link: size & 1 == 1 });
    }
    Some(())
}

fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take(rest)?).ok()?;
    let (part, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(part)
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return (shift < 63 || byte <= 1).then_some(value);
        }
    }
    None
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn stamps() -> impl Strategy<Value = Stamp> {
        (0..u64::MAX >> 1, any::<i64>(), any::<u64>(), any::<bool>())
            .prop_map(|(size, mtime_ns, file_id, link)| Stamp { print: Fingerprint { size, mtime_ns, file_id }, link })
    }

    fn sample() -> Vec<u8> {
        let mut entries = Entries::default();
        for name in ["a.png", "ab.png", "한글.png"] {
            entries
                .push(name.as_bytes(), Stamp { print: Fingerprint { size: 7, mtime_ns: -5, file_id: 9 }, link: false });
        }
        let mut body = Vec::new();
        encode(3, b"raw", [b"sub".as_slice()].into_iter(), &entries, &mut body);
        seal(&body, 77)
    }

    proptest! {
        #[test]
        fn round_trip(files in prop::collection::btree_map(prop::collection::vec(1u8..=45, 1..30), stamps(), 0..40),
                      device in any::<u64>(), mark in any::<u64>(), raw in prop::collection::vec(any::<u8>(), 0..20),
                      folders in prop::collection::vec(prop::collection::vec(48u8.., 1..9), 0..4)) {
            let files: BTreeMap<Vec<u8>, Stamp> = files;
            let (mut entries, mut back, mut body) = (Entries::default(), Entries::default(), Vec::new());
            for (name, stamp) in &files {
                entries.push(name, *stamp);
            }
            encode(device, &raw, folders.iter().map(Vec::as_slice), &entries, &mut body);
            let blob = seal(&body, mark);
            prop_assert!(same_body(&blob, &body));
            prop_assert_eq!(mark_of(&blob), mark);
            prop_assert_eq!(decode(&blob, &mut back), Some(Header { device, raw, folders, mark }));
            prop_assert!(back == entries);
        }

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            fuzz_blob(&bytes);
        }

        #[test]
        fn damaged_blobs_do_no_harm(place in any::<prop::sample::Index>(), value in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut blob = sample();
            let body = blob.len() - CHECK;
            blob.truncate(body);
            let place = place.index(body);
            blob[place] = value;
            fuzz_blob(&blob);
            fuzz_blob(&blob[..cut.index(body)]);
        }
    }

    #[test]
    fn one_wrong_bit_is_noticed() {
        let whole = sample();
        let mut entries = Entries::default();
        assert!(decode(&whole, &mut entries).is_some());
        for bit in 0..whole.len() * 8 {
            let mut blob = whole.clone();
            blob[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decode(&blob, &mut entries), None, "bit {bit}");
            assert!(entries.is_empty());
        }
    }
}

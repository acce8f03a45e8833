use std::cmp::Ordering;
use std::collections::HashMap;

use crate::entries::Entries;
use crate::names;

/// How the files of one directory differ from its manifest; numbers are positions in the new or old entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Diff {
    /// Files as they were.
    pub same: u64,
    /// New positions of files with another stamp.
    pub changed: Vec<u32>,
    /// New positions of files with the same key and stamp, but other bytes in the name.
    pub respelled: Vec<u32>,
    /// New positions of files that the manifest does not know.
    pub fresh: Vec<u32>,
    /// Old positions of files that are not there any more.
    pub removed: Vec<u32>,
}

impl Diff {
    /// Merge-join two lists in ascending order of names.
    pub fn of(old: &Entries, new: &Entries) -> Self {
        let mut diff = Self::default();
        let (mut before, mut now) = (0, 0);
        while before < old.len() && now < new.len() {
            match old.name(before).cmp(new.name(now)) {
                Ordering::Less => diff.removed.push(before as u32),
                Ordering::Greater => diff.fresh.push(now as u32),
                Ordering::Equal if old.stamp(before) == new.stamp(now) => diff.same += 1,
                Ordering::Equal => diff.changed.push(now as u32),
            }
            let order = old.name(before).cmp(new.name(now));
            before += usize::from(order != Ordering::Greater);
            now += usize::from(order != Ordering::Less);
        }
        diff.removed.extend(before as u32..old.len() as u32);
        diff.fresh.extend(now as u32..new.len() as u32);
        diff.join_spellings(old, new);
        diff
    }

    /// A name whose bytes changed but not its key (NFD became NFC) is the same file.
    fn join_spellings(&mut self, old: &Entries, new: &Entries) {
        let ordinary = |index: &u32| names::has_own_key(new.name(*index as usize));
        let ordinary_before = |index: &u32| names::has_own_key(old.name(*index as usize));
        if self.fresh.iter().all(ordinary) && self.removed.iter().all(ordinary_before) {
            return;
        }
        let key = |entries: &Entries, index: &u32| names::key_of(entries.name(*index as usize));
        let mut before: HashMap<String, u32> = self.removed.iter().map(|index| (key(old, index), *index)).collect();
        let mut joined = Vec::new();
        for index in std::mem::take(&mut self.fresh) {
            match before.remove(&key(new, &index)) {
                None => self.fresh.push(index),
                Some(twin) => {
                    let same = old.stamp(twin as usize) == new.stamp(index as usize);
                    let list = if same { &mut self.respelled } else { &mut self.changed };
                    list.push(index);
                    joined.push(twin);
                }
            }
        }
        joined.sort_unstable();
        self.removed.retain(|index| joined.binary_search(index).is_err());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stamp::{Fingerprint, Stamp};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn entries(files: &BTreeMap<Vec<u8>, u64>) -> Entries {
        let mut entries = Entries::default();
        for (name, &size) in files {
            entries.push(name, Stamp { print: Fingerprint { size, ..Fingerprint::default() }, link: false });
        }
        entries
    }

    fn files(list: &[(&str, u64)]) -> Entries {
        entries(&list.iter().map(|(name, size)| (name.as_bytes().to_vec(), *size)).collect())
    }

    #[test]
    fn a_new_spelling_is_the_same_file() {
        let (nfc, nfd) = ("\u{D55C}.png", "\u{1112}\u{1161}\u{11AB}.png");
        let diff = Diff::of(&files(&[(nfc, 1), ("z.png", 1)]), &files(&[(nfd, 1), ("z.png", 1)]));
        assert_eq!(diff, Diff { same: 1, respelled: vec![1], ..Diff::default() });
        let diff = Diff::of(&files(&[(nfc, 1)]), &files(&[(nfd, 2)]));
        assert_eq!(diff, Diff { changed: vec![0], ..Diff::default() });
    }

    proptest! {
        #[test]
        fn equals_the_plain_comparison(old in prop::collection::btree_map("[ab]{1,3}", 0u64..3, 0..12),
                                       new in prop::collection::btree_map("[ab]{1,3}", 0u64..3, 0..12)) {
            let bytes = |map: BTreeMap<String, u64>| -> BTreeMap<Vec<u8>, u64> {
                map.into_iter().map(|(name, size)| (name.into_bytes(), size)).collect()
            };
            let (old, new) = (bytes(old), bytes(new));
            let (before, now) = (entries(&old), entries(&new));
            let diff = Diff::of(&before, &now);
            let named = |entries: &Entries, list: &[u32]| -> Vec<Vec<u8>> {
                list.iter().map(|index| entries.name(*index as usize).to_vec()).collect()
            };
            let fresh: Vec<_> = new.keys().filter(|name| !old.contains_key(*name)).cloned().collect();
            let removed: Vec<_> = old.keys().filter(|name| !new.contains_key(*name)).cloned().collect();
            let changed: Vec<_> = new.iter().filter(|(name, size)| old.get(*name).is_some_and(|s| s != *size))
                .map(|(name, _)| name.clone()).collect();
            prop_assert_eq!(named(&now, &diff.fresh), fresh);
            prop_assert_eq!(named(&before, &diff.removed), removed);
            prop_assert_eq!(named(&now, &diff.changed), changed);
            prop_assert_eq!(diff.same as usize, new.iter().filter(|(name, size)| old.get(*name) == Some(size)).count());
        }
    }
}

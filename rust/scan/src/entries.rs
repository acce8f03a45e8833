use crate::stamp::Stamp;

/// One file of a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    start: usize,
    length: usize,
    stamp: Stamp,
}

/// The files of one directory in ascending order of their names' bytes. Names lie in one buffer, so that
/// a reused value costs no allocation per file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entries {
    names: Vec<u8>,
    items: Vec<Entry>,
}

impl Entries {
    pub fn clear(&mut self) {
        self.names.clear();
        self.items.clear();
    }

    pub fn push(&mut self, name: &[u8], stamp: Stamp) {
        self.items.push(Entry { start: self.names.len(), length: name.len(), stamp });
        self.names.extend_from_slice(name);
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn name(&self, index: usize) -> &[u8] {
        let entry = &self.items[index];
        &self.names[entry.start..entry.start + entry.length]
    }

    pub fn stamp(&self, index: usize) -> &Stamp {
        &self.items[index].stamp
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &Stamp)> {
        (0..self.len()).map(|index| (self.name(index), self.stamp(index)))
    }

    /// Position of `name`, by binary search.
    pub fn position(&self, name: &[u8]) -> Option<usize> {
        self.items.binary_search_by(|entry| self.names[entry.start..entry.start + entry.length].cmp(name)).ok()
    }

    /// Put `name` at its place in the order; for the few entries that are taken over from an old manifest.
    pub fn insert(&mut self, name: &[u8], stamp: Stamp) {
        let key = |entry: &Entry| &self.names[entry.start..entry.start + entry.length];
        if let Err(place) = self.items.binary_search_by(|entry| key(entry).cmp(name)) {
            self.items.insert(place, Entry { start: self.names.len(), length: name.len(), stamp });
            self.names.extend_from_slice(name);
        }
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

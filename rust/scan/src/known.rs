use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::blob;
use crate::entries::Entries;
use crate::stamp::Stamp;

#[derive(Debug)]
struct KnownFolder {
    blob: Vec<u8>,
    seen: AtomicBool,
}

/// The manifests of the scan before.
#[derive(Debug)]
pub(crate) struct Known {
    folders: BTreeMap<String, KnownFolder>,
    stamps: OnceLock<Vec<u64>>,
}

impl Known {
    pub fn new(known: HashMap<String, Vec<u8>>) -> Self {
        let folder = |blob| KnownFolder { blob, seen: AtomicBool::new(false) };
        let folders = known.into_iter().map(|(key, blob)| (key, folder(blob))).collect();
        Self { folders, stamps: OnceLock::new() }
    }

    pub fn blob(&self, key: &str) -> Option<&[u8]> {
        self.folders.get(key).map(|folder| folder.blob.as_slice())
    }

    /// Note that the directory is still there.
    pub fn mark_seen(&self, key: &str) {
        if let Some(folder) = self.folders.get(key) {
            folder.seen.store(true, Ordering::Relaxed);
        }
    }

    /// Keys of the directories that nobody has seen, ascending.
    pub fn unseen(&self) -> impl Iterator<Item = &str> {
        let unseen = self.folders.iter().filter(|(_, folder)| !folder.seen.load(Ordering::Relaxed));
        unseen.map(|(key, _)| key.as_str())
    }

    /// The device on which the pictures in or below a directory were last time; `None` when none were.
    pub fn device_at(&self, key: &str) -> Option<u64> {
        let below = if key.ends_with('/') { key.to_owned() } else { format!("{key}/") };
        let first = self.folders.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded)).next();
        let first = first.filter(|(key, _)| key.starts_with(&below)).map(|(_, folder)| folder.blob.as_slice());
        self.blob(key).or(first).and_then(blob::decode_header).map(|header| header.device)
    }

    /// Whether some known file has this stamp, so that an unknown file may be that one, moved. A rare wrong
    /// yes is harmless. The first call reads all manifests; a scan that finds nothing new never asks.
    pub fn may_hold(&self, stamp: &Stamp) -> bool {
        self.stamps.get_or_init(|| self.all_stamps()).binary_search(&stamp.mixed()).is_ok()
    }

    fn all_stamps(&self) -> Vec<u64> {
        let (mut stamps, mut entries) = (Vec::new(), Entries::default());
        for folder in self.folders.values() {
            blob::decode(&folder.blob, &mut entries);
            stamps.extend(entries.iter().map(|(_, stamp)| stamp.mixed()));
        }
        stamps.sort_unstable();
        stamps
    }
}

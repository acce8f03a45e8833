//! The end of a scan: files that are gone from one place and new in another are the same files, moved.

use std::collections::{HashMap, HashSet};

use imageparser_base::Result;

use crate::entries::Entries;
use crate::known::Known;
use crate::outbox::Outbox;
use crate::stamp::Stamp;
use crate::{DirectoryState, Moved, ScanBatch, blob, names};

/// A directory whose changes can only be told when every other directory was seen.
#[derive(Debug)]
pub(crate) struct Held {
    pub state: DirectoryState,
    /// Positions in the new manifest of files that may have come from elsewhere.
    pub fresh: Vec<u32>,
    /// Positions in the old manifest of files that are not there any more.
    pub removed: Vec<u32>,
}

impl Held {
    /// A known directory that is not there any more.
    pub fn gone(key: &str, known: &Known) -> Self {
        let mut entries = Entries::default();
        let header = known.blob(key).and_then(|before| blob::decode(before, &mut entries));
        let raw = header.map(|header| header.raw).filter(|raw| !raw.is_empty());
        let raw = names::to_path(&raw.unwrap_or_else(|| key.as_bytes().to_vec()));
        let state = DirectoryState { key: key.to_owned(), raw, blob: None };
        Self { state, fresh: Vec::new(), removed: (0..entries.len() as u32).collect() }
    }
}

/// Where a moved file may have come from.
struct Source {
    name: Vec<u8>,
    folder: usize,
    position: u32,
}

type Sources = HashMap<Stamp, Vec<Source>>;

/// Tell moved files from added and gone ones and report the held directories.
pub(crate) fn settle<S>(known: &Known, mut held: Vec<Held>, outbox: &mut Outbox<S>) -> Result<()>
where
    S: FnMut(ScanBatch) -> Result<()>,
{
    held.sort_by(|a, b| a.state.key.cmp(&b.state.key));
    let mut sources = sources(known, &held);
    let mut taken: HashSet<(usize, u32)> = HashSet::new();
    for folder in &held {
        report_fresh(folder, &held, &mut sources, &mut taken, outbox)?;
    }
    // A manifest forgets a moved file only after the move is reported: a crash in between repeats the move.
    let mut entries = Entries::default();
    for (index, folder) in held.into_iter().enumerate().filter(|(_, folder)| folder.removed_or_gone()) {
        entries.clear();
        known.blob(&folder.state.key).and_then(|before| blob::decode(before, &mut entries));
        for position in folder.removed.iter().filter(|&&position| !taken.contains(&(index, position))) {
            outbox.gone(names::join_key(&folder.state.key, entries.name(*position as usize)))?;
        }
        outbox.directory(folder.state)?;
    }
    Ok(())
}

impl Held {
    /// Whether the manifest must wait for the second pass.
    fn removed_or_gone(&self) -> bool {
        !self.removed.is_empty() || self.state.blob.is_none()
    }
}

/// The removed files whose stamp some held file has.
fn sources(known: &Known, held: &[Held]) -> Sources {
    let mut entries = Entries::default();
    let mut sources = Sources::new();
    for folder in held.iter().filter(|folder| !folder.fresh.is_empty()) {
        folder.state.blob.as_ref().and_then(|now| blob::decode(now, &mut entries));
        sources.extend(folder.fresh.iter().map(|position| (*entries.stamp(*position as usize), Vec::new())));
    }
    if sources.is_empty() {
        return sources;
    }
    for (index, folder) in held.iter().enumerate().filter(|(_, folder)| !folder.removed.is_empty()) {
        known.blob(&folder.state.key).and_then(|before| blob::decode(before, &mut entries));
        for &position in &folder.removed {
            if let Some(list) = sources.get_mut(entries.stamp(position as usize)) {
                let name = entries.name(position as usize).to_vec();
                list.push(Source { name, folder: index, position });
            }
        }
    }
    sources
}

fn report_fresh<S>(
    folder: &Held,
    held: &[Held],
    sources: &mut Sources,
    taken: &mut HashSet<(usize, u32)>,
    outbox: &mut Outbox<S>,
) -> Result<()>
where
    S: FnMut(ScanBatch) -> Result<()>,
{
    let mut entries = Entries::default();
    let DirectoryState { key, raw, blob } = &folder.state;
    blob.as_ref().and_then(|now| blob::decode(now, &mut entries));
    for &position in &folder.fresh {
        let (name, stamp) = (entries.name(position as usize), entries.stamp(position as usize));
        let found = stamp.found(key, raw, name);
        match sources.get_mut(stamp).and_then(|list| best(list, name)) {
            None => outbox.added(found)?,
            Some(source) => {
                taken.insert((source.folder, source.position));
                let old_key = names::join_key(&held[source.folder].state.key, &source.name);
                outbox.moved(Moved { old_key, found })?;
            }
        }
    }
    if folder.removed_or_gone() { Ok(()) } else { outbox.directory(folder.state.clone()) }
}

/// Hard links share a stamp: then the one with the same name moved.
fn best(list: &mut Vec<Source>, name: &[u8]) -> Option<Source> {
    let same = list.iter().position(|source| source.name == name).unwrap_or(0);
    if list.is_empty() { None } else { Some(list.remove(same)) }
}

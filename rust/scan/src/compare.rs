use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use imageparser_base::{Error, ErrorKind, Result};

use crate::diff::Diff;
use crate::entries::Entries;
use crate::folder::{Folder, Identity};
use crate::outbox::Outbox;
use crate::rules::Rules;
use crate::settle::Held;
use crate::survey::Survey;
use crate::walk::Context;
use crate::{DirectoryState, Moved, ScanBatch, Skip, blob, mark, names};

/// A directory to visit.
#[derive(Debug)]
pub(crate) struct Place {
    pub path: PathBuf,
    pub key: String,
    pub rules: Option<Arc<Rules>>,
    pub is_root: bool,
}

/// Visits directories one after another; everything in it is reused.
pub(crate) struct Worker<'a, S: FnMut(ScanBatch) -> Result<()>> {
    context: &'a Context<'a>,
    survey: Survey,
    body: Vec<u8>,
    old: Entries,
    pub outbox: Outbox<S>,
}

const NOT_MOUNTED: &str = "the folder is empty and on another device than before; its drive seems not to be mounted";

impl<'a, S: FnMut(ScanBatch) -> Result<()>> Worker<'a, S> {
    pub fn new(context: &'a Context<'a>, send: S) -> Self {
        let (survey, body, old) = (Survey::default(), Vec::new(), Entries::default());
        Self { context, survey, body, old, outbox: Outbox::new(send) }
    }

    /// Compare one directory with its manifest; returns the directories inside.
    pub fn visit<F: Folder>(&mut self, place: &Place) -> Result<Vec<Place>> {
        self.context.cancel.check()?;
        self.outbox.tick()?;
        let now = SystemTime::now();
        let (folder, about) = match F::open(&place.path, place.is_root).and_then(|f| Ok((f.about()?, f))) {
            Ok((about, folder)) => (folder, about),
            Err(error) => return self.unreadable(place, &error),
        };
        if !place.is_root && !self.context.claim(about.identity) {
            return Ok(Vec::new());
        }
        let mark = if place.rules.is_none() { mark::of(&about, self.context.options) } else { 0 };
        let rules = if self.recall(place, mark) {
            None
        } else {
            match self.survey.list(&folder, &place.path, self.context.options, place.rules.clone()) {
                Ok(rules) => rules,
                Err(error) => return self.unreadable(place, &error),
            }
        };
        let device = about.identity.map_or(0, |Identity { device, .. }| device);
        if self.survey.empty && self.context.known.device_at(&place.key).is_some_and(|before| before != device) {
            return self.leave(place, ErrorKind::NotFound, NOT_MOUNTED);
        }
        self.context.known.mark_seen(&place.key);
        self.survey.look(&folder, &place.path, self.context.cancel)?;
        let lasting = rules.is_none() && self.survey.is_plain() && mark::is_settled(&about, now);
        for skip in self.survey.skipped.drain(..) {
            self.outbox.skipped(skip)?;
        }
        self.compare(place, device, if lasting { mark } else { 0 })?;
        Ok(self.inside(place, rules.as_ref()))
    }

    /// Take the names from the manifest when the directory still has its mark.
    fn recall(&mut self, place: &Place, mark: u64) -> bool {
        let before = self.context.known.blob(&place.key).filter(|before| mark != 0 && blob::mark_of(before) == mark);
        let header = before.and_then(|before| blob::decode(before, &mut self.old));
        if let Some(header) = &header {
            self.survey.recall(&header.folders, &self.old);
        }
        header.is_some()
    }

    fn inside(&self, place: &Place, rules: Option<&Arc<Rules>>) -> Vec<Place> {
        let child = |name: &[u8]| Place {
            path: place.path.join(names::to_path(name)),
            key: names::join_key(&place.key, name),
            rules: rules.cloned(),
            is_root: false,
        };
        self.survey.folders().map(child).filter(|place| !self.context.is_root(&place.key)).collect()
    }

    fn unreadable(&mut self, place: &Place, error: &io::Error) -> Result<Vec<Place>> {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory if !place.is_root => Ok(Vec::new()),
            io::ErrorKind::NotADirectory => self.leave(place, ErrorKind::Unsupported, "not a folder"),
            _ => self.leave(place, Error::from(error).kind(), &error.to_string()),
        }
    }

    /// What is known in and below the directory stays known.
    fn leave(&mut self, place: &Place, code: ErrorKind, reason: &str) -> Result<Vec<Place>> {
        self.context.keep(&place.key);
        self.outbox.skipped(Skip { path: place.path.clone(), code, reason: reason.to_owned() })?;
        Ok(Vec::new())
    }

    fn compare(&mut self, place: &Place, device: u64, mark: u64) -> Result<()> {
        let before = self.context.known.blob(&place.key);
        self.take_over_kept(before);
        let raw = raw_of(&place.path, &place.key);
        blob::encode(device, raw, self.survey.folders(), &self.survey.entries, &mut self.body);
        let same = |before| blob::same_body(before, &self.body) && (mark == 0 || blob::mark_of(before) == mark);
        if before.is_some_and(same) {
            self.outbox.unchanged(self.survey.entries.len() as u64);
            return Ok(());
        }
        if before.is_none() && self.survey.entries.is_empty() {
            return Ok(());
        }
        let header = before.and_then(|before| blob::decode(before, &mut self.old));
        if header.is_none() {
            self.old.clear(); // no manifest, or a damaged one: every file counts as unknown
        }
        let diff = Diff::of(&self.old, &self.survey.entries);
        self.report(place, diff, header.is_some_and(|header| header.raw != raw), mark)
    }

    /// Files that could not be looked at keep their place in the manifest.
    fn take_over_kept(&mut self, before: Option<&[u8]>) {
        if self.survey.keep.is_empty() || before.and_then(|before| blob::decode(before, &mut self.old)).is_none() {
            return;
        }
        for name in self.survey.keep.drain(..) {
            if let Some(index) = self.old.position(&name) {
                self.survey.entries.insert(&name, *self.old.stamp(index));
            }
        }
    }

    fn report(&mut self, place: &Place, diff: Diff, path_changed: bool, mark: u64) -> Result<()> {
        let entries = &self.survey.entries;
        let found = |index: u32| {
            let (name, stamp) = (entries.name(index as usize), entries.stamp(index as usize));
            stamp.found(&place.key, &place.path, name)
        };
        for &index in &diff.changed {
            self.outbox.changed(found(index))?;
        }
        let respelled = if path_changed { unchanged_of(&diff, entries.len()) } else { diff.respelled };
        if !path_changed {
            self.outbox.unchanged(diff.same);
        }
        for index in respelled {
            let found = found(index);
            self.outbox.moved(Moved { old_key: found.key.clone(), found })?;
        }
        let mut fresh = Vec::new();
        for index in diff.fresh {
            if self.context.known.may_hold(entries.stamp(index as usize)) {
                fresh.push(index);
            } else {
                self.outbox.added(found(index))?;
            }
        }
        let blob = (!entries.is_empty()).then(|| blob::seal(&self.body, mark));
        let state = DirectoryState { key: place.key.clone(), raw: place.path.clone(), blob };
        if fresh.is_empty() && diff.removed.is_empty() {
            return self.outbox.directory(state);
        }
        self.context.hold(Held { state, fresh, removed: diff.removed });
        Ok(())
    }
}

/// The bytes of a path for its manifest: none where the key says it all.
fn raw_of<'a>(path: &'a Path, key: &str) -> &'a [u8] {
    let raw = names::to_bytes(path);
    if raw == key.as_bytes() { b"" } else { raw }
}

/// Positions of all files that are neither changed nor unknown.
fn unchanged_of(diff: &Diff, count: usize) -> Vec<u32> {
    let listed = |list: &[u32], index: &u32| list.binary_search(index).is_ok();
    (0..count as u32).filter(|index| !listed(&diff.changed, index) && !listed(&diff.fresh, index)).collect()
}

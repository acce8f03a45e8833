//! A folder in a temporary place and a strict model of what a library would store of its scans.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use imageparser_base::{CancelToken, Result};
use imageparser_scan::{Found, ScanBatch, ScanOptions, scan, scan_portable};

/// All batches of one scan as one, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub moved: Vec<(String, String)>,
    pub gone: Vec<String>,
    pub skipped: Vec<(PathBuf, &'static str)>,
    pub unchanged: u64,
}

impl Outcome {
    pub fn is_quiet(&self) -> bool {
        *self == Self { unchanged: self.unchanged, ..Self::default() }
    }
}

/// What a library stores.
#[derive(Debug, Default, Clone)]
pub struct Model {
    pub blobs: HashMap<String, Vec<u8>>,
    pub files: BTreeMap<String, Found>,
}

impl Model {
    pub fn rescan(&mut self, options: &ScanOptions) -> Outcome {
        let batches = batches(options, &self.blobs, false).expect("scanned");
        self.apply(&batches)
    }

    /// Store batches; every claim in them must fit what is stored.
    pub fn apply(&mut self, batches: &[ScanBatch]) -> Outcome {
        let mut outcome = Outcome::default();
        for batch in batches {
            assert!(batch.len() <= 1000 && batch.directories.len() <= 1000, "a batch is bounded");
            self.apply_one(batch, &mut outcome);
        }
        outcome.added.sort();
        outcome.changed.sort();
        outcome.moved.sort();
        outcome.gone.sort();
        outcome.skipped.sort();
        outcome
    }

    fn apply_one(&mut self, batch: &ScanBatch, outcome: &mut Outcome) {
        for key in &batch.gone {
            assert!(self.files.remove(key).is_some(), "gone, but not known: {key}");
        }
        for moved in &batch.moved {
            let old = self.files.remove(&moved.old_key).expect("moved from a known key");
            let stamp = |f: &Found| (f.size, f.mtime_ns, f.file_id);
            assert_eq!(stamp(&old), stamp(&moved.found), "a move keeps the stamp");
        }
        for found in batch.moved.iter().map(|moved| &moved.found).chain(&batch.added) {
            let before = self.files.insert(found.key.clone(), found.clone());
            assert_eq!(before, None, "a new key");
        }
        for found in &batch.changed {
            assert!(self.files.insert(found.key.clone(), found.clone()).is_some(), "changed, but not known");
        }
        for state in &batch.directories {
            match &state.blob {
                Some(blob) => self.blobs.insert(state.key.clone(), blob.clone()),
                None => self.blobs.remove(&state.key),
            };
        }
        outcome.added.extend(batch.added.iter().map(|f| f.key.clone()));
        outcome.changed.extend(batch.changed.iter().map(|f| f.key.clone()));
        outcome.moved.extend(batch.moved.iter().map(|m| (m.old_key.clone(), m.found.key.clone())));
        outcome.gone.extend(batch.gone.iter().cloned());
        outcome.skipped.extend(batch.skipped.iter().map(|s| (s.path.clone(), s.code.code())));
        outcome.unchanged += batch.unchanged;
    }
}

/// The batches of one scan.
pub fn batches(options: &ScanOptions, known: &HashMap<String, Vec<u8>>, portable: bool) -> Result<Vec<ScanBatch>> {
    let mut all = Vec::new();
    let mut sink = |batch| {
        all.push(batch);
        Ok(())
    };
    let run = if portable { scan_portable } else { scan };
    run(options, known.clone(), &CancelToken::new(), &mut sink)?;
    Ok(all)
}

/// Options for one root with two threads.
pub fn options(root: &Path) -> ScanOptions {
    ScanOptions { roots: vec![root.to_path_buf()], threads: 2, ..ScanOptions::default() }
}

/// A temporary folder.
pub struct Tree(pub tempfile::TempDir);

impl Tree {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("temporary folder"))
    }

    pub fn with(files: &[&str]) -> Self {
        let tree = Self::new();
        for file in files {
            tree.write(file, file.as_bytes());
        }
        tree
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn key(&self, name: &str) -> String {
        format!("{}/{name}", imageparser_scan::root_key(self.root()))
    }

    pub fn keys(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.key(name)).collect()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    pub fn options(&self) -> ScanOptions {
        options(self.root())
    }
}

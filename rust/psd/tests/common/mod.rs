//! Finding the corpus, reading its tables, and making documents.

#![allow(dead_code, reason = "each test binary uses a part of this")]

/// The writer of descriptors that the unit tests use.
#[path = "../../src/descriptor/write.rs"]
pub mod descriptor;
pub mod maker;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use imageparser_psd::descriptor::{Descriptor, Value};

/// The corpus folder, or `None` where it is absent.
pub fn corpus() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let root = std::env::var_os("IMAGEPARSER_CORPUS").map_or(default, PathBuf::from);
    root.join("psd").is_dir().then_some(root)
}

/// A tab-separated table as one map a row.
pub fn table(path: &Path) -> Vec<HashMap<String, String>> {
    let text = std::fs::read_to_string(path).expect("the table of the corpus");
    let mut lines = text.split('\n').filter(|line| !line.is_empty());
    let head: Vec<&str> = lines.next().expect("a head").split('\t').collect();
    let row = |line: &str| head.iter().zip(line.split('\t')).map(|(k, v)| ((*k).to_owned(), v.to_owned())).collect();
    lines.map(row).collect()
}

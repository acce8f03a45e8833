use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use imageparser_base::PathKey;

/// A folder to start from.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    pub path: PathBuf,
    pub key: String,
}

/// The key under which a folder's files are known when it is scanned: of its absolute path, links in it kept.
pub fn root_key(folder: &Path) -> String {
    PathKey::new(&absolute(folder)).into_string()
}

/// The roots, each once, in two waves: the second holds links into folders of the first, which are only walked
/// where the first did not come by.
pub(crate) fn waves(folders: &[PathBuf]) -> [Vec<Root>; 2] {
    let mut roots: Vec<Root> = folders.iter().map(|folder| root(&absolute(folder))).collect();
    roots.sort_by(|a, b| a.key.cmp(&b.key));
    roots.dedup_by(|a, b| a.key == b.key);
    let aliases = aliases(&roots);
    let mut waves = [Vec::new(), Vec::new()];
    for (root, alias) in roots.into_iter().zip(aliases) {
        waves[usize::from(alias)].push(root);
    }
    waves
}

/// For each root: whether it leads into another root by a link rather than plainly.
fn aliases(roots: &[Root]) -> Vec<bool> {
    let real: Vec<Option<PathBuf>> = roots.iter().map(|root| fs::canonicalize(&root.path).ok()).collect();
    let mut at_path: HashMap<&Path, Vec<usize>> = HashMap::new();
    for (index, path) in real.iter().enumerate() {
        if let Some(path) = path {
            at_path.entry(path).or_default().push(index);
        }
    }
    let plain = |index: usize| real[index].as_ref() == Some(&roots[index].path);
    let leads_into = |own: usize, other: usize, same: bool| {
        let inside = roots[own].path.starts_with(&roots[other].path);
        !inside && (!same || other < own || plain(other))
    };
    let is_alias = |(own, path): (usize, &Option<PathBuf>)| {
        let above = path.iter().flat_map(|path| path.ancestors()).filter(|_| !plain(own));
        let others = above.filter_map(|above| Some((path.as_deref() == Some(above), at_path.get(above)?)));
        others.into_iter().any(|(same, others)| others.iter().any(|&other| leads_into(own, other, same)))
    };
    real.iter().enumerate().map(is_alias).collect()
}

fn root(path: &Path) -> Root {
    Root { path: path.to_path_buf(), key: PathKey::new(path).into_string() }
}

fn absolute(folder: &Path) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_: io::Error| folder.to_path_buf());
    if whole.components().any(|part| part == Component::ParentDir) {
        // `..` behind a link is not the folder above it, so only the file system can resolve it.
        return fs::canonicalize(&whole).unwrap_or(whole);
    }
    whole.components().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_into_other_roots_come_second() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("a/sub")).expect("made");
        std::os::unix::fs::symlink(at("a/sub"), at("alias")).expect("linked");
        std::os::unix::fs::symlink(at("a"), at("b")).expect("linked");
        let [first, second] = waves(&[at("alias"), at("a/sub"), at("a/"), at("b"), at("a/./"), at("a/sub/../")]);
        let names = |roots: &[Root]| -> Vec<PathBuf> { roots.iter().map(|root| root.path.clone()).collect() };
        assert_eq!(names(&first), [at("a"), at("a/sub")]);
        assert_eq!(names(&second), [at("alias"), at("b")]);
    }

    #[test]
    fn keys_have_no_trailing_slash() {
        assert_eq!(root_key(Path::new("/a/b/")), root_key(Path::new("/a/./b")));
    }
}

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use imageparser_base::{Error, Result, open_regular};

/// A file of patterns is text of a person; more than this is something else.
const LONGEST_FILE: u64 = 1 << 20;

/// Exclude patterns that hold in a folder: its own, then those of the folders above.
#[derive(Debug)]
pub(crate) struct Rules {
    own: Gitignore,
    above: Option<Arc<Rules>>,
}

impl Rules {
    /// The caller's patterns for one root; `None` without any.
    ///
    /// # Errors
    /// `Unsupported` for a pattern that is none.
    pub fn of_root(root: &Path, patterns: &[String]) -> Result<Option<Arc<Self>>> {
        if patterns.is_empty() {
            return Ok(None);
        }
        let mut builder = GitignoreBuilder::new(root);
        for pattern in patterns {
            builder
                .add_line(None, pattern)
                .map_err(|e| Error::unsupported(format!("exclude pattern {pattern:?}: {e}")))?;
        }
        let own = builder.build().map_err(|e| Error::unsupported(format!("exclude patterns: {e}")))?;
        Ok(Some(Arc::new(Self { own, above: None })))
    }

    /// The patterns in `file` of `folder` on top of those `above`. Lines that are no pattern are left out and
    /// come back as an error beside the rest.
    pub fn of_file(file: &Path, folder: &Path, above: Option<Arc<Self>>) -> (Option<Arc<Self>>, Option<Error>) {
        let text = match read(file) {
            Ok(text) => text,
            Err(error) => return (above, Some(error)),
        };
        let mut builder = GitignoreBuilder::new(folder);
        let mut problem = None;
        for line in text.lines() {
            if let Err(error) = builder.add_line(None, line) {
                problem = Some(Error::unsupported(format!("line {line:?} is no pattern: {error}")).at(file));
            }
        }
        match builder.build() {
            Ok(own) => (Some(Arc::new(Self { own, above })), problem),
            Err(error) => (above, Some(Error::unsupported(error.to_string()).at(file))),
        }
    }

    /// Whether `path` is left out; the nearest pattern that says anything decides.
    pub fn exclude(&self, path: &Path, is_folder: bool) -> bool {
        match self.own.matched(path, is_folder) {
            Match::Ignore(_) => true,
            Match::Whitelist(_) => false,
            Match::None => self.above.as_ref().is_some_and(|above| above.exclude(path, is_folder)),
        }
    }
}

fn read(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    open_regular(file)?.take(LONGEST_FILE).read_to_end(&mut bytes).map_err(|e| Error::io(file, &e))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_pattern_decides() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("list");
        std::fs::write(&file, "!keep.png\n/only-here.png\nfolder/\n").expect("written");
        let above = Rules::of_root(folder.path(), &["*.png".to_owned()]).expect("patterns");
        let (rules, problem) = Rules::of_file(&file, &folder.path().join("sub"), above);
        let rules = rules.expect("rules");
        assert!(problem.is_none());
        let says = |path: &str, is_folder| rules.exclude(&folder.path().join(path), is_folder);
        assert!(!says("sub/keep.png", false));
        assert!(says("sub/other.png", false));
        assert!(says("sub/folder", true));
        assert!(!says("sub/folder", false));
        assert!(!says("sub/a.jpg", false));
    }

    #[test]
    fn a_broken_pattern_is_named() {
        let error = Rules::of_root(Path::new("/x"), &["{a".to_owned()]).expect_err("broken");
        assert!(error.message().contains("{a"), "{error}");
    }
}

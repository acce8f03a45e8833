use std::collections::HashMap;
use std::ffi::CStr;
use std::io;
use std::path::Path;
use std::sync::Arc;

use imageparser_base::{CancelToken, Error, ErrorKind, Result};

use crate::entries::Entries;
use crate::folder::{Folder, Hint, Kind, Seen};
use crate::name_list::NameList;
use crate::rules::Rules;
use crate::{ScanOptions, Skip, names};

/// What is in one directory; reused from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    files: NameList,
    folders: NameList,
    has_rules: bool,
    /// Whether the directory holds nothing at all.
    pub empty: bool,
    /// The picture files.
    pub entries: Entries,
    /// Names whose file is there but cannot be looked at now; what is known of them stays known.
    pub keep: Vec<Vec<u8>>,
    /// What was left out.
    pub skipped: Vec<Skip>,
}

impl Survey {
    /// List the names in `folder`, at `path`, and apply the excludes. Returns the rules for what is inside.
    pub fn list<F: Folder>(
        &mut self,
        folder: &F,
        path: &Path,
        options: &ScanOptions,
        rules: Option<Arc<Rules>>,
    ) -> io::Result<Option<Arc<Rules>>> {
        self.clear();
        folder.names(&mut |name, hint| self.note(name, hint, options))?;
        self.sort_out_unknown(folder);
        let rules = self.own_rules(path, rules);
        self.exclude(folder, path, options, rules.as_deref());
        self.files.sort();
        self.folders.sort();
        drop_twins(&mut self.files, path, &mut self.skipped);
        drop_twins(&mut self.folders, path, &mut self.skipped);
        Ok(rules)
    }

    /// As `list`, but from a manifest whose mark says that the names are the same.
    pub fn recall(&mut self, folders: &[Vec<u8>], files: &Entries) {
        self.clear();
        self.empty = false;
        for (name, stamp) in files.iter() {
            self.files.push(name, if stamp.link { Hint::Link } else { Hint::File });
        }
        for name in folders {
            self.folders.push(name, Hint::Folder);
        }
    }

    /// Whether names alone tell all there is to say about the directory.
    pub fn is_plain(&self) -> bool {
        self.skipped.is_empty() && self.keep.is_empty()
    }

    /// Look at every picture file.
    ///
    /// # Errors
    /// `Cancelled`.
    pub fn look<F: Folder>(&mut self, folder: &F, path: &Path, cancel: &CancelToken) -> Result<()> {
        let files = std::mem::take(&mut self.files);
        for (index, ended) in files.ended().enumerate() {
            if index % 512 == 511 {
                cancel.check()?;
            }
            let name = ended.to_bytes();
            match (names::cloud_stub(name), folder.look(ended)) {
                (Some(inner), Ok(_)) if !folder.exists(inner) => self.leave_for_now(path, inner, REMOTE),
                (Some(_), _) => {}
                (None, Ok(seen)) => self.take(path, name, &seen),
                (None, Err(error)) => self.refused(folder, path, name, &error),
            }
        }
        self.files = files;
        Ok(())
    }

    /// Names of the folders inside.
    pub fn folders(&self) -> impl Iterator<Item = &[u8]> {
        self.folders.iter().map(|(name, _)| name)
    }

    fn clear(&mut self) {
        self.files.clear();
        self.folders.clear();
        self.entries.clear();
        self.keep.clear();
        self.skipped.clear();
        self.empty = true;
        self.has_rules = false;
    }

    fn note(&mut self, name: &[u8], hint: Hint, options: &ScanOptions) {
        self.empty = false;
        self.has_rules |= name == names::IGNORE_FILE;
        match hint {
            Hint::Folder if wanted_folder(name, options) => self.folders.push(name, hint),
            Hint::File | Hint::Link if wanted_file(name, options) => self.files.push(name, hint),
            Hint::Unknown if wanted_folder(name, options) || wanted_file(name, options) => self.files.push(name, hint),
            _ => {}
        }
    }

    /// Some file systems do not say which entries are folders.
    fn sort_out_unknown<F: Folder>(&mut self, folder: &F) {
        let Self { files, folders, .. } = self;
        let is_folder = |name: &CStr| folder.look(name).is_ok_and(|s| s.kind == Kind::Folder && !s.stamp.link);
        files.retain_ended(|ended, hint| {
            let name = ended.to_bytes();
            let inside = hint == Hint::Unknown && is_folder(ended);
            if inside {
                folders.push(name, Hint::Folder);
            }
            !inside && (hint != Hint::Unknown || names::is_picture_name(name) || names::cloud_stub(name).is_some())
        });
    }

    fn own_rules(&mut self, path: &Path, above: Option<Arc<Rules>>) -> Option<Arc<Rules>> {
        if !self.has_rules {
            return above;
        }
        let file = path.join(names::to_path(names::IGNORE_FILE));
        let (rules, problem) = Rules::of_file(&file, path, above);
        if let Some(error) = problem {
            self.skipped.push(Skip { path: file, code: error.kind(), reason: error.message().to_owned() });
        }
        rules
    }

    fn exclude<F: Folder>(&mut self, folder: &F, path: &Path, options: &ScanOptions, rules: Option<&Rules>) {
        if rules.is_none() && !F::MARKS_HIDDEN {
            return;
        }
        let mut full = path.to_path_buf();
        let mut stays = |name: &[u8], is_folder: bool| {
            full.push(names::to_path(name));
            let excluded = rules.is_some_and(|rules| rules.exclude(&full, is_folder));
            full.pop();
            !excluded && (options.hidden || !folder.marked_hidden(name))
        };
        self.files.retain(|name, _| stays(name, false));
        self.folders.retain(|name, _| stays(name, true));
    }

    fn take(&mut self, path: &Path, name: &[u8], seen: &Seen) {
        let reason = match seen.kind {
            Kind::File if seen.remote => return self.leave_for_now(path, name, REMOTE),
            Kind::File => return self.entries.push(name, seen.stamp),
            Kind::Folder => "a link to a folder; links to folders are not followed",
            Kind::Pipe => "a named pipe, not a picture file",
            Kind::Socket => "a socket, not a picture file",
            Kind::Device => "a device, not a picture file",
            Kind::Other => "not a regular file",
        };
        self.skipped.push(skip(path, name, ErrorKind::Unsupported, reason));
    }

    fn refused<F: Folder>(&mut self, folder: &F, path: &Path, name: &[u8], error: &io::Error) {
        match error.kind() {
            io::ErrorKind::NotFound if !folder.exists(name) => {}
            io::ErrorKind::NotFound => {
                self.skipped.push(skip(path, name, ErrorKind::NotFound, "a link whose target is not there"));
            }
            // Its own test: the standard library has no stable name for ELOOP.
            _ if folder.exists(name) && error.to_string().contains("symbolic links") => {
                self.skipped.push(skip(path, name, ErrorKind::Unsupported, "a link that leads back to itself"));
            }
            _ => {
                self.skipped.push(skip(path, name, Error::from(error).kind(), &error.to_string()));
                self.keep.push(name.to_vec());
            }
        }
    }

    fn leave_for_now(&mut self, path: &Path, name: &[u8], reason: &str) {
        self.skipped.push(skip(path, name, ErrorKind::Unsupported, reason));
        self.keep.push(name.to_vec());
    }
}

const REMOTE: &str = "a cloud placeholder: the contents are not on this computer and reading would fetch them";

fn wanted_folder(name: &[u8], options: &ScanOptions) -> bool {
    (options.hidden || !name.starts_with(b"."))
        && !(options.default_excludes && names::is_default_excluded_folder(name))
}

fn wanted_file(name: &[u8], options: &ScanOptions) -> bool {
    if !names::is_picture_name(name) {
        return names::cloud_stub(name).is_some();
    }
    (options.hidden || !name.starts_with(b".")) && !(options.default_excludes && names::is_default_excluded_file(name))
}

fn skip(path: &Path, name: &[u8], code: ErrorKind, reason: &str) -> Skip {
    Skip { path: path.join(names::to_path(name)), code, reason: reason.to_owned() }
}

/// Of names that share a key the first stays. Costs nothing where every name is its own key.
fn drop_twins(list: &mut NameList, path: &Path, skipped: &mut Vec<Skip>) {
    if list.iter().all(|(name, _)| names::has_own_key(name)) {
        return;
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    list.retain(|name, _| {
        if cfg!(not(unix)) && std::str::from_utf8(name).is_err() {
            skipped.push(skip(path, name, ErrorKind::Unsupported, "the name is not valid Unicode"));
            return false;
        }
        let twins = first.entry(names::key_of(name)).or_default();
        *twins += 1;
        if *twins > 1 {
            let reason = "another entry of this folder has the same name in another Unicode form";
            skipped.push(skip(path, name, ErrorKind::Exists, reason));
        }
        *twins == 1
    });
}

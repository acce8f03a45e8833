//! What generators wrote about pictures, read from headers and metadata; pixels only where a record may hide in them.

use std::path::{Path, PathBuf};

use imageparser_base::{ByteSource, CancelToken, Error, FileSource, Format, Limits, Result};
use imageparser_codec::Probe;
use imageparser_tags::Metadata;
use imageparser_tags::generator::{Generator, Signature, Signed, find};
use imageparser_tags::stealth::Hidden;
use rayon::prelude::*;

use crate::guard::guarded;
use crate::header::{probe_document, sniff};
use crate::hidden::Search;
use crate::read::Fingerprint;

/// When the pixels are searched for a hidden record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stealth {
    /// Where there is an alpha channel and no other record.
    #[default]
    Auto,
    /// Always, in the colours of opaque pictures too; signatures are checked.
    Check,
    /// Never.
    Never,
}

/// The record of one file with the state of the file that it was read from.
#[derive(Debug, Clone)]
pub struct PromptRead {
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since the epoch.
    pub mtime_ns: i64,
    /// Inode or file index.
    pub file_id: u64,
    /// File format by its first bytes.
    pub format: Format,
    /// Columns as stored.
    pub width: u32,
    /// Rows as stored.
    pub height: u32,
    /// The record of the generator without its raw texts, which are most of it.
    pub generator: Option<Generator>,
}

/// Read the records of many files on all cores; one result per path, in order.
///
/// Files not begun when `cancel` is raised give `Cancelled`.
///
/// # Errors
/// `Internal` when no threads can be started.
pub fn read_prompts(
    paths: &[PathBuf],
    stealth: Stealth,
    limits: &Limits,
    threads: usize,
    cancel: &CancelToken,
) -> Result<Vec<Result<PromptRead>>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Error::internal(error.to_string()))?;
    let one = |path: &PathBuf| {
        let read = || cancel.check().and_then(|()| read_one(path, stealth, limits));
        guarded(read).map_err(|error| error.at(path))
    };
    Ok(pool.install(|| paths.par_iter().map(one).collect()))
}

fn read_one(path: &Path, stealth: Stealth, limits: &Limits) -> Result<PromptRead> {
    let mut source = FileSource::open(path)?;
    let state = Fingerprint::of(source.about());
    let format = sniff(&mut source)?;
    let (probe, generator) = if matches!(format, Format::Psd | Format::Psb) {
        (probe_document(&mut source, format, limits)?, None)
    } else {
        // The header first: then all of a usual file is read with two calls, one at each end.
        let probe = imageparser_codec::probe(&mut source, limits)?;
        let metadata = imageparser_tags::read(&mut source, format, limits)?;
        let mut record =
            generator(&probe, &metadata, stealth, limits, |search| search_file(&mut source, search, limits));
        record.iter_mut().for_each(|record| record.raw.clear());
        (probe, record)
    };
    Ok(PromptRead {
        size: state.size,
        mtime_ns: state.mtime_ns,
        file_id: state.file_id,
        format,
        width: probe.width,
        height: probe.height,
        generator,
    })
}

/// The record of a picture; `decode` gives its pixels to a search if they are to be searched.
pub(crate) fn generator(
    probe: &Probe,
    metadata: &Metadata,
    stealth: Stealth,
    limits: &Limits,
    mut decode: impl FnMut(Search<'_>) -> (Option<Hidden>, bool),
) -> Option<Generator> {
    let written = find(probe.format, metadata, None);
    if !is_searched(probe, stealth, written.is_some()) {
        return written;
    }
    let signed = |record: &Option<Generator>| record.as_ref().and_then(|record| record.signed.clone());
    let checks = |signed: &Option<Signed>| stealth == Stealth::Check && signed.is_some();
    let before = signed(&written);
    let (hidden, mut genuine) = decode(Search::new(limits, before.as_ref().filter(|_| stealth == Stealth::Check)));
    let mut record = hidden.map_or(written, |hidden| find(probe.format, metadata, Some(&hidden)));
    let after = signed(&record);
    if after != before && checks(&after) {
        // The record that counts came from the pixels, so that its signature was not known before.
        genuine = decode(Search::new(limits, after.as_ref())).1;
    }
    if let Some(record) = record.as_mut().filter(|_| genuine && after.is_some()) {
        record.signature = Signature::Valid;
    }
    record
}

fn is_searched(probe: &Probe, stealth: Stealth, has_record: bool) -> bool {
    matches!(probe.format, Format::Png | Format::Webp)
        && match stealth {
            Stealth::Auto => probe.has_alpha && !has_record,
            Stealth::Check => true,
            Stealth::Never => false,
        }
}

/// So many first bytes of a file nearly always tell that nothing is hidden in it.
const FIRST: u64 = 64 << 10;

fn search_file(source: &mut FileSource, search: Search<'_>, limits: &Limits) -> (Option<Hidden>, bool) {
    let length = source.len();
    let mut read = |length: u64| source.read_vec(0, length).ok();
    if length > FIRST && read(FIRST).is_none_or(|first| search.is_vain(&first)) {
        return (None, false);
    }
    match (length <= limits.max_file).then(|| read(length)).flatten() {
        Some(whole) => search.over(&whole).finish(),
        None => (None, false),
    }
}

//! What generators wrote about pictures, read from headers and metadata; pixels only where a record may hide in them.

use std::path::{Path, PathBuf};

use imageparser_base::{ByteSource, CancelToken, Error, FileSource, Format, Limits, Result};
use imageparser_codec::{Probe, RowSink, stored_rows};
use imageparser_tags::Metadata;
use imageparser_tags::generator::{Generator, find};
use imageparser_tags::stealth::{Hidden, Scanner};
use rayon::prelude::*;

use crate::guard::guarded;
use crate::header::{probe_document, sniff};
use crate::read::fingerprint;

/// When the pixels are searched for a hidden record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stealth {
    /// Where there is an alpha channel and no other record.
    #[default]
    Auto,
    /// Always, in the colours of opaque pictures too.
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
    /// The record of the generator.
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
    let state = fingerprint(source.file())?;
    let format = sniff(&mut source)?;
    let (probe, generator) = if matches!(format, Format::Psd | Format::Psb) {
        (probe_document(&mut source, format, limits)?, None)
    } else {
        let metadata = imageparser_tags::read(&mut source, format, limits)?;
        let probe = imageparser_codec::probe(&mut source, limits)?;
        let generator = generator(&probe, &metadata, stealth, |limits| hidden_in_file(&mut source, limits), limits);
        (probe, generator)
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

/// The record of a picture; `hidden` searches its pixels if they are to be searched.
pub(crate) fn generator(
    probe: &Probe,
    metadata: &Metadata,
    stealth: Stealth,
    hidden: impl FnOnce(&Limits) -> Option<Hidden>,
    limits: &Limits,
) -> Option<Generator> {
    let written = find(probe.format, metadata, None);
    let capable = matches!(probe.format, Format::Png | Format::Webp);
    let search = capable
        && match stealth {
            Stealth::Auto => probe.has_alpha && written.is_none(),
            Stealth::Check => true,
            Stealth::Never => false,
        };
    match search.then(|| hidden(limits)).flatten() {
        Some(hidden) => find(probe.format, metadata, Some(&hidden)),
        None => written,
    }
}

/// So many first bytes of a file nearly always tell that nothing is hidden in it.
const FIRST: u64 = 64 << 10;

fn hidden_in_file(source: &mut FileSource, limits: &Limits) -> Option<Hidden> {
    let length = source.len();
    if length > FIRST {
        let first = source.read_vec(0, FIRST).ok()?;
        let mut search = Search::new(limits);
        let _ = stored_rows(&first, limits, &mut search);
        if !search.is_hopeful() {
            return None;
        }
    }
    let whole = (length <= limits.max_file).then(|| source.read_vec(0, length).ok())??;
    hidden_in(&whole, limits)
}

/// The record that the pixels of a PNG or WebP hold.
pub(crate) fn hidden_in(bytes: &[u8], limits: &Limits) -> Option<Hidden> {
    let mut search = Search::new(limits);
    // A picture that cannot be decoded hides nothing that could be found.
    let _ = stored_rows(bytes, limits, &mut search);
    search.scanner?.finish()
}

/// Gives the rows of a picture to a scanner of its size.
struct Search<'a> {
    limits: &'a Limits,
    scanner: Option<Scanner>,
}

impl<'a> Search<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, scanner: None }
    }

    /// Whether what was seen so far, if anything, does not rule a record out.
    fn is_hopeful(&self) -> bool {
        self.scanner.as_ref().is_none_or(Scanner::is_hopeful)
    }
}

impl RowSink for Search<'_> {
    fn begin(&mut self, width: u32, height: u32, channels: usize) -> bool {
        let scanner = Scanner::new(width, height, channels, self.limits);
        let hopeful = scanner.is_hopeful();
        self.scanner = Some(scanner);
        hopeful
    }

    fn row(&mut self, row: &[u8]) -> bool {
        self.scanner.as_mut().is_some_and(|scanner| scanner.row(row))
    }
}

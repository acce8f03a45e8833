use std::path::{Path, PathBuf};
use std::sync::Arc;

use imageparser_base::{ByteSource, Error, FileSource, Format, Limits, Result, SharedFile};
use imageparser_codec::Probe;
use imageparser_psd::Context;
use rayon::prelude::*;

use crate::picture::document_probe;

/// Read only the header of one file, whatever its format.
///
/// # Errors
/// The kind of the I/O error, `Unsupported` or `Corrupt`, with the path.
pub fn probe_file(path: &Path, limits: &Limits) -> Result<Probe> {
    let read = || {
        let mut source = FileSource::open(path)?;
        match sniff(&mut source)? {
            format @ (Format::Psd | Format::Psb) => probe_document(&mut source, format, limits),
            _ => imageparser_codec::probe(&mut source, limits),
        }
    };
    read().map_err(|error| error.at(path))
}

/// The header of a layered document.
pub(crate) fn probe_document(source: &mut FileSource, format: Format, limits: &Limits) -> Result<Probe> {
    imageparser_psd::read(source, limits).map(|document| document_probe(&document, format))
}

/// Open a layered document; its structure is read, its samples are not.
///
/// # Errors
/// As [`imageparser_psd::read`], with the path.
pub fn open_document(path: &Path, limits: &Limits) -> Result<Context> {
    let open = || Context::open(Arc::new(SharedFile::open(path)?), *limits);
    open().map_err(|error: Error| error.at(path))
}

/// The header of an open document.
pub fn header_of(context: &Context) -> Probe {
    document_probe(&context.document, context.document.header.format())
}

/// Read the headers of many files; one result per path, in order.
///
/// # Errors
/// `Internal` when no threads can be started.
pub fn probe_files(paths: &[PathBuf], limits: &Limits, threads: usize) -> Result<Vec<Result<Probe>>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Error::internal(error.to_string()))?;
    Ok(pool.install(|| paths.par_iter().map(|path| probe_file(path, limits)).collect()))
}

/// The format by the first bytes.
pub(crate) fn sniff(source: &mut FileSource) -> Result<Format> {
    if source.is_empty() {
        return Err(Error::corrupt("the file is empty"));
    }
    let head = source.read_vec(0, source.len().min(64))?;
    Format::sniff(&head).ok_or_else(|| Error::unsupported("the content is none of the supported picture formats"))
}

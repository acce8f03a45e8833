use std::path::{Path, PathBuf};
use std::sync::Arc;

use imageparser_base::{CancelToken, Error, Progress, Result};
use imageparser_psd::{Context, Layer};
use imageparser_tags::generator::Generator;
use rayon::prelude::*;

use crate::analyse::thumbnail_of;
use crate::budget::Budget;
use crate::facts::Facts;
use crate::guard::guarded;
use crate::hidden::Search;
use crate::options::Options;
use crate::picture::{Picture, open_picture};
use crate::prompts;
use crate::read::{Body, Snapshot, with_snapshot};
use crate::record::Record;

/// Long edge of the picture on which colours, hash and sharpness are measured.
const SAMPLE: u32 = 128;

/// Read many files on all cores; one result per path, in order.
///
/// Files not begun when `cancel` is raised give `Cancelled`.
///
/// # Errors
/// `Internal` when no threads can be started.
pub fn ingest(
    paths: &[PathBuf],
    options: &Options,
    cancel: &CancelToken,
    progress: &Progress,
) -> Result<Vec<Result<Record>>> {
    let pool = pool(options.threads, "ingest")?;
    let budget = Budget::new(options.budget);
    let one = |path: &PathBuf| {
        let outcome = cancel.check().and_then(|()| ingest_one(path, options, &budget, cancel));
        match &outcome {
            Ok(record) => progress.item_done(record.size),
            Err(_) => progress.item_failed(),
        }
        outcome.map_err(|error| error.at(path))
    };
    Ok(pool.install(|| paths.par_iter().with_max_len(1).map(one).collect()))
}

/// Threads of their own for a batch; 0 means one per core.
pub(crate) fn pool(threads: usize, name: &'static str) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(move |index| format!("{name}-{index}"))
        .build()
        .map_err(|error| Error::internal(error.to_string()))
}

/// Read one file; a panic in a decoder becomes this file's error.
///
/// # Errors
/// What reading or decoding gives, with the path.
pub fn ingest_one(path: &Path, options: &Options, budget: &Budget, cancel: &CancelToken) -> Result<Record> {
    let work = || with_snapshot(path, &options.limits, |snapshot| record_of(path, snapshot, options, budget, cancel));
    guarded(work).map_err(|error| error.at(path))
}

fn record_of(
    path: &Path,
    snapshot: &Snapshot<'_>,
    options: &Options,
    budget: &Budget,
    cancel: &CancelToken,
) -> Result<Record> {
    let _share = budget.take(expected_memory(snapshot, options));
    let picture = open_picture(snapshot, options.thumb_size, &options.limits, cancel)?;
    let generator = generator_of(snapshot, &picture, options);
    let thumbnail = thumbnail_of(&picture.shown, options)?;
    let small = picture.shown.fit(SAMPLE);
    let Picture { probe, metadata, context, source, unrendered, mut warnings, .. } = picture;
    warnings.extend(unrendered.into_iter().map(|what| format!("not rendered: {what}")));
    if snapshot.unstable {
        warnings.push("the file changed while it was read".to_owned());
    }
    let has_merged = context.as_ref().and_then(|context| context.document.has_merged);
    let (layers, facts) = context.map(layers_of).unwrap_or_default();
    Ok(Record {
        path: path.to_path_buf(),
        digest: snapshot.digest,
        size: snapshot.fingerprint.size,
        mtime_ns: snapshot.fingerprint.mtime_ns,
        file_id: snapshot.fingerprint.file_id,
        probe,
        metadata,
        generator,
        layers,
        facts,
        has_merged,
        pixel_source: source,
        palette: imageparser_raster::palette(&small),
        phash: imageparser_raster::phash(&small),
        blur: imageparser_raster::blur_score(&small),
        thumbnail,
        warnings,
    })
}

/// The record of the picture's generator, from its metadata or from its pixels.
fn generator_of(snapshot: &Snapshot<'_>, picture: &Picture, options: &Options) -> Option<Generator> {
    let decode = |search: Search<'_>| match &snapshot.body {
        Body::Memory(bytes) => search.over(bytes).finish(),
        Body::Disk(_) => (None, false),
    };
    prompts::generator(&picture.probe, &picture.metadata, options.stealth, &options.limits, decode)
}

/// The layers with what their blocks say; a block that cannot be read says nothing.
fn layers_of(context: Context) -> (Vec<Layer>, Vec<Facts>) {
    let facts = context.document.layers.iter().map(|layer| Facts::read(&context, layer)).collect();
    let document = Arc::try_unwrap(context.document).unwrap_or_else(|shared| (*shared).clone());
    (document.layers, facts)
}

/// What decoding may need at most, by the header: pixels at four bytes. A header that cannot be read needs nothing.
fn expected_memory(snapshot: &Snapshot<'_>, options: &Options) -> u64 {
    let probe = snapshot.source().and_then(|mut source| imageparser_codec::probe(source.as_mut(), &options.limits));
    probe.map_or(0, |probe| u64::from(probe.width) * u64::from(probe.height) * 4)
}

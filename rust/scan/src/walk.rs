use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use imageparser_base::{CancelToken, Error, ErrorKind, Result};

use crate::compare::{Place, Worker};
use crate::folder::{Folder, Identity};
use crate::known::Known;
use crate::outbox::Outbox;
use crate::queue::Queue;
use crate::roots::{self, Root};
use crate::rules::Rules;
use crate::settle::{Held, settle};
use crate::{ScanBatch, ScanOptions, Skip, names};

/// What all workers share.
pub(crate) struct Context<'a> {
    pub options: &'a ScanOptions,
    pub known: Known,
    pub cancel: &'a CancelToken,
    roots: HashMap<String, Option<Identity>>,
    visited: Mutex<HashSet<Identity>>,
    kept: Mutex<HashSet<String>>,
    held: Mutex<Vec<Held>>,
}

impl Context<'_> {
    /// Take a directory for oneself; false when it was visited under another path.
    pub fn claim(&self, identity: Option<Identity>) -> bool {
        identity.is_none_or(|identity| locked(&self.visited).insert(identity))
    }

    /// Whether the directory is walked on its own.
    pub fn is_root(&self, key: &str) -> bool {
        self.roots.contains_key(key)
    }

    /// Nothing in or below this directory counts as gone.
    pub fn keep(&self, key: &str) {
        locked(&self.kept).insert(key.to_owned());
    }

    /// Report this directory at the end.
    pub fn hold(&self, held: Held) {
        locked(&self.held).push(held);
    }

    /// Whether a file missing from this directory is really gone: the nearest root was read and still is there.
    fn is_covered(&self, key: &str) -> bool {
        let kept = locked(&self.kept);
        let deciding = names::with_ancestors(key).find(|above| kept.contains(*above) || self.is_root(above));
        deciding.is_some_and(|above| !kept.contains(above))
    }
}

/// Walk the roots of `options`, compare with the manifests `known` (directory key -> blob), and hand what
/// differs to `sink`, on the calling thread, in batches of about a thousand changes.
///
/// Files below a root, or below a folder, that cannot be read now are never reported as gone.
///
/// # Errors
/// `Cancelled`; `Unsupported` for an exclude pattern that is none; what `sink` returns.
#[expect(clippy::implicit_hasher, reason = "the binding hands over a default map")]
pub fn scan(
    options: &ScanOptions,
    known: HashMap<String, Vec<u8>>,
    cancel: &CancelToken,
    sink: &mut dyn FnMut(ScanBatch) -> Result<()>,
) -> Result<()> {
    #[cfg(target_os = "linux")]
    return scan_with::<crate::linux::LinuxFolder>(options, known, cancel, sink);
    #[cfg(not(target_os = "linux"))]
    scan_portable(options, known, cancel, sink)
}

/// As [`scan`], with the standard library alone: what other systems use, and what tests compare with.
///
/// # Errors
/// As [`scan`].
#[expect(clippy::implicit_hasher, reason = "as `scan`")]
pub fn scan_portable(
    options: &ScanOptions,
    known: HashMap<String, Vec<u8>>,
    cancel: &CancelToken,
    sink: &mut dyn FnMut(ScanBatch) -> Result<()>,
) -> Result<()> {
    scan_with::<crate::portable::PortableFolder>(options, known, cancel, sink)
}

pub(crate) fn scan_with<F: Folder>(
    options: &ScanOptions,
    known: HashMap<String, Vec<u8>>,
    cancel: &CancelToken,
    sink: &mut dyn FnMut(ScanBatch) -> Result<()>,
) -> Result<()> {
    let waves = roots::waves(&options.roots);
    let roots = waves.iter().flatten().map(|root| (root.key.clone(), identity::<F>(root))).collect();
    let (visited, kept, held) = (Mutex::default(), Mutex::default(), Mutex::default());
    let context = Context { options, known: Known::new(known), cancel, roots, visited, kept, held };
    for wave in &waves {
        run::<F>(&context, places(&context, wave)?, sink)?;
        cancel.check()?;
    }
    finish::<F>(&context, &waves.concat(), sink)
}

/// The roots of a wave that nobody has walked yet.
fn places(context: &Context<'_>, wave: &[Root]) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for root in wave {
        let rules = Rules::of_root(&root.path, &context.options.exclude)?;
        if context.claim(context.roots.get(&root.key).copied().flatten()) {
            places.push(Place { path: root.path.clone(), key: root.key.clone(), rules, is_root: true });
        }
    }
    Ok(places)
}

fn run<F: Folder>(
    context: &Context<'_>,
    places: Vec<Place>,
    sink: &mut dyn FnMut(ScanBatch) -> Result<()>,
) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let threads = match context.options.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let queue = Queue::new(places);
    let (sender, receiver) = sync_channel(2 * threads);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| sender.clone())
            .map(|sender| scope.spawn(|| work::<F>(context, &queue, sender)))
            .collect();
        drop(sender);
        let result = receiver.iter().try_for_each(sink);
        drop(receiver); // a worker that waits for room to send gives up
        queue.close();
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        result
    })
}

/// A worker ends early only because of cancellation or because nobody takes its batches any more; both are
/// reported by those who caused them.
fn work<F: Folder>(context: &Context<'_>, queue: &Queue<Place>, sender: SyncSender<ScanBatch>) {
    let mut worker = Worker::new(context, move |batch| sender.send(batch).map_err(|_| Error::cancelled()));
    while let Some((place, _ticket)) = queue.next() {
        match worker.visit::<F>(&place) {
            Ok(inside) => queue.extend(inside.into_iter()),
            Err(_) => return queue.close(),
        }
    }
    if worker.outbox.flush().is_err() {
        queue.close();
    }
}

fn finish<F: Folder>(
    context: &Context<'_>,
    roots: &[Root],
    sink: &mut dyn FnMut(ScanBatch) -> Result<()>,
) -> Result<()> {
    let mut outbox = Outbox::new(sink);
    for root in roots {
        // A drive that went away during the walk looks like one whose files were deleted.
        let still_there = || F::open(&root.path, true).is_ok() && identity::<F>(root) == context.roots[&root.key];
        if !locked(&context.kept).contains(&root.key) && !still_there() {
            context.keep(&root.key);
            let reason = "the folder was replaced or its drive went away during the scan".to_owned();
            outbox.skipped(Skip { path: root.path.clone(), code: ErrorKind::NotFound, reason })?;
        }
    }
    let mut held = std::mem::take(&mut *locked(&context.held));
    held.retain(|folder| folder.removed.is_empty() || context.is_covered(&folder.state.key));
    let unseen = context.known.unseen().filter(|key| context.is_covered(key));
    held.extend(unseen.map(|key| Held::gone(key, &context.known)));
    settle(&context.known, held, &mut outbox)?;
    outbox.flush()
}

fn identity<F: Folder>(root: &Root) -> Option<Identity> {
    F::open(&root.path, true).and_then(|folder| folder.about()).ok().and_then(|about| about.identity)
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

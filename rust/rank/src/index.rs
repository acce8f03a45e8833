//! A file of codes that was checked, and the search in it.

use std::path::{Path, PathBuf};

use imageparser_base::{Error, Result};
use rayon::prelude::*;

use crate::batch::Batch;
use crate::bytes::Bytes;
use crate::code::Coder;
use crate::ids::IdSet;
use crate::layout::{BATCH_HEADER, BatchHeader, Header, Identity, link};
use crate::query::Query;
use crate::scan::{Candidate, Filter, scan};
use crate::simd::widest;

/// The first look keeps this many times as many rows as the second hands out: it is that much less sure.
const FIRST_LOOK: usize = 4;

/// Candidates, best first by their estimated inner product.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// The ids.
    pub ids: Vec<i64>,
    /// The estimates.
    pub estimates: Vec<f32>,
    /// The standard deviation of an estimate.
    pub spread: f32,
}

/// The codes of a library's vectors as of one generation; it never changes, whatever is appended to its file.
#[derive(Debug)]
pub struct Index {
    pub(crate) path: Option<PathBuf>,
    pub(crate) bytes: Bytes,
    pub(crate) header: Header,
    pub(crate) coder: Coder,
    pub(crate) batches: Vec<Batch>,
    /// Where the next batch goes, and how it names the last.
    pub(crate) end: usize,
    pub(crate) last: [u8; 16],
    generation: i64,
    stamp: i64,
    live: usize,
}

impl Index {
    /// Map and check a file.
    ///
    /// # Errors
    /// `NotFound`, `Corrupt` for a damaged file or one of other vectors, `Unsupported` for another version.
    pub fn open(path: &Path, identity: &Identity) -> Result<Self> {
        let bytes = Bytes::map(path)?;
        let mut index = Self::read(bytes, identity).map_err(|error| error.at(path))?;
        index.path = Some(path.to_path_buf());
        Ok(index)
    }

    pub(crate) fn read(bytes: Bytes, identity: &Identity) -> Result<Self> {
        let (header, start, sum) = Header::read(bytes.get())?;
        if header.identity != *identity {
            return Err(Error::corrupt("the codes of other vectors"));
        }
        let chain = sound(chain(bytes.get(), identity.dim, start, &sum), bytes.get());
        let Some(closing) = chain.iter().rposition(|link| link.header.closes) else {
            return Err(Error::corrupt("the vector codes were never finished"));
        };
        let last = &chain[closing];
        let (generation, stamp, end, name) = (last.header.generation, last.header.stamp, last.end, link(&last.sum));
        let mut batches: Vec<Batch> =
            chain[..=closing].iter().map(|link| Batch::new(&link.header, link.start, identity.dim)).collect();
        let live = leave(&mut batches, bytes.get());
        let coder = Coder::new(header.mean.clone());
        Ok(Self { path: None, bytes, header, coder, batches, end, last: name, generation, stamp, live })
    }

    /// The generation of the library's vectors that the codes stand at.
    pub fn generation(&self) -> i64 {
        self.generation
    }

    /// The random number that the library gave to that generation.
    pub fn stamp(&self) -> i64 {
        self.stamp
    }

    /// How many vectors can be found.
    pub fn live(&self) -> usize {
        self.live
    }

    /// How many rows the file holds, with those that were left.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(|batch| batch.rows).sum()
    }

    /// How many batches the file holds.
    pub fn batches(&self) -> usize {
        self.batches.len()
    }

    /// How many vectors the mean was taken of that codes are less by.
    pub fn trained(&self) -> u64 {
        self.header.trained
    }

    /// How many bytes of the file are in use.
    pub fn size(&self) -> usize {
        self.end
    }

    /// The `keep` rows that seem nearest to `vector`, of those whose ids are in `within` and not in `without`.
    ///
    /// # Errors
    /// `Usage` for a vector of another dimension, `Corrupt` where the file was cut off by others.
    pub fn find(&self, vector: &[f32], keep: usize, within: Option<IdSet>, without: Option<IdSet>) -> Result<Found> {
        if vector.len() != self.coder.dim {
            return Err(Error::usage(format!("a vector of {} numbers, not {}", vector.len(), self.coder.dim)));
        }
        if keep == 0 || self.live == 0 {
            return Ok(Found::default());
        }
        self.bytes.check()?;
        let query = Query::new(&self.coder, vector);
        let wide = keep.saturating_mul(FIRST_LOOK).min(self.live);
        let filter = Filter { within, without };
        let mut found = scan(&self.batches, self.bytes.get(), &query, wide, &filter);
        widest(
            #[inline(always)]
            || self.look_again(&query, &mut found),
        );
        if found.len() > keep {
            found.select_nth_unstable_by(keep - 1, Candidate::order);
            found.truncate(keep);
        }
        found.sort_unstable_by(Candidate::order);
        Ok(self.told(&query, &found))
    }

    /// Replace the estimates of the first look by those from all numbers of the query.
    #[inline(always)]
    fn look_again(&self, query: &Query, found: &mut [Candidate]) {
        found.sort_unstable_by_key(|candidate| (candidate.batch, candidate.row));
        let width = self.coder.words() * 8;
        for candidate in found {
            let rows = self.batches[candidate.batch as usize].read(self.bytes.get());
            let row = candidate.row as usize;
            let code = &rows.bits[row * width..(row + 1) * width];
            candidate.estimate = query.estimate(code, rows.factors(row));
        }
    }

    fn told(&self, query: &Query, found: &[Candidate]) -> Found {
        let rows = |candidate: &Candidate| self.batches[candidate.batch as usize].read(self.bytes.get());
        let scales: f32 = found.iter().map(|candidate| rows(candidate).factors(candidate.row as usize).scale).sum();
        Found {
            ids: found.iter().map(|candidate| i64::from(rows(candidate).id(candidate.row as usize))).collect(),
            estimates: found.iter().map(|candidate| candidate.estimate).collect(),
            spread: query.spread(scales / found.len().max(1) as f32),
        }
    }
}

/// A batch whose header is in order and names the one before.
struct Link {
    header: BatchHeader,
    sum: [u8; 32],
    start: usize,
    end: usize,
}

/// Every batch that follows from the one before.
fn chain(bytes: &[u8], dim: usize, mut start: usize, sum: &[u8; 32]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut previous = link(sum);
    while let Some((header, sum)) = bytes.get(start..).and_then(BatchHeader::read) {
        let end = (start as u64).saturating_add(header.sections(dim).end);
        if header.previous != previous || end > bytes.len() as u64 {
            break;
        }
        let end = end as usize;
        previous = link(&sum);
        links.push(Link { header, sum, start, end });
        start = end;
    }
    links
}

/// The batches up to the first whose content is damaged.
fn sound(mut links: Vec<Link>, bytes: &[u8]) -> Vec<Link> {
    let intact =
        |link: &Link| *blake3::hash(&bytes[link.start + BATCH_HEADER..link.end]).as_bytes() == link.header.body;
    if let Some(damaged) = links.par_iter().position_first(|link| !intact(link)) {
        links.truncate(damaged);
    }
    links
}

/// Mark the rows that later batches have left; returns how many are there.
fn leave(batches: &mut [Batch], bytes: &[u8]) -> usize {
    let mut gone: Vec<i64> = Vec::new();
    let mut live = 0;
    // Rows between two batches that remove something are looked up in the same set.
    let mut set = None;
    for batch in batches.iter_mut().rev() {
        live += match &set {
            Some(set) => batch.leave(bytes, set),
            None => batch.rows,
        };
        let removed = bytes[batch.removed.clone()].as_chunks().0;
        if !removed.is_empty() {
            gone.extend(removed.iter().map(|id| i64::from(u32::from_le_bytes(*id))));
            set = Some(IdSet::new(gone.iter().copied()));
        }
    }
    live
}

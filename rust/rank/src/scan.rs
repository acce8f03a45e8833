//! The first look at every code: the best by the number of equal bits, in one pass over the file.

use std::cmp::Ordering;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use crate::batch::{Batch, Rows};
use crate::ids::IdSet;
use crate::kernel::{distance, with_words};
use crate::query::Query;
use crate::simd::widest;

/// Rows that one task looks at.
const CHUNK: usize = 1 << 13;
/// Below this many rows starting threads costs more than it saves.
const ALONE: usize = 1 << 15;

/// Which rows may be found at all.
pub(crate) struct Filter {
    pub(crate) within: Option<IdSet>,
    pub(crate) without: Option<IdSet>,
}

/// A row and what it was estimated at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) estimate: f32,
    pub(crate) batch: u32,
    pub(crate) row: u32,
}

impl Candidate {
    /// Best first; equal ones in the order of the file.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        other.estimate.total_cmp(&self.estimate).then((self.batch, self.row).cmp(&(other.batch, other.row)))
    }
}

/// The best `keep` rows of all batches, in no order.
pub(crate) fn scan(batches: &[Batch], bytes: &[u8], query: &Query, keep: usize, filter: &Filter) -> Vec<Candidate> {
    let tasks: Vec<(usize, usize)> = batches
        .iter()
        .enumerate()
        .flat_map(|(place, batch)| (0..batch.rows).step_by(CHUNK).map(move |first| (place, first)))
        .collect();
    let best = Best { keep, cut: AtomicU32::new(0) };
    let look = |mut found: Vec<Candidate>, (place, first): &(usize, usize)| {
        let task = Task { batch: &batches[*place], place: *place as u32, rows: batches[*place].read(bytes) };
        task.scan(*first, query, filter, &best, &mut found);
        found
    };
    let mut found = if batches.iter().map(|batch| batch.rows).sum::<usize>() < ALONE {
        tasks.iter().fold(Vec::new(), look)
    } else {
        tasks.par_iter().fold(Vec::new, look).reduce(Vec::new, |mut a, mut b| {
            a.append(&mut b);
            best.shrink(&mut a);
            a
        })
    };
    best.shrink(&mut found);
    found
}

/// How many are wanted, and an estimate that this many rows are known to reach; shared by all threads.
struct Best {
    keep: usize,
    cut: AtomicU32,
}

impl Best {
    /// The estimate below which no row can be among the best.
    #[inline(always)]
    fn cut(&self) -> f32 {
        unordered(self.cut.load(Relaxed))
    }

    /// Leave the best `keep`.
    fn shrink(&self, found: &mut Vec<Candidate>) {
        if found.len() <= self.keep {
            return;
        }
        found.select_nth_unstable_by(self.keep - 1, Candidate::order);
        found.truncate(self.keep);
        self.cut.fetch_max(ordered(found[self.keep - 1].estimate), Relaxed);
    }
}

/// Numbers whose order as integers is that of the floats; the least stands for "nothing known yet".
fn ordered(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

#[inline(always)]
fn unordered(bits: u32) -> f32 {
    match bits {
        0 => f32::NEG_INFINITY,
        _ if bits >> 31 == 1 => f32::from_bits(bits & !(1 << 31)),
        _ => f32::from_bits(!bits),
    }
}

struct Task<'a> {
    batch: &'a Batch,
    place: u32,
    rows: Rows<'a>,
}

impl Task<'_> {
    fn scan(&self, first: usize, query: &Query, filter: &Filter, best: &Best, found: &mut Vec<Candidate>) {
        with_words!(query.bits.len(), N => widest(
            #[inline(always)]
            || self.blocks::<N>(first, query, filter, best, found),
        ));
    }

    #[inline(always)]
    fn blocks<const N: usize>(
        &self,
        first: usize,
        query: &Query,
        filter: &Filter,
        best: &Best,
        found: &mut Vec<Candidate>,
    ) {
        let last = (first + CHUNK).min(self.batch.rows);
        for start in (first..last).step_by(64) {
            let mask = self.mask(start, last - start, filter);
            self.look::<N>(start, mask, query, best.cut(), found);
            if found.len() >= best.keep * 2 {
                best.shrink(found);
            }
        }
    }

    /// Look at up to 64 rows.
    #[inline(always)]
    fn look<const N: usize>(&self, start: usize, mut mask: u64, query: &Query, cut: f32, found: &mut Vec<Candidate>) {
        let width = query.bits.len() * 8;
        while mask != 0 {
            let row = start + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            let differing = distance::<N>(&self.rows.bits[row * width..(row + 1) * width], &query.bits);
            let factors = self.rows.factors(row);
            let estimate = query.by_distance[differing] * factors.scale + factors.bias;
            if estimate >= cut {
                found.push(Candidate { estimate, batch: self.place, row: row as u32 });
            }
        }
    }

    /// Which of the rows from `start` on may be found, one bit each.
    fn mask(&self, start: usize, count: usize, filter: &Filter) -> u64 {
        let mut mask = if count >= 64 { u64::MAX } else { (1 << count) - 1 };
        if let Some(live) = &self.batch.live {
            mask &= live[start / 64];
        }
        if let Some(within) = &filter.within {
            mask &= self.having(start, mask, within);
        }
        if let Some(without) = &filter.without {
            mask &= !self.having(start, mask, without);
        }
        mask
    }

    fn having(&self, start: usize, mut asked: u64, ids: &IdSet) -> u64 {
        let mut having = 0;
        while asked != 0 {
            let bit = asked.trailing_zeros();
            asked &= asked - 1;
            having |= u64::from(ids.has(self.rows.id(start + bit as usize))) << bit;
        }
        having
    }
}

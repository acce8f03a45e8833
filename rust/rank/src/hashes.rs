use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use imageparser_base::{Error, Result};
use rayon::prelude::*;

use crate::simd::widest;

const PARTS: usize = 4;
const PART_BITS: usize = 16;
const KEYS: usize = 1 << PART_BITS;
/// Keys of a part that one task looks at.
const AT_ONCE: usize = 64;

/// Which hashes count as near to each other, and how many pairs may be told.
#[derive(Debug, Clone, Copy)]
pub struct Nearness {
    /// Bits in which two hashes may differ, at most [`Nearness::MOST_BITS`].
    pub bits: u32,
    /// How far their shapes may be from each other.
    pub shape: f32,
    /// Pairs in all.
    pub pairs: usize,
}

impl Nearness {
    /// With more bits a look-up would touch a large share of all hashes.
    pub const MOST_BITS: u32 = 11;

    /// Return the pairs of places of near hashes, in order, the smaller place of each first; every hash has a shape, of
    /// which near ones differ little, too.
    ///
    /// Hashes are compared where one of their four parts is alike: of two that differ in n bits, one part differs in at
    /// most n / 4 (Norouzi, Punjani and Fleet 2012, "Fast Search in Hamming Space with Multi-Index Hashing").
    ///
    /// # Errors
    /// More bits or pairs than allowed, or not as many shapes as hashes.
    pub fn pairs(&self, hashes: &[u64], shapes: &[f32]) -> Result<Vec<(u32, u32)>> {
        if self.bits > Self::MOST_BITS || hashes.len() != shapes.len() || u32::try_from(hashes.len()).is_err() {
            return Err(Error::usage(format!("one shape for each hash, and at most {} bits", Self::MOST_BITS)));
        }
        let masks: Vec<u16> = (0..=u16::MAX).filter(|mask| mask.count_ones() <= self.bits / PARTS as u32).collect();
        let told = AtomicUsize::new(0);
        let mut all = Vec::new();
        for at in 0..PARTS {
            let look = Look { near: *self, at, part: Part::new(at, hashes), shapes, masks: &masks, told: &told };
            let starts: Vec<usize> = (0..KEYS).step_by(AT_ONCE).collect();
            let found: Vec<Vec<(u32, u32)>> = starts
                .into_par_iter()
                .map(|start| widest(|| look.of_keys(start..start + AT_ONCE)))
                .collect::<Result<_>>()?;
            all.extend(found.into_iter().flatten());
        }
        all.par_sort_unstable();
        Ok(all)
    }
}

/// All hashes in the order of one of their parts, so that those with alike parts lie beside each other.
struct Part {
    starts: Vec<u32>,
    rows: Vec<u32>,
    hashes: Vec<u64>,
}

impl Part {
    fn new(at: usize, hashes: &[u64]) -> Self {
        let mut starts = vec![0u32; KEYS + 1];
        for hash in hashes {
            starts[part(*hash, at) as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut ends = starts.clone();
        let (mut rows, mut sorted) = (vec![0u32; hashes.len()], vec![0u64; hashes.len()]);
        for (row, hash) in hashes.iter().enumerate() {
            let end = &mut ends[part(*hash, at) as usize];
            (rows[*end as usize], sorted[*end as usize]) = (row as u32, *hash);
            *end += 1;
        }
        Self { starts, rows, hashes: sorted }
    }

    fn range(&self, key: usize) -> Range<usize> {
        self.starts[key] as usize..self.starts[key + 1] as usize
    }
}

struct Look<'a> {
    near: Nearness,
    at: usize,
    part: Part,
    shapes: &'a [f32],
    masks: &'a [u16],
    told: &'a AtomicUsize,
}

impl Look<'_> {
    #[inline(always)]
    fn of_keys(&self, keys: Range<usize>) -> Result<Vec<(u32, u32)>> {
        let mut found = Vec::new();
        for key in keys.filter(|key| !self.part.range(*key).is_empty()) {
            let before = found.len();
            for mask in self.masks {
                let other = key ^ usize::from(*mask);
                if other >= key {
                    self.of_two(key, other, &mut found);
                }
            }
            let told = self.told.fetch_add(found.len() - before, Ordering::Relaxed) + found.len() - before;
            if told > self.near.pairs {
                let most = self.near.pairs;
                return Err(Error::too_large(format!("more than {most} pairs of hashes are near to each other")));
            }
        }
        Ok(found)
    }

    #[inline(always)]
    fn of_two(&self, key: usize, other: usize, found: &mut Vec<(u32, u32)>) {
        let others = self.part.range(other);
        for place in self.part.range(key) {
            let hash = self.part.hashes[place];
            let first = if other == key { place + 1 } else { others.start };
            for (second, near) in self.part.hashes[first..others.end].iter().enumerate() {
                let differing = hash ^ near;
                if differing.count_ones() <= self.near.bits {
                    self.keep(differing, self.part.rows[place], self.part.rows[first + second], found);
                }
            }
        }
    }

    fn keep(&self, differing: u64, one: u32, other: u32, found: &mut Vec<(u32, u32)>) {
        let (low, high) = (one.min(other), one.max(other));
        let shapes = (self.shapes[low as usize] - self.shapes[high as usize]).abs();
        // A pair that a part before this one finds was told there.
        let is_first = (0..self.at).all(|at| part(differing, at).count_ones() > self.near.bits / PARTS as u32);
        if is_first && shapes <= self.near.shape {
            found.push((low, high));
        }
    }
}

fn part(hash: u64, at: usize) -> u16 {
    (hash >> (PART_BITS * at)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: Nearness = Nearness { bits: 6, shape: 0.1, pairs: usize::MAX };

    fn by_hand(near: Nearness, hashes: &[u64], shapes: &[f32]) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for first in 0..hashes.len() {
            for second in first + 1..hashes.len() {
                let bits = (hashes[first] ^ hashes[second]).count_ones();
                if bits <= near.bits && (shapes[first] - shapes[second]).abs() <= near.shape {
                    found.push((first as u32, second as u32));
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn every_pair_is_told_once(
            seeds in proptest::collection::vec((0u64..3, proptest::collection::vec(0u32..64, 0..9), 0u8..2), 0..40),
            bits in 0..=Nearness::MOST_BITS,
        ) {
            let flipped = |base: u64, flips: &[u32]| flips.iter().fold(base, |hash, bit| hash ^ 1 << bit);
            let hashes: Vec<u64> =
                seeds.iter().map(|(seed, flips, _)| flipped(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15), flips)).collect();
            let shapes: Vec<f32> = seeds.iter().map(|(_, _, shape)| f32::from(*shape)).collect();
            let near = Nearness { bits, ..ALL };
            let found = near.pairs(&hashes, &shapes).expect("in the limits");
            prop_assert_eq!(found, by_hand(near, &hashes, &shapes));
        }
    }

    #[test]
    fn what_is_beyond_the_limits_is_refused() {
        let hashes = [7u64; 5];
        let told = |near: Nearness, shapes: &[f32]| near.pairs(&hashes, shapes).expect_err("refused").kind().code();
        assert_eq!(told(Nearness { pairs: 9, ..ALL }, &[0.0; 5]), "too_large");
        assert_eq!(told(Nearness { bits: 12, ..ALL }, &[0.0; 5]), "usage");
        assert_eq!(told(ALL, &[0.0; 4]), "usage");
    }
}

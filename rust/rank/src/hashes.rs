use imageparser_base::{Error, Result};
use rayon::prelude::*;

const PARTS: usize = 4;
const PART_BITS: usize = 16;
/// Hashes that are looked up by one task.
const AT_ONCE: usize = 4096;

/// Which hashes count as near to each other, and how many pairs may be told.
#[derive(Debug, Clone, Copy)]
pub struct Nearness {
    /// Bits in which two hashes may differ, at most [`Nearness::MOST_BITS`].
    pub bits: u32,
    /// How far their shapes may be from each other.
    pub shape: f32,
    /// Later hashes that are told of each; one with more is counted as crowded.
    pub crowd: usize,
    /// Pairs in all.
    pub pairs: usize,
}

/// Pairs of places in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The smaller place of each pair.
    pub first: Vec<u32>,
    /// The greater one.
    pub second: Vec<u32>,
    /// Hashes that have more near ones than are told.
    pub crowded: usize,
}

impl Nearness {
    /// With more bits a look-up would touch a large share of all hashes.
    pub const MOST_BITS: u32 = 11;

    /// Return the pairs of near hashes; each has a shape, of which near ones differ little, too.
    ///
    /// Each hash is looked up by its four parts: of two that differ in n bits, one part differs in at most n / 4
    /// (Norouzi, Punjani and Fleet 2012, "Fast Search in Hamming Space with Multi-Index Hashing").
    ///
    /// # Errors
    /// More bits or pairs than allowed, or not as many shapes as hashes.
    pub fn pairs(&self, hashes: &[u64], shapes: &[f32]) -> Result<Pairs> {
        if self.bits > Self::MOST_BITS || hashes.len() != shapes.len() || u32::try_from(hashes.len()).is_err() {
            return Err(Error::usage(format!("one shape for each hash, and at most {} bits", Self::MOST_BITS)));
        }
        let index = Look { near: *self, hashes, shapes, parts: (0..PARTS).map(|at| Part::new(at, hashes)).collect() };
        let masks: Vec<u16> = (0..=u16::MAX).filter(|mask| mask.count_ones() <= self.bits / PARTS as u32).collect();
        let starts: Vec<usize> = (0..hashes.len()).step_by(AT_ONCE).collect();
        let found: Vec<(Vec<u32>, Vec<u32>, usize)> = starts
            .into_par_iter()
            .map(|start| index.of_some(start..hashes.len().min(start + AT_ONCE), &masks))
            .collect::<Result<_>>()?;
        let mut all = Pairs::default();
        for (first, second, crowded) in found {
            all.first.extend(first);
            all.second.extend(second);
            all.crowded += crowded;
            if all.first.len() > self.pairs {
                return Err(self.too_many());
            }
        }
        Ok(all)
    }

    fn too_many(&self) -> Error {
        Error::too_large(format!("more than {} pairs of hashes are near to each other", self.pairs))
    }
}

/// All hashes by one of their parts.
struct Part {
    at: usize,
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Part {
    fn new(at: usize, hashes: &[u64]) -> Self {
        let mut starts = vec![0u32; (1 << PART_BITS) + 1];
        for hash in hashes {
            starts[part(*hash, at) as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut ends = starts.clone();
        let mut rows = vec![0u32; hashes.len()];
        for (row, hash) in hashes.iter().enumerate() {
            let end = &mut ends[part(*hash, at) as usize];
            rows[*end as usize] = row as u32;
            *end += 1;
        }
        Self { at, starts, rows }
    }

    /// The rows behind `row` that have this part.
    fn behind(&self, row: u32, key: u16) -> &[u32] {
        let all = &self.rows[self.starts[key as usize] as usize..self.starts[key as usize + 1] as usize];
        &all[all.partition_point(|other| *other <= row)..]
    }
}

struct Look<'a> {
    near: Nearness,
    hashes: &'a [u64],
    shapes: &'a [f32],
    parts: Vec<Part>,
}

impl Look<'_> {
    fn of_some(&self, rows: std::ops::Range<usize>, masks: &[u16]) -> Result<(Vec<u32>, Vec<u32>, usize)> {
        let (mut first, mut second, mut crowded) = (Vec::new(), Vec::new(), 0);
        let mut found = Vec::new();
        for row in rows {
            found.clear();
            self.of_one(row as u32, masks, &mut found);
            found.sort_unstable();
            if found.len() > self.near.crowd {
                crowded += 1;
                found.truncate(self.near.crowd);
            }
            first.extend(std::iter::repeat_n(row as u32, found.len()));
            second.extend_from_slice(&found);
            if first.len() > self.near.pairs {
                return Err(self.near.too_many());
            }
        }
        Ok((first, second, crowded))
    }

    fn of_one(&self, row: u32, masks: &[u16], found: &mut Vec<u32>) {
        let (hash, shape) = (self.hashes[row as usize], self.shapes[row as usize]);
        for by in &self.parts {
            for mask in masks {
                for other in by.behind(row, part(hash, by.at) ^ mask) {
                    let differing = hash ^ self.hashes[*other as usize];
                    if differing.count_ones() <= self.near.bits
                        && self.is_first(differing, by.at)
                        && (shape - self.shapes[*other as usize]).abs() <= self.near.shape
                    {
                        found.push(*other);
                    }
                }
            }
        }
    }

    /// Whether no part before this one finds the same pair.
    fn is_first(&self, differing: u64, at: usize) -> bool {
        (0..at).all(|before| part(differing, before).count_ones() > self.near.bits / PARTS as u32)
    }
}

fn part(hash: u64, at: usize) -> u16 {
    (hash >> (PART_BITS * at)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: Nearness = Nearness { bits: 6, shape: 0.1, crowd: usize::MAX, pairs: usize::MAX };

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
            let pairs: Vec<(u32, u32)> = found.first.iter().copied().zip(found.second.iter().copied()).collect();
            prop_assert_eq!(pairs, by_hand(near, &hashes, &shapes));
            prop_assert_eq!(found.crowded, 0);
        }
    }

    #[test]
    fn crowds_are_cut_and_counted() {
        let hashes = [7u64; 5];
        let found = Nearness { crowd: 2, ..ALL }.pairs(&hashes, &[0.0; 5]).expect("in the limits");
        assert_eq!((found.first, found.second), (vec![0, 0, 1, 1, 2, 2, 3], vec![1, 2, 2, 3, 3, 4, 4]));
        assert_eq!(found.crowded, 2);
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

//! One batch: as it is made, and as it is read.

use std::ops::Range;

use rayon::prelude::*;

use crate::code::{Coder, Factors};
use crate::ids::IdSet;
use crate::layout::{ALIGN, BatchHeader, Levels, link};
use crate::simd::widest;

/// Rows of a batch at most: what a writer holds in memory.
pub(crate) const ROWS: usize = 1 << 15;
/// Rows that one thread encodes at a time.
const PART: usize = 256;

/// Rows that become a batch.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    pub(crate) ids: Vec<u32>,
    pub(crate) factors: Vec<Factors>,
    pub(crate) bits: Vec<u8>,
}

/// What closes a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closing {
    pub(crate) generation: i64,
    pub(crate) stamp: i64,
}

impl Codes {
    /// Add the codes of rows of numbers, one for each id.
    pub(crate) fn encode(&mut self, coder: &Coder, ids: &[u32], rows: &[f32]) {
        let width = coder.words() * 8;
        let first = self.ids.len();
        self.ids.extend_from_slice(ids);
        self.factors.resize(self.ids.len(), Factors { scale: 0.0, bias: 0.0 });
        self.bits.resize(self.ids.len() * width, 0);
        let factors = self.factors[first..].par_chunks_mut(PART);
        let bits = self.bits[first * width..].par_chunks_mut(PART * width);
        let rows = rows.par_chunks(PART * coder.dim);
        factors.zip(bits).zip(rows).for_each(|((factors, bits), rows)| {
            let mut scratch = vec![0.0; coder.dim];
            widest(
                #[inline(always)]
                || {
                    let codes = factors.iter_mut().zip(bits.chunks_exact_mut(width));
                    for ((factors, bits), row) in codes.zip(rows.chunks_exact(coder.dim)) {
                        scratch.copy_from_slice(row);
                        *factors = coder.encode(&mut scratch, bits);
                    }
                },
            );
        });
    }

    /// Add a row that is coded already.
    pub(crate) fn push(&mut self, id: u32, factors: Factors, bits: &[u8]) {
        self.ids.push(id);
        self.factors.push(factors);
        self.bits.extend_from_slice(bits);
    }

    /// The bytes of the batch and the name by which the next one knows it; `removed` are ids of earlier rows.
    pub(crate) fn to_bytes(
        &self,
        removed: &[u32],
        closing: Option<Closing>,
        previous: [u8; 16],
    ) -> (Vec<u8>, [u8; 16]) {
        let scale = Levels::of(self.factors.iter().map(|factors| factors.scale));
        let bias = Levels::of(self.factors.iter().map(|factors| factors.bias));
        let mut body = Vec::new();
        section(&mut body, removed.iter().flat_map(|id| id.to_le_bytes()));
        section(&mut body, self.ids.iter().flat_map(|id| id.to_le_bytes()));
        section(&mut body, self.factors.iter().map(|factors| scale.pack(factors.scale)));
        section(&mut body, self.factors.iter().map(|factors| bias.pack(factors.bias)));
        section(&mut body, self.bits.iter().copied());
        let (generation, stamp) = closing.map_or((0, 0), |closing| (closing.generation, closing.stamp));
        let header = BatchHeader {
            closes: closing.is_some(),
            rows: self.ids.len() as u32,
            removed: removed.len() as u32,
            generation,
            stamp,
            scale,
            bias,
            previous,
            body: *blake3::hash(&body).as_bytes(),
        };
        let (header, sum) = header.to_bytes();
        let mut bytes = header.to_vec();
        bytes.append(&mut body);
        (bytes, link(&sum))
    }
}

fn section(body: &mut Vec<u8>, bytes: impl Iterator<Item = u8>) {
    body.extend(bytes);
    body.resize(body.len().next_multiple_of(ALIGN), 0);
}

/// Where the parts of a valid batch lie in the file, and which of its rows later batches have left.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) rows: usize,
    pub(crate) removed: Range<usize>,
    pub(crate) ids: Range<usize>,
    pub(crate) scales: Range<usize>,
    pub(crate) biases: Range<usize>,
    pub(crate) bits: Range<usize>,
    pub(crate) scale: Levels,
    pub(crate) bias: Levels,
    /// One bit for each row that is still there; None where all are.
    pub(crate) live: Option<Vec<u64>>,
}

/// The parts of a batch themselves.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) ids: &'a [[u8; 4]],
    pub(crate) bits: &'a [u8],
    scales: &'a [u8],
    biases: &'a [u8],
    scale: Levels,
    bias: Levels,
}

impl Batch {
    /// The batch whose header stands at `start`.
    pub(crate) fn new(header: &BatchHeader, start: usize, dim: usize) -> Self {
        let sections = header.sections(dim);
        let rows = header.rows as usize;
        let part = |from: u64, length: usize| start + from as usize..start + from as usize + length;
        Self {
            rows,
            removed: part(crate::layout::BATCH_HEADER as u64, header.removed as usize * 4),
            ids: part(sections.ids, rows * 4),
            scales: part(sections.scales, rows),
            biases: part(sections.biases, rows),
            bits: part(sections.bits, rows * 8 * crate::layout::words_of(dim)),
            scale: header.scale,
            bias: header.bias,
            live: None,
        }
    }

    pub(crate) fn read<'a>(&self, bytes: &'a [u8]) -> Rows<'a> {
        Rows {
            ids: bytes[self.ids.clone()].as_chunks().0,
            bits: &bytes[self.bits.clone()],
            scales: &bytes[self.scales.clone()],
            biases: &bytes[self.biases.clone()],
            scale: self.scale,
            bias: self.bias,
        }
    }

    /// Mark the rows whose ids are in `gone` as left; returns how many remain.
    pub(crate) fn leave(&mut self, bytes: &[u8], gone: &IdSet) -> usize {
        let ids = self.read(bytes).ids;
        let mut live = vec![0u64; self.rows.div_ceil(64)];
        for (row, id) in ids.iter().enumerate() {
            live[row / 64] |= u64::from(!gone.has(u32::from_le_bytes(*id))) << (row % 64);
        }
        let count = live.iter().map(|word| word.count_ones() as usize).sum();
        self.live = (count < self.rows).then_some(live);
        count
    }
}

impl Rows<'_> {
    #[inline(always)]
    pub(crate) fn id(&self, row: usize) -> u32 {
        u32::from_le_bytes(self.ids[row])
    }

    #[inline(always)]
    pub(crate) fn factors(&self, row: usize) -> Factors {
        Factors { scale: self.scale.unpack(self.scales[row]), bias: self.bias.unpack(self.biases[row]) }
    }
}

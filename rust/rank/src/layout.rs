//! The file: one header that never changes, then batches, each of which names the one before it by its digest.
//!
//! All numbers are little-endian, all sections begin at multiples of 64. A batch holds ids that no earlier row speaks
//! for any more, and rows: their ids, two factors and bits. The batch that ends a change *closes* and carries the
//! generation of the library's vectors that the file stands at from there on; what follows the last closing batch does
//! not count and is written over. So nothing that was ever valid changes, and readers need no lock.

use imageparser_base::{Error, Result};

/// More dimensions than any model has.
pub const MAX_DIM: usize = 1 << 14;
pub(crate) const ALIGN: usize = 64;
pub(crate) const BATCH_HEADER: usize = 128;
const MAGIC: &[u8; 8] = b"IMPARANK";
const VERSION: u32 = 1;
const FIXED: usize = 64;
const BATCH_MAGIC: u32 = u32::from_le_bytes(*b"BTCH");

/// Whose vectors a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The kind of vector, a short word padded with zeros.
    pub kind: [u8; 8],
    /// The digest of the version key.
    pub key: [u8; 32],
    /// Numbers of a vector.
    pub dim: usize,
}

impl Identity {
    /// The identity of vectors of a kind under a version key.
    ///
    /// # Errors
    /// `Usage` for a kind of more than eight bytes or an unusual dimension.
    pub fn new(kind: &str, version_key: &str, dim: usize) -> Result<Self> {
        let mut padded = [0; 8];
        let Some(part) = padded.get_mut(..kind.len()) else {
            return Err(Error::usage(format!("\"{kind}\" is no kind of vector")));
        };
        part.copy_from_slice(kind.as_bytes());
        if dim == 0 || dim > MAX_DIM {
            return Err(Error::usage(format!("vectors of {dim} numbers are not supported")));
        }
        Ok(Self { kind: padded, key: *blake3::hash(version_key.as_bytes()).as_bytes(), dim })
    }
}

/// The header of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Header {
    pub(crate) identity: Identity,
    /// How many vectors the mean was taken of.
    pub(crate) trained: u64,
    pub(crate) mean: Vec<f32>,
}

/// Where the values of a quantised factor begin, and their steps.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Levels {
    pub(crate) lowest: f32,
    pub(crate) step: f32,
}

/// The header of a batch.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BatchHeader {
    pub(crate) closes: bool,
    pub(crate) rows: u32,
    pub(crate) removed: u32,
    pub(crate) generation: i64,
    pub(crate) stamp: i64,
    pub(crate) scale: Levels,
    pub(crate) bias: Levels,
    pub(crate) previous: [u8; 16],
    pub(crate) body: [u8; 32],
}

/// Where the sections of a batch begin, counted from its header, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sections {
    pub(crate) ids: u64,
    pub(crate) scales: u64,
    pub(crate) biases: u64,
    pub(crate) bits: u64,
    pub(crate) end: u64,
}

/// Words of 64 bits in a code.
pub(crate) fn words_of(dim: usize) -> usize {
    dim.div_ceil(64)
}

pub(crate) fn aligned(length: u64) -> u64 {
    length.next_multiple_of(ALIGN as u64)
}

/// The first half of a digest, by which the next batch names this one.
pub(crate) fn link(sum: &[u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&sum[..16]);
    half
}

impl Header {
    fn length(dim: usize) -> usize {
        aligned((FIXED + dim * 4) as u64) as usize + ALIGN
    }

    /// The bytes of the header and the digest at their end.
    pub(crate) fn to_bytes(&self) -> (Vec<u8>, [u8; 32]) {
        let mut bytes = Vec::with_capacity(Self::length(self.identity.dim));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(self.identity.dim as u32).to_le_bytes());
        bytes.extend_from_slice(&self.identity.kind);
        bytes.extend_from_slice(&self.trained.to_le_bytes());
        bytes.extend_from_slice(&self.identity.key);
        self.mean.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
        bytes.resize(Self::length(self.identity.dim) - 32, 0);
        let sum = *blake3::hash(&bytes).as_bytes();
        bytes.extend_from_slice(&sum);
        (bytes, sum)
    }

    /// Read the header at the beginning of `bytes`; returns it with its length and digest.
    pub(crate) fn read(bytes: &[u8]) -> Result<(Self, usize, [u8; 32])> {
        let fixed = bytes.first_chunk::<FIXED>().filter(|fixed| fixed.starts_with(MAGIC));
        let fixed = fixed.ok_or_else(|| Error::corrupt("not a file of vector codes"))?;
        if u32_at(fixed, 8) != VERSION {
            return Err(Error::unsupported(format!("vector codes of version {}", u32_at(fixed, 8))));
        }
        let dim = u32_at(fixed, 12) as usize;
        if dim == 0 || dim > MAX_DIM {
            return Err(Error::corrupt(format!("vector codes of {dim} dimensions")));
        }
        let length = Self::length(dim);
        let (told, sum) = bytes
            .get(..length)
            .and_then(<[u8]>::split_last_chunk::<32>)
            .ok_or_else(|| Error::corrupt("the header of the vector codes is cut off"))?;
        if blake3::hash(told).as_bytes() != sum {
            return Err(Error::corrupt("the header of the vector codes is damaged"));
        }
        let identity = Identity { kind: array_at(fixed, 16), key: array_at(fixed, 32), dim };
        let mean = told[FIXED..FIXED + dim * 4].as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let trained = u64::from_le_bytes(array_at(fixed, 24));
        Ok((Self { identity, trained, mean }, length, *sum))
    }
}

impl BatchHeader {
    /// The bytes of the header and the digest at their end.
    pub(crate) fn to_bytes(&self) -> ([u8; BATCH_HEADER], [u8; 32]) {
        let mut bytes = [0; BATCH_HEADER];
        let mut at = 0;
        let mut put = |part: &[u8]| {
            bytes[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        };
        put(&BATCH_MAGIC.to_le_bytes());
        put(&u32::from(self.closes).to_le_bytes());
        put(&self.rows.to_le_bytes());
        put(&self.removed.to_le_bytes());
        put(&self.generation.to_le_bytes());
        put(&self.stamp.to_le_bytes());
        for value in [self.scale.lowest, self.scale.step, self.bias.lowest, self.bias.step] {
            put(&value.to_le_bytes());
        }
        put(&self.previous);
        put(&self.body);
        let sum = *blake3::hash(&bytes[..96]).as_bytes();
        bytes[96..].copy_from_slice(&sum);
        (bytes, sum)
    }

    /// Read a header; None where no valid one stands.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, [u8; 32])> {
        let bytes = bytes.first_chunk::<BATCH_HEADER>()?;
        let sum: [u8; 32] = array_at(bytes, 96);
        if u32_at(bytes, 0) != BATCH_MAGIC || *blake3::hash(&bytes[..96]).as_bytes() != sum {
            return None;
        }
        let float = |at| f32::from_le_bytes(array_at(bytes, at));
        let header = Self {
            closes: u32_at(bytes, 4) == 1,
            rows: u32_at(bytes, 8),
            removed: u32_at(bytes, 12),
            generation: i64::from_le_bytes(array_at(bytes, 16)),
            stamp: i64::from_le_bytes(array_at(bytes, 24)),
            scale: Levels { lowest: float(32), step: float(36) },
            bias: Levels { lowest: float(40), step: float(44) },
            previous: array_at(bytes, 48),
            body: array_at(bytes, 64),
        };
        Some((header, sum))
    }

    /// Where the sections are; the counts are below 2^32, so that nothing overflows.
    pub(crate) fn sections(&self, dim: usize) -> Sections {
        let (rows, removed) = (u64::from(self.rows), u64::from(self.removed));
        let ids = BATCH_HEADER as u64 + aligned(removed * 4);
        let scales = ids + aligned(rows * 4);
        let biases = scales + aligned(rows);
        let bits = biases + aligned(rows);
        Sections { ids, scales, biases, bits, end: bits + aligned(rows * 8 * words_of(dim) as u64) }
    }
}

impl Levels {
    /// Levels for some values.
    pub(crate) fn of(values: impl Iterator<Item = f32> + Clone) -> Self {
        let lowest = values.clone().fold(f32::INFINITY, f32::min);
        let highest = values.fold(f32::NEG_INFINITY, f32::max);
        if lowest < highest { Self { lowest, step: (highest - lowest) / 255.0 } } else { Self { lowest, step: 0.0 } }
    }

    pub(crate) fn pack(self, value: f32) -> u8 {
        if self.step > 0.0 { ((value - self.lowest) / self.step).round() as u8 } else { 0 }
    }

    #[inline(always)]
    pub(crate) fn unpack(self, packed: u8) -> f32 {
        self.lowest + self.step * f32::from(packed)
    }
}

fn array_at<const N: usize, const LENGTH: usize>(bytes: &[u8; LENGTH], at: usize) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&bytes[at..at + N]);
    array
}

fn u32_at<const LENGTH: usize>(bytes: &[u8; LENGTH], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

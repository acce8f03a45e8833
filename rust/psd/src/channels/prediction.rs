//! Undo the prediction of "ZIP with prediction": every sample is stored as the difference to the one before it.

/// Restore one row in place; `scratch` is as long as the row where the depth is 32.
pub(crate) fn undo(row: &mut [u8], depth: u16, scratch: &mut [u8]) {
    match depth {
        16 => undo_words(row),
        32 => {
            undo_bytes(row);
            gather_planes(row, scratch);
        }
        _ => undo_bytes(row),
    }
}

fn undo_bytes(row: &mut [u8]) {
    let done = fast::undo_bytes(row);
    let mut sum = done.checked_sub(1).map_or(0, |last| row[last]);
    for byte in &mut row[done..] {
        sum = sum.wrapping_add(*byte);
        *byte = sum;
    }
}

fn undo_words(row: &mut [u8]) {
    let done = fast::undo_words(row);
    let mut sum = done.checked_sub(2).map_or(0, |last| u16::from_be_bytes([row[last], row[last + 1]]));
    for word in row[done..].as_chunks_mut::<2>().0 {
        sum = sum.wrapping_add(u16::from_be_bytes(*word));
        *word = sum.to_be_bytes();
    }
}

/// Sixteen bytes at a time: sums within a block by doubling distances (Hillis and Steele 1986, "Data parallel
/// algorithms"), then the last sum of the block before on top.
#[cfg(target_arch = "x86_64")]
mod fast {
    use std::arch::x86_64::__m128i;

    use pulp::cast;
    use pulp::x86::V3;

    /// Restore as much of the row as fills whole blocks; says how many bytes that is.
    pub(super) fn undo_bytes(row: &mut [u8]) -> usize {
        let Some(simd) = V3::try_new() else { return 0 };
        let last: __m128i = cast([15u8; 16]);
        let add = |a, b| simd.sse2._mm_add_epi8(a, b);
        each_block(simd, row, |block, carry| {
            let sums = add(block, simd.sse2._mm_slli_si128::<1>(block));
            let sums = add(sums, simd.sse2._mm_slli_si128::<2>(sums));
            let sums = add(sums, simd.sse2._mm_slli_si128::<4>(sums));
            let sums = add(sums, simd.sse2._mm_slli_si128::<8>(sums));
            let sums = add(sums, carry);
            (sums, simd.ssse3._mm_shuffle_epi8(sums, last))
        })
    }

    /// The same for 16-bit words, stored with the high byte first.
    pub(super) fn undo_words(row: &mut [u8]) -> usize {
        let Some(simd) = V3::try_new() else { return 0 };
        let swap: __m128i = cast([1u8, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14]);
        let last: __m128i = cast([[14u8, 15]; 8]);
        let add = |a, b| simd.sse2._mm_add_epi16(a, b);
        each_block(simd, row, |block, carry| {
            let words = simd.ssse3._mm_shuffle_epi8(block, swap);
            let sums = add(words, simd.sse2._mm_slli_si128::<2>(words));
            let sums = add(sums, simd.sse2._mm_slli_si128::<4>(sums));
            let sums = add(sums, simd.sse2._mm_slli_si128::<8>(sums));
            let sums = add(sums, carry);
            (simd.ssse3._mm_shuffle_epi8(sums, swap), simd.ssse3._mm_shuffle_epi8(sums, last))
        })
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "must become part of a function that may use wider registers")]
    fn each_block(simd: V3, row: &mut [u8], work: impl Fn(__m128i, __m128i) -> (__m128i, __m128i)) -> usize {
        let blocks = row.as_chunks_mut::<16>().0;
        let length = blocks.len() * 16;
        simd.vectorize(
            #[inline(always)]
            || {
                let mut carry: __m128i = cast([0u8; 16]);
                for block in blocks {
                    let (sums, next) = work(cast(*block), carry);
                    (*block, carry) = (cast(sums), next);
                }
            },
        );
        length
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod fast {
    pub(super) fn undo_bytes(_row: &mut [u8]) -> usize {
        0
    }

    pub(super) fn undo_words(_row: &mut [u8]) -> usize {
        0
    }
}

/// A row of floats is stored as four planes: all first bytes, all second bytes, and so on.
fn gather_planes(row: &mut [u8], scratch: &mut [u8]) {
    let count = row.len() / 4;
    for (i, float) in scratch.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        *float = [row[i], row[count + i], row[2 * count + i], row[3 * count + i]];
    }
    row.copy_from_slice(scratch);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_depth() {
        let mut bytes = [1, 2, 255];
        undo(&mut bytes, 8, &mut [0; 3]);
        assert_eq!(bytes, [1, 3, 2]);
        let mut words = [0, 255, 0, 2];
        undo(&mut words, 16, &mut [0; 4]);
        assert_eq!(words, [0, 255, 1, 1]);
        // Two floats 0x0A0B0C0D and 0x1A1B1C1D, as planes 0A 1A 0B 1B 0C 1C 0D 1D, as differences.
        let mut floats = [0x0A, 0x10, 0xF1, 0x10, 0xF1, 0x10, 0xF1, 0x10];
        undo(&mut floats, 32, &mut [0; 8]);
        assert_eq!(floats, [0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B, 0x1C, 0x1D]);
    }

    proptest! {
        #[test]
        fn equals_the_plain_twin(row in proptest::collection::vec(any::<u8>(), 0..100)) {
            let sums = |sum: &mut u8, &byte: &u8| { *sum = sum.wrapping_add(byte); Some(*sum) };
            let mut bytes = row.clone();
            undo(&mut bytes, 8, &mut []);
            prop_assert_eq!(&bytes, &row.iter().scan(0, sums).collect::<Vec<u8>>());
            let mut words = row.clone();
            undo(&mut words, 16, &mut []);
            let mut sum = 0u16;
            for (word, stored) in words.as_chunks::<2>().0.iter().zip(row.as_chunks::<2>().0) {
                sum = sum.wrapping_add(u16::from_be_bytes(*stored));
                prop_assert_eq!(u16::from_be_bytes(*word), sum);
            }
        }
    }
}

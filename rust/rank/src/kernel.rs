//! Counting bits: the distance of two codes, and how much of a weighted code lies in a plain one.

/// Bits for each number of a query where its candidates are looked at again; the error is a twentieth of the code's.
pub(crate) const PLANES: usize = 6;

/// How many bits of `row` differ from `query`; N is the number of words, 0 where it is not known when compiling.
#[inline(always)]
pub(crate) fn distance<const N: usize>(row: &[u8], query: &[u64]) -> usize {
    let (words, query) = fitted::<N>(row, query);
    words
        .iter()
        .zip(query)
        .map(|(word, query)| u64::from((u64::from_le_bytes(*word) ^ query).count_ones()))
        .sum::<u64>() as usize
}

/// The sum of the weights whose bits are set in `row`, and how many those are; `planes` holds for each word the bits
/// of the weights from the lowest on.
#[inline(always)]
pub(crate) fn weighed(row: &[u8], planes: &[[u64; PLANES]]) -> (u64, u64) {
    let (mut weights, mut count) = (0, 0);
    for (word, planes) in row.as_chunks::<8>().0.iter().zip(planes) {
        let word = u64::from_le_bytes(*word);
        count += u64::from(word.count_ones());
        for (place, plane) in planes.iter().enumerate() {
            weights += u64::from((word & plane).count_ones()) << place;
        }
    }
    (weights, count)
}

#[inline(always)]
fn fitted<'a, const N: usize>(row: &'a [u8], query: &'a [u64]) -> (&'a [[u8; 8]], &'a [u64]) {
    let words = row.as_chunks::<8>().0;
    match (words.first_chunk::<N>(), query.first_chunk::<N>()) {
        (Some(words), Some(query)) if N > 0 => (words, query),
        _ => (words, query),
    }
}

/// Call `$body` with the number of words as the constant `N` where it is a usual one, else with 0.
macro_rules! with_words {
    ($words:expr, $name:ident => $body:expr) => {
        match $words {
            8 => {
                const $name: usize = 8;
                $body
            }
            12 => {
                const $name: usize = 12;
                $body
            }
            16 => {
                const $name: usize = 16;
                $body
            }
            18 => {
                const $name: usize = 18;
                $body
            }
            20 => {
                const $name: usize = 20;
                $body
            }
            26 => {
                const $name: usize = 26;
                $body
            }
            _ => {
                const $name: usize = 0;
                $body
            }
        }
    };
}
pub(crate) use with_words;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::widest;
    use proptest::prelude::*;

    /// Bit by bit.
    fn plain(row: &[u8], query: &[u64]) -> usize {
        (0..row.len() * 8)
            .filter(|bit| (row[bit / 8] >> (bit % 8) & 1) as u64 != query[bit / 64] >> (bit % 64) & 1)
            .count()
    }

    proptest! {
        #[test]
        fn distances_are_those_of_single_bits(words in 1usize..30, seed in proptest::collection::vec(any::<u64>(), 60)) {
            let row: Vec<u8> = seed[..words].iter().flat_map(|word| word.to_le_bytes()).collect();
            let query = &seed[30..30 + words];
            let expected = plain(&row, query);
            let found = with_words!(words, N => [
                distance::<N>(&row, query),
                widest(#[inline(always)] || distance::<N>(&row, query)),
                pulp::Arch::new().dispatch(#[inline(always)] || distance::<N>(&row, query)),
                distance::<0>(&row, query),
            ]);
            prop_assert_eq!(found, [expected; 4]);
        }

        #[test]
        fn weights_are_summed(weights in proptest::collection::vec(0u64..1 << PLANES, 64 * 3), row in any::<[u64; 3]>()) {
            let mut planes = [[0u64; PLANES]; 3];
            let mut expected = (0, 0);
            for (bit, weight) in weights.iter().enumerate() {
                for (place, plane) in planes[bit / 64].iter_mut().enumerate() {
                    *plane |= (weight >> place & 1) << (bit % 64);
                }
                let set = row[bit / 64] >> (bit % 64) & 1;
                expected = (expected.0 + set * weight, expected.1 + set);
            }
            let row: Vec<u8> = row.iter().flat_map(|word| word.to_le_bytes()).collect();
            prop_assert_eq!(weighed(&row, &planes), expected);
            prop_assert_eq!(widest(#[inline(always)] || weighed(&row, &planes)), expected);
            prop_assert_eq!(pulp::Arch::new().dispatch(#[inline(always)] || weighed(&row, &planes)), expected);
        }
    }
}

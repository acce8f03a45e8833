//! Sets of ids that are asked for each of many rows.

/// Ids below 2^32: a bit for each while they are dense enough, else sorted.
#[derive(Debug)]
pub struct IdSet(Form);

#[derive(Debug)]
enum Form {
    Bits { first: u32, words: Vec<u64> },
    Sorted(Vec<u32>),
}

/// Bits that any set may take, and more for each of its ids.
const SPAN: u64 = 1 << 24;
const SPAN_EACH: u64 = 64;

impl IdSet {
    /// Make a set of ids in any order; those that no row can have are left out.
    pub fn new(ids: impl IntoIterator<Item = i64>) -> Self {
        let mut ids: Vec<u32> = ids.into_iter().filter_map(|id| u32::try_from(id).ok()).collect();
        let (first, last) = ids.iter().fold((u32::MAX, 0), |(first, last), id| (first.min(*id), last.max(*id)));
        let span = u64::from(last.saturating_sub(first)) + 1;
        if ids.is_empty() || span > SPAN + SPAN_EACH * ids.len() as u64 {
            ids.sort_unstable();
            return Self(Form::Sorted(ids));
        }
        let mut words = vec![0u64; span.div_ceil(64) as usize];
        for id in &ids {
            let place = (id - first) as usize;
            words[place / 64] |= 1 << (place % 64);
        }
        Self(Form::Bits { first, words })
    }

    /// Whether the set holds an id.
    #[inline(always)]
    pub fn has(&self, id: u32) -> bool {
        match &self.0 {
            Form::Bits { first, words } => {
                let place = id.wrapping_sub(*first) as usize;
                words.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
            }
            Form::Sorted(ids) => ids.binary_search(&id).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn both_forms_hold_what_was_given(
            ids in proptest::collection::vec(prop_oneof![0i64..300, any::<u32>().prop_map(i64::from), any::<i64>()], 0..40),
            asked in proptest::collection::vec(prop_oneof![0u32..300, any::<u32>()], 50),
        ) {
            let few: Vec<i64> = ids.iter().copied().filter(|id| (0..300).contains(id)).collect();
            for given in [ids, few] {
                let expected: HashSet<i64> = given.iter().copied().collect();
                let set = IdSet::new(given);
                for id in asked.iter().copied().chain(expected.iter().filter_map(|id| u32::try_from(*id).ok())) {
                    prop_assert_eq!(set.has(id), expected.contains(&i64::from(id)));
                }
            }
        }
    }
}

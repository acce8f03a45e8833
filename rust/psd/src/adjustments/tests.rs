use super::testing::RGB;
use super::*;

#[test]
fn no_block_is_read_twice() {
    let mut keys: Vec<_> = KINDS.iter().map(|(key, _)| key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), KINDS.len());
}

#[test]
fn noise_is_read_or_refused() {
    let mut state = 1_u32;
    for round in 0..300_usize {
        let bytes: Vec<u8> = (0..round % 97)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        for (_, read) in KINDS {
            drop(read(&RGB, &bytes));
        }
    }
}

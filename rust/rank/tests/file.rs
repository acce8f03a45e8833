//! A file against a plain map of its vectors: everything that is there is found, nothing else, whatever happens to it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use imageparser_base::ErrorKind;
use imageparser_rank::{Changes, IdSet, Identity, Index, Writer};
use proptest::prelude::*;

const DIM: usize = 70;

fn identity() -> Identity {
    Identity::new("VV", "a key", DIM).expect("a usual identity")
}

/// A unit vector for an id and a version of it.
fn vector(id: i64, version: u64) -> Vec<f32> {
    let mut state = (id as u64).wrapping_mul(0x9E37_79B9) ^ version << 40 | 1;
    let mut row: Vec<f32> = (0..DIM)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 16_777_216.0 - 0.35
        })
        .collect();
    let norm = row.iter().map(|value| value * value).sum::<f32>().sqrt();
    row.iter_mut().for_each(|value| *value /= norm);
    row
}

fn rows(ids: &[i64], version: u64) -> Vec<f32> {
    ids.iter().flat_map(|id| vector(*id, version)).collect()
}

fn build(path: Option<&Path>, ids: &[i64]) -> Index {
    let all = rows(ids, 0);
    let mut writer = Writer::new(path, identity(), &all).expect("a new file");
    for (ids, rows) in ids.chunks(50).zip(all.chunks(50 * DIM)) {
        writer.add(ids, rows).expect("rows");
    }
    writer.finish(1, 11).expect("a whole file")
}

fn append(index: &Index, removed: &[i64], ids: &[i64], generation: i64) -> Option<Index> {
    let rows = rows(ids, generation as u64);
    let changes = Changes { removed, ids, rows: &rows, generation, stamp: generation * 11 };
    index.append(&changes).expect("an append")
}

fn found(index: &Index, within: Option<&[i64]>, without: Option<&[i64]>) -> Vec<i64> {
    let set = |ids: Option<&[i64]>| ids.map(|ids| IdSet::new(ids.iter().copied()));
    let mut ids = index.find(&vector(3, 9), 10_000, set(within), set(without)).expect("an answer").ids;
    ids.sort_unstable();
    ids
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn estimates_are_near_the_truth_and_spread_as_told() {
    let ids: Vec<i64> = (0..40_000).collect();
    let index = build(None, &ids);
    let query = vector(77_777, 1);
    let found = index.find(&query, ids.len(), None, None).expect("an answer");
    assert_eq!(found.ids.len(), ids.len());
    let errors: Vec<f32> =
        found.ids.iter().zip(&found.estimates).map(|(id, told)| told - dot(&query, &vector(*id, 0))).collect();
    let mean = errors.iter().sum::<f32>() / errors.len() as f32;
    let deviation = (errors.iter().map(|error| error * error).sum::<f32>() / errors.len() as f32).sqrt();
    assert!(mean.abs() < 0.1 * found.spread, "{mean} of {}", found.spread);
    assert!((0.8..1.2).contains(&(deviation / found.spread)), "{deviation} of {}", found.spread);
    assert!(found.estimates.is_sorted_by(|a, b| a >= b));
}

#[test]
fn the_nearest_are_among_few_candidates() {
    let ids: Vec<i64> = (0..40_000).collect();
    let index = build(None, &ids);
    for asked in 0..20 {
        let query = vector(asked, 0);
        let found = index.find(&query, 50, None, None).expect("an answer");
        assert_eq!(found.ids[0], asked, "the vector itself");
        assert!(found.estimates[0] > 0.8);
    }
}

#[test]
fn other_vectors_and_broken_files_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("VV.rank");
    let kind = |path: &Path, identity: &Identity| Index::open(path, identity).expect_err("no index").kind();
    assert_eq!(kind(&path, &identity()), ErrorKind::NotFound);
    build(Some(&path), &[1, 2, 3]);
    for other in [("VV", "another key", DIM), ("MV", "a key", DIM), ("VV", "a key", DIM + 1)] {
        let other = Identity::new(other.0, other.1, other.2).expect("an identity");
        assert_eq!(kind(&path, &other), ErrorKind::Corrupt);
    }
    let whole = fs::read(&path).expect("a file");
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).expect("a shorter file");
        assert_eq!(kind(&path, &identity()), ErrorKind::Corrupt, "{length} of {} bytes", whole.len());
    }
    let mut newer = whole;
    newer[8] = 2;
    fs::write(&path, newer).expect("a newer file");
    assert_eq!(kind(&path, &identity()), ErrorKind::Unsupported);
}

#[test]
fn a_file_that_others_cut_off_is_noticed_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("VV.rank");
    let index = build(Some(&path), &(0..5000).collect::<Vec<_>>());
    fs::OpenOptions::new().write(true).open(&path).and_then(|file| file.set_len(100)).expect("a cut");
    assert_eq!(index.find(&vector(1, 0), 5, None, None).expect_err("a cut file").kind(), ErrorKind::Corrupt);
}

#[test]
fn no_draft_is_left_and_none_has_the_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("VV.rank");
    let mut writer = Writer::new(Some(&path), identity(), &rows(&[1], 0)).expect("a writer");
    writer.add(&[1], &rows(&[1], 0)).expect("rows");
    assert!(!path.exists());
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    build(Some(&path), &[1]);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn what_cannot_be_a_row_is_refused() {
    let mut writer = Writer::new(None, identity(), &[]).expect("a writer");
    assert_eq!(writer.add(&[1], &[0.0]).expect_err("too short").kind(), ErrorKind::Usage);
    assert_eq!(writer.add(&[-1], &vector(1, 0)).expect_err("a negative id").kind(), ErrorKind::Unsupported);
    assert_eq!(writer.add(&[1 << 32], &vector(1, 0)).expect_err("a large id").kind(), ErrorKind::Unsupported);
    let index = writer.finish(1, 2).expect("an empty file");
    assert_eq!(index.find(&vector(1, 0)[1..], 5, None, None).expect_err("too short").kind(), ErrorKind::Usage);
    assert!(index.find(&vector(1, 0), 5, None, None).expect("an answer").ids.is_empty());
    assert!(Identity::new("far too long", "k", 3).is_err() && Identity::new("VV", "k", 0).is_err());
}

#[test]
fn of_two_that_append_one_is_told_to_wait() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("VV.rank");
    let first = build(Some(&path), &[1, 2, 3]);
    let second = Index::open(&path, &identity()).expect("an index");
    let first = append(&first, &[2], &[7], 2).expect("the first appends");
    assert!(append(&second, &[1], &[9], 2).is_none());
    assert_eq!((found(&second, None, None), second.generation()), (vec![1, 2, 3], 1));
    assert_eq!((found(&first, None, None), first.generation(), first.stamp()), (vec![1, 3, 7], 2, 22));
}

/// One change: some ids leave, some come or come anew.
fn change() -> impl Strategy<Value = (Vec<i64>, Vec<i64>)> {
    (proptest::collection::vec(0i64..400, 0..40), proptest::collection::btree_set(0i64..400, 0..40))
        .prop_map(|(removed, added)| (removed, added.into_iter().collect()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_file_holds_what_a_map_holds(
        start in proptest::collection::btree_set(0i64..400, 0..200),
        changes in proptest::collection::vec(change(), 0..5),
        within in proptest::collection::vec(0i64..400, 0..100),
        without in proptest::collection::vec(0i64..400, 0..50),
        cut in any::<prop::sample::Index>(),
        flip in any::<prop::sample::Index>(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("VV.rank");
        let start: Vec<i64> = start.into_iter().collect();
        let (mut mapped, mut held) = (build(Some(&path), &start), build(None, &start));
        let mut truth: BTreeMap<i64, u64> = start.iter().map(|id| (*id, 0)).collect();
        let mut history = vec![truth.clone()];
        for (turn, (removed, added)) in changes.iter().enumerate() {
            let generation = turn as i64 + 2;
            let gone: Vec<i64> = removed.iter().chain(added).copied().collect();
            mapped = append(&mapped, &gone, added, generation).expect("alone");
            held = append(&held, &gone, added, generation).expect("alone");
            truth.retain(|id, _| !gone.contains(id));
            truth.extend(added.iter().map(|id| (*id, generation as u64)));
            history.push(truth.clone());
        }
        let expected: Vec<i64> = truth.keys().copied().collect();
        let compact = mapped.compacted(Some(&folder.path().join("2.rank"))).expect("a smaller file");
        prop_assert_eq!(compact.rows(), expected.len());
        for index in [&mapped, &held, &compact] {
            prop_assert_eq!(&found(index, None, None), &expected);
            prop_assert_eq!(index.live(), expected.len());
            let some: Vec<i64> =
                expected.iter().copied().filter(|id| within.contains(id) && !without.contains(id)).collect();
            prop_assert_eq!(found(index, Some(&within), Some(&without)), some);
            prop_assert_eq!(index.generation(), changes.len() as i64 + 1);
            let near = index.find(&vector(3, 9), 10_000, None, None).expect("an answer");
            for (id, told) in near.ids.iter().zip(&near.estimates) {
                let exact = dot(&vector(3, 9), &vector(*id, truth[id]));
                prop_assert!((told - exact).abs() < 7.0 * near.spread, "{} is {} not {}", id, told, exact);
            }
        }
        // Whatever is lost or damaged at the end, an earlier state stands or none.
        let mut bytes = fs::read(&path).expect("a file");
        bytes.truncate(cut.index(bytes.len()) + 1);
        let place = flip.index(bytes.len());
        bytes[place] ^= 4;
        fs::write(&path, &bytes).expect("a damaged file");
        if let Ok(index) = Index::open(&path, &identity()) {
            let state: Vec<i64> = history[index.generation() as usize - 1].keys().copied().collect();
            prop_assert_eq!(found(&index, None, None), state);
            let next = append(&index, &[], &[399], 90).expect("over the damage");
            prop_assert_eq!(next.generation(), 90);
            prop_assert!(found(&next, None, None).contains(&399));
        }
    }
}

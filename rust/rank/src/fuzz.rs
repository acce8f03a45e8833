//! What the fuzzer asks of this crate: any bytes for a file, with digests that fit, so that they are believed.

use crate::bytes::Bytes;
use crate::ids::IdSet;
use crate::index::Index;
use crate::layout::{BATCH_HEADER, BatchHeader, Header, Identity, aligned, link};
use crate::writer::{Changes, Writer};

/// Open bytes as they are and with their digests mended, and search in what opens.
pub fn file(data: &[u8]) {
    search(data);
    if let Some(mended) = mended(data) {
        search(&mended);
    }
}

/// A small file with changes behind it.
pub fn seeds() -> Vec<Vec<u8>> {
    [3, 64, 70].map(seed).to_vec()
}

fn seed(dim: usize) -> Vec<u8> {
    let made = || {
        let rows: Vec<f32> = (0..dim * 100).map(|place| (place * 7919 % 101) as f32 - 50.0).collect();
        let mut writer = Writer::new(None, Identity::new("VV", "key", dim)?, &rows)?;
        writer.add(&(0..100).collect::<Vec<i64>>(), &rows)?;
        let index = writer.finish(1, 2)?;
        let rows = &rows[..dim * 2];
        index.append(&Changes { removed: &[1, 7], ids: &[7, 200], rows, generation: 2, stamp: 3 })
    };
    match made() {
        Ok(Some(index)) => index.bytes.get().to_vec(),
        _ => Vec::new(),
    }
}

fn search(data: &[u8]) {
    let Ok((header, ..)) = Header::read(data) else { return };
    let Ok(index) = Index::read(Bytes::Held(data.to_vec().into()), &header.identity) else { return };
    let query = vec![0.5; header.identity.dim];
    drop(index.find(&query, 10, None, None));
    drop(index.find(&query, 3, Some(IdSet::new([1, 2, 70_000])), Some(IdSet::new([2]))));
    drop(index.compacted(None));
}

/// The same bytes with every digest set to what stands there.
fn mended(data: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = data.to_vec();
    let dim = u32::from_le_bytes(*bytes.get(12..16)?.first_chunk()?) as usize;
    let dim = dim.wrapping_sub(1) % 256 + 1;
    bytes[12..16].copy_from_slice(&(dim as u32).to_le_bytes());
    let mut start = aligned((64 + dim * 4) as u64) as usize + 64;
    let sum = *blake3::hash(bytes.get(..start)?.split_last_chunk::<32>()?.0).as_bytes();
    bytes[start - 32..start].copy_from_slice(&sum);
    let mut previous = link(&sum);
    while let Some(header) = bytes.get_mut(start..start + BATCH_HEADER) {
        header[48..64].copy_from_slice(&previous);
        set_sum(header);
        let Some((header, _)) = BatchHeader::read(header) else { break };
        let end = start as u64 + header.sections(dim).end;
        let Some(body) = bytes.get(start + BATCH_HEADER..end as usize) else { break };
        let body = *blake3::hash(body).as_bytes();
        let header = &mut bytes[start..start + BATCH_HEADER];
        header[64..96].copy_from_slice(&body);
        previous = link(&set_sum(header));
        start = end as usize;
    }
    Some(bytes)
}

fn set_sum(header: &mut [u8]) -> [u8; 32] {
    let sum = *blake3::hash(&header[..96]).as_bytes();
    header[96..BATCH_HEADER].copy_from_slice(&sum);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_mended_opens() {
        for mut seed in seeds() {
            let identity = Header::read(&seed).expect("a header").0.identity;
            let last = seed.len() - 1;
            seed[last] ^= 1;
            let damaged = Index::read(Bytes::Held(seed.clone().into()), &identity).expect("the first batch");
            assert_eq!(damaged.generation(), 1);
            let mended = mended(&seed).expect("a file");
            assert_eq!(Index::read(Bytes::Held(mended.into()), &identity).expect("a file").generation(), 2);
        }
    }

    proptest! {
        #[test]
        fn believed_bytes_do_no_harm(
            seed in prop::sample::select(seeds()),
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        ) {
            let mut data = seed;
            for (place, byte) in changes {
                let place = place.index(data.len());
                data[place] = byte;
            }
            file(&data);
        }
    }
}

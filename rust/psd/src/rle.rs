//! PackBits, the run-length code of Photoshop, TIFF and MacPaint.

/// Short runs are copied as one block of this size, which costs less than a copy of exact length.
const CHUNK: usize = 16;

/// Unpack `source` into `target`, which is filled from its start; gives how many of its bytes the source covered.
///
/// Lenient: stops where either ends, so a run that leads beyond the target is cut. The rest of the target is zero.
pub fn unpack(source: &[u8], target: &mut [u8]) -> usize {
    let (mut from, mut to) = (0, 0);
    while let Some(&code) = source.get(from) {
        from += 1;
        if code < 128 {
            let count = usize::from(code) + 1;
            let taken = copy(&source[from..], &mut target[to..], count);
            from += taken;
            to += taken;
            if taken < count {
                break;
            }
        } else if code > 128 {
            let Some(&value) = source.get(from) else { break };
            from += 1;
            let count = 257 - usize::from(code);
            let taken = repeat(value, &mut target[to..], count);
            to += taken;
            if taken < count {
                break;
            }
        }
    }
    target[to..].fill(0);
    to
}

/// Copy `count` bytes, or as many as both sides have; bytes behind them may be overwritten.
#[inline]
fn copy(source: &[u8], target: &mut [u8], count: usize) -> usize {
    if count <= CHUNK
        && let (Some(from), Some(to)) = (source.first_chunk::<CHUNK>(), target.first_chunk_mut::<CHUNK>())
    {
        *to = *from;
        return count;
    }
    let count = count.min(source.len()).min(target.len());
    target[..count].copy_from_slice(&source[..count]);
    count
}

/// Write `count` times `value`, or as often as there is room; bytes behind them may be overwritten.
#[inline]
fn repeat(value: u8, target: &mut [u8], count: usize) -> usize {
    if count <= CHUNK
        && let Some(to) = target.first_chunk_mut::<CHUNK>()
    {
        *to = [value; CHUNK];
        return count;
    }
    let count = count.min(target.len());
    target[..count].fill(value);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, byte by byte.
    fn plain(source: &[u8], length: usize) -> (Vec<u8>, usize) {
        let mut out = Vec::new();
        let mut bytes = source.iter().copied();
        while let Some(code) = bytes.next() {
            match code {
                0..=127 => out.extend(bytes.by_ref().take(usize::from(code) + 1)),
                128 => {}
                _ => match bytes.next() {
                    Some(value) => out.extend(std::iter::repeat_n(value, 257 - usize::from(code))),
                    None => break,
                },
            }
        }
        let covered = out.len().min(length);
        out.resize(length, 0);
        (out, covered)
    }

    #[test]
    fn the_example_of_the_specification() {
        let packed = [0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA];
        let expected = [
            0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0x22, 0xAA, 0xAA, 0xAA, 0xAA,
            0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA,
        ];
        let mut out = [9; 24];
        assert_eq!(unpack(&packed, &mut out), 24);
        assert_eq!(out, expected);
    }

    #[test]
    fn short_sources_leave_zeros() {
        let mut out = [9; 6];
        assert_eq!(unpack(&[0x05, 1, 2], &mut out), 2);
        assert_eq!(out, [1, 2, 0, 0, 0, 0]);
        assert_eq!(unpack(&[], &mut out), 0);
        assert_eq!(unpack(&[0xFF], &mut []), 0);
    }

    proptest! {
        #[test]
        fn equals_the_plain_twin(source in proptest::collection::vec(any::<u8>(), 0..400), length in 0usize..600) {
            let mut out = vec![7; length];
            let covered = unpack(&source, &mut out);
            prop_assert_eq!((out, covered), plain(&source, length));
        }
    }
}

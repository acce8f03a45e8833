//! PackBits, the run-length code of Photoshop, TIFF and MacPaint.

use std::ops::Range;

use pulp::Arch;

/// Most codes stand for no more bytes than this; so many are written without a look at their count, which is cheaper
/// than a branch that is often guessed wrong.
const SHORT: usize = 32;
/// No code stands for more.
const LONG: usize = 128;
/// Bytes behind packed rows that speed up the last of them, whatever they are.
pub(crate) const SLACK: usize = LONG + 1;

/// Unpack `source` into `target`, which is filled from its start; gives how many of its bytes the source covered.
///
/// Lenient: stops where either ends, so a run that leads beyond the target is cut. The rest of the target is zero.
pub fn unpack(source: &[u8], target: &mut [u8]) -> usize {
    unpack_row(source, 0..source.len(), target, target.len())
}

/// Unpack rows of `length` bytes that follow each other in `target`; `place` tells where in `buffer` a row is packed.
///
/// With [`SLACK`] bytes behind the last packed row it is fastest.
pub(crate) fn unpack_rows(buffer: &[u8], target: &mut [u8], length: usize, place: impl Fn(usize) -> Range<usize>) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (row, at) in (0..target.len()).step_by(length).enumerate() {
                unpack_row(buffer, place(row), &mut target[at..], length);
            }
        },
    );
}

/// Unpack a row of `length` bytes to the start of `target` from the bytes at `place` of `buffer`. What lies
/// behind them in `buffer` may be read, what lies behind the row in `target` may be overwritten.
#[inline(always)]
#[allow(clippy::inline_always, reason = "must become part of a function that may use wider registers")]
fn unpack_row(buffer: &[u8], place: Range<usize>, target: &mut [u8], length: usize) -> usize {
    let (mut from, mut to) = (place.start, 0);
    while from < place.end {
        let (Some(packed), Some(room)) =
            (buffer[from..].first_chunk::<SLACK>(), target[to..].first_chunk_mut::<LONG>())
        else {
            break;
        };
        let code = packed[0] as i8;
        let count = usize::from(code.unsigned_abs()) + 1;
        let taken = if code < 0 { 2 } else { count + 1 };
        if from + taken > place.end || to + count > length {
            break; // also where -128, which stands for nothing, seems to stand for 129
        }
        if code < 0 {
            room[..SHORT].copy_from_slice(&[packed[1]; SHORT]);
            if count > SHORT {
                if code == i8::MIN {
                    from += 1;
                    continue;
                }
                room[SHORT..].copy_from_slice(&[packed[1]; LONG - SHORT]);
            }
        } else {
            room[..SHORT].copy_from_slice(&packed[1..=SHORT]);
            if count > SHORT {
                room[SHORT..].copy_from_slice(&packed[SHORT + 1..]);
            }
        }
        (from, to) = (from + taken, to + count);
    }
    if from < place.end && to < length {
        slow(&buffer[from..place.end], &mut target[..length], to)
    } else {
        end(&mut target[..length], to)
    }
}

fn end(target: &mut [u8], covered: usize) -> usize {
    target[covered..].fill(0);
    covered
}

/// The last codes of a row, within its bounds.
#[inline(never)]
fn slow(source: &[u8], target: &mut [u8], start: usize) -> usize {
    let (mut from, mut to) = (0, start);
    while let Some(&code) = source.get(from) {
        let count = usize::from((code as i8).unsigned_abs()) + 1;
        let space = count.min(target.len() - to);
        let taken = match code {
            128 => {
                from += 1;
                continue;
            }
            129.. => source.get(from + 1).map_or(0, |&value| {
                target[to..to + space].fill(value);
                space
            }),
            _ => {
                let taken = space.min(source.len() - from - 1);
                target[to..to + taken].copy_from_slice(&source[from + 1..][..taken]);
                taken
            }
        };
        to += taken;
        if taken < count {
            break;
        }
        from += if code < 128 { count + 1 } else { 2 };
    }
    end(target, to)
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

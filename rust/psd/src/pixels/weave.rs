use pulp::Arch;

use super::samples::Sample;

/// Pixels that are woven at once on the stack.
const BLOCK: usize = 256;

/// Append the pixels of planes of equal length to `out`, which should have room for them: one sample of each plane
/// in turn.
///
/// A block goes over the stack, because `out` was not cleared and safe code cannot vectorise into such memory.
pub(super) fn weave<T: Sample, const N: usize>(planes: [&[u8]; N], out: &mut Vec<[T; N]>) {
    let mut planes = planes.map(T::stored);
    let mut block = [[T::default(); N]; BLOCK];
    while let Some(parts) = blocks(&mut planes) {
        Arch::new().dispatch(
            #[inline(always)]
            || fill(parts, &mut block),
        );
        out.extend_from_slice(&block);
    }
    let length = planes.iter().map(|plane| plane.len()).min().unwrap_or_default();
    out.extend((0..length).map(|x| planes.map(|plane| T::native(plane[x]))));
}

/// The next block of each plane, which is cut off.
fn blocks<'a, S, const N: usize>(planes: &mut [&'a [S]; N]) -> Option<[&'a [S; BLOCK]; N]> {
    let first = planes.first()?.first_chunk()?;
    let mut parts = [first; N];
    for (part, plane) in parts.iter_mut().zip(planes) {
        let (block, rest) = plane.split_first_chunk()?;
        (*part, *plane) = (block, rest);
    }
    Some(parts)
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "must become part of a function that may use wider registers")]
fn fill<T: Sample, const N: usize>(parts: [&[T::Stored; BLOCK]; N], block: &mut [[T; N]; BLOCK]) {
    for (x, pixel) in block.iter_mut().enumerate() {
        for (sample, part) in pixel.iter_mut().zip(parts) {
            *sample = T::native(part[x]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type() {
        let mut bytes = vec![[9u8, 9, 9]];
        weave([&[1, 4], &[2, 5], &[3, 6]], &mut bytes);
        assert_eq!(bytes, [[9, 9, 9], [1, 2, 3], [4, 5, 6]]);
        let mut words: Vec<[u16; 2]> = Vec::new();
        weave([&[1, 0, 2, 0], &[0, 1, 0, 2]], &mut words);
        assert_eq!(words, [[256, 1], [512, 2]]);
        let mut floats: Vec<[f32; 1]> = Vec::new();
        weave([&1.5f32.to_be_bytes()], &mut floats);
        assert_eq!(floats, [[1.5]]);
    }
}

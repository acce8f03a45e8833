//! The Paeth filter, whose every pixel waits for the one before: the slowest part of unfiltering.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "SSE2 intrinsics, which every x86-64 has; tested against `plain`")
)]

/// Undo Paeth in one row of 3- or 4-byte pixels.
pub(crate) fn one_row(previous: &[u8], current: &mut [u8], distance: usize) {
    if distance == 3 { fast::one_row::<3>(previous, current) } else { fast::one_row::<4>(previous, current) }
}

/// Undo Paeth in two consecutive rows of 3- or 4-byte pixels; the second runs one pixel behind the first, so
/// that the two chains of dependent steps overlap.
pub(crate) fn two_rows(previous: &[u8], first: &mut [u8], second: &mut [u8], distance: usize) {
    if distance == 3 {
        fast::two_rows::<3>(previous, first, second);
    } else {
        fast::two_rows::<4>(previous, first, second);
    }
}

/// The plain form for pixels of any size.
pub(crate) fn plain<const N: usize>(previous: &[u8], current: &mut [u8]) {
    let (mut left, mut corner) = ([0u8; N], [0u8; N]);
    for (pixel, above) in current.as_chunks_mut::<N>().0.iter_mut().zip(previous.as_chunks::<N>().0) {
        for i in 0..N {
            left[i] = pixel[i].wrapping_add(predict(left[i], above[i], corner[i]));
        }
        *pixel = left;
        corner = *above;
    }
}

/// The neighbour nearest to `left + above - corner`; with comparisons only, so that the compiler needs no branch.
fn predict(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let threshold = 3 * c - (a + b);
    let (low, high) = (a.min(b), a.max(b));
    let inner = if high <= threshold { low } else { c };
    (if threshold <= low { high } else { inner }) as u8
}

#[cfg(target_arch = "x86_64")]
mod fast {
    use std::arch::x86_64::{
        __m128i, _mm_add_epi8, _mm_add_epi16, _mm_and_si128, _mm_andnot_si128, _mm_cmpgt_epi16, _mm_cvtsi32_si128,
        _mm_cvtsi128_si32, _mm_max_epi16, _mm_min_epi16, _mm_or_si128, _mm_packus_epi16, _mm_setzero_si128,
        _mm_srli_si128, _mm_sub_epi16, _mm_unpacklo_epi8, _mm_unpacklo_epi64,
    };

    #[inline]
    #[target_feature(enable = "sse2")]
    fn select(mask: __m128i, yes: __m128i, no: __m128i) -> __m128i {
        _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no))
    }

    /// [`super::predict`] in eight 16-bit lanes.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn predict(a: __m128i, b: __m128i, c: __m128i) -> __m128i {
        let threshold = _mm_sub_epi16(_mm_sub_epi16(_mm_add_epi16(_mm_add_epi16(c, c), c), b), a);
        let (low, high) = (_mm_min_epi16(a, b), _mm_max_epi16(a, b));
        let inner = select(_mm_cmpgt_epi16(high, threshold), c, low);
        select(_mm_cmpgt_epi16(threshold, low), inner, high)
    }

    /// A pixel widened to 16-bit lanes in the low half.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn load<const N: usize>(pixel: &[u8; N]) -> __m128i {
        let mut wide = [0; 4];
        wide[..N].copy_from_slice(pixel);
        _mm_unpacklo_epi8(_mm_cvtsi32_si128(i32::from_le_bytes(wide)), _mm_setzero_si128())
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn store<const N: usize>(pixel: &mut [u8; N], value: __m128i) {
        let bytes = _mm_cvtsi128_si32(_mm_packus_epi16(value, value)).to_le_bytes();
        pixel.copy_from_slice(&bytes[..N]);
    }

    pub(super) fn one_row<const N: usize>(previous: &[u8], current: &mut [u8]) {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { one_row_sse2::<N>(previous, current) }
    }

    pub(super) fn two_rows<const N: usize>(previous: &[u8], first: &mut [u8], second: &mut [u8]) {
        // SAFETY: SSE2 is part of x86-64.
        unsafe { two_rows_sse2::<N>(previous, first, second) }
    }

    #[target_feature(enable = "sse2")]
    fn one_row_sse2<const N: usize>(previous: &[u8], current: &mut [u8]) {
        let (mut left, mut corner) = (_mm_setzero_si128(), _mm_setzero_si128());
        for (pixel, above) in current.as_chunks_mut::<N>().0.iter_mut().zip(previous.as_chunks::<N>().0) {
            let above = load(above);
            left = _mm_add_epi8(load(pixel), predict(left, above, corner));
            store(pixel, left);
            corner = above;
        }
    }

    /// Low lanes: pixel `i` of the first row. High lanes: pixel `i - 1` of the second row, which is zero at
    /// `i = 0`, as everything left of a row is.
    #[target_feature(enable = "sse2")]
    fn two_rows_sse2<const N: usize>(previous: &[u8], first: &mut [u8], second: &mut [u8]) {
        let (above, first, second) =
            (previous.as_chunks::<N>().0, first.as_chunks_mut::<N>().0, second.as_chunks_mut::<N>().0);
        let count = first.len().min(above.len()).min(second.len());
        let (above, first, second) = (&above[..count], &mut first[..count], &mut second[..count]);
        let zero = _mm_setzero_si128();
        let (mut left, mut corner) = (zero, zero);
        let mut step = |above: __m128i, raw: __m128i, raw_behind: __m128i| {
            let above = _mm_unpacklo_epi64(above, left);
            left = _mm_add_epi8(_mm_unpacklo_epi64(raw, raw_behind), predict(left, above, corner));
            corner = above;
            left
        };
        let [head, ..] = first else { return };
        let value = step(load(&above[0]), load(head), zero);
        store(head, value);
        for i in 1..count {
            let value = step(load(&above[i]), load(&first[i]), load(&second[i - 1]));
            store(&mut first[i], value);
            store(&mut second[i - 1], _mm_srli_si128::<8>(value));
        }
        let value = step(zero, zero, load(&second[count - 1]));
        store(&mut second[count - 1], _mm_srli_si128::<8>(value));
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod fast {
    pub(super) fn one_row<const N: usize>(previous: &[u8], current: &mut [u8]) {
        super::plain::<N>(previous, current);
    }

    pub(super) fn two_rows<const N: usize>(previous: &[u8], first: &mut [u8], second: &mut [u8]) {
        super::plain::<N>(previous, first);
        super::plain::<N>(first, second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicts_as_specified() {
        for a in (0..=255u8).step_by(3) {
            for b in (0..=255u8).step_by(5) {
                for c in 0..=255u8 {
                    let p = i32::from(a) + i32::from(b) - i32::from(c);
                    let far = |v: u8| (p - i32::from(v)).abs();
                    let expected = if far(a) <= far(b) && far(a) <= far(c) {
                        a
                    } else if far(b) <= far(c) {
                        b
                    } else {
                        c
                    };
                    assert_eq!(predict(a, b, c), expected, "{a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn two_rows_equal_one_after_the_other() {
        let noise = |seed: u32, n: usize| -> Vec<u8> {
            (0..n as u32).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 13) as u8).collect()
        };
        for pixels in [1usize, 2, 3, 17] {
            let (above, mut first, mut second) = (noise(1, pixels * 4), noise(2, pixels * 4), noise(3, pixels * 4));
            let (mut plain_first, mut plain_second) = (first.clone(), second.clone());
            two_rows(&above, &mut first, &mut second, 4);
            plain::<4>(&above, &mut plain_first);
            plain::<4>(&plain_first, &mut plain_second);
            assert_eq!((first, second), (plain_first, plain_second));
        }
    }
}

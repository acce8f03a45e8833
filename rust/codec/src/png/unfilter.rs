use super::paeth;

/// A filter byte above 4 breaks the format.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownFilter(pub(crate) u8);

/// Undo the filters of consecutive rows in place.
///
/// `rows` holds one finished row (all zero before the first) and then filtered ones, each `stride` bytes long
/// with its filter byte in front; `distance` is the size of a pixel in bytes, at least 1.
/// Calls `sink` with each row's samples, in order.
pub(crate) fn unfilter_rows(
    rows: &mut [u8],
    stride: usize,
    distance: usize,
    sink: &mut dyn FnMut(&[u8]),
) -> Result<(), UnknownFilter> {
    let count = (rows.len() / stride).saturating_sub(1);
    let mut y = 0;
    while y < count {
        let (before, after) = rows[y * stride..].split_at_mut(stride);
        let previous = &before[1..];
        let both_paeth = y + 1 < count && after[0] == 4 && after[stride] == 4;
        if both_paeth && (distance == 3 || distance == 4) {
            let (first, second) = after.split_at_mut(stride);
            let (first, second) = (&mut first[1..], &mut second[1..stride]);
            paeth::two_rows(previous, first, second, distance);
            sink(first);
            sink(second);
            y += 2;
        } else {
            let current = &mut after[..stride];
            unfilter_row(current[0], previous, &mut current[1..], distance)?;
            sink(&current[1..]);
            y += 1;
        }
    }
    Ok(())
}

/// Undo one row's filter; `previous` is the finished row above.
pub(crate) fn unfilter_row(
    filter: u8,
    previous: &[u8],
    current: &mut [u8],
    distance: usize,
) -> Result<(), UnknownFilter> {
    match (filter, distance) {
        (0, _) => {}
        (1, 1) => sub::<1>(current),
        (1, 2) => sub::<2>(current),
        (1, 3) => sub::<3>(current),
        (1, 4) => sub::<4>(current),
        (1, 6) => sub::<6>(current),
        (1, _) => sub::<8>(current),
        (2, _) => up(previous, current),
        (3, 1) => average::<1>(previous, current),
        (3, 2) => average::<2>(previous, current),
        (3, 3) => average::<3>(previous, current),
        (3, 4) => average::<4>(previous, current),
        (3, 6) => average::<6>(previous, current),
        (3, _) => average::<8>(previous, current),
        (4, 3 | 4) => paeth::one_row(previous, current, distance),
        (4, 1) => paeth::plain::<1>(previous, current),
        (4, 2) => paeth::plain::<2>(previous, current),
        (4, 6) => paeth::plain::<6>(previous, current),
        (4, _) => paeth::plain::<8>(previous, current),
        (unknown, _) => return Err(UnknownFilter(unknown)),
    }
    Ok(())
}

fn sub<const N: usize>(current: &mut [u8]) {
    let mut left = [0u8; N];
    for pixel in current.as_chunks_mut::<N>().0 {
        for (sample, left) in pixel.iter_mut().zip(&mut left) {
            *left = left.wrapping_add(*sample);
            *sample = *left;
        }
    }
}

fn up(previous: &[u8], current: &mut [u8]) {
    for (sample, above) in current.iter_mut().zip(previous) {
        *sample = sample.wrapping_add(*above);
    }
}

fn average<const N: usize>(previous: &[u8], current: &mut [u8]) {
    let mut left = [0u8; N];
    for (pixel, above) in current.as_chunks_mut::<N>().0.iter_mut().zip(previous.as_chunks::<N>().0) {
        for ((sample, left), above) in pixel.iter_mut().zip(&mut left).zip(above) {
            let mean = (u16::from(*left) + u16::from(*above)) >> 1;
            *left = sample.wrapping_add(mean as u8);
            *sample = *left;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The filters as the specification writes them (PNG 9.2), byte by byte.
    fn by_the_book(filter: u8, previous: &[u8], current: &mut [u8], distance: usize) {
        for i in 0..current.len() {
            let a = if i < distance { 0 } else { i32::from(current[i - distance]) };
            let b = i32::from(previous[i]);
            let c = if i < distance { 0 } else { i32::from(previous[i - distance]) };
            let p = a + b - c;
            let (pa, pb, pc) = ((p - a).abs(), (p - b).abs(), (p - c).abs());
            let predicted = match filter {
                0 => 0,
                1 => a,
                2 => b,
                3 => i32::midpoint(a, b),
                _ if pa <= pb && pa <= pc => a,
                _ if pb <= pc => b,
                _ => c,
            };
            current[i] = current[i].wrapping_add(predicted as u8);
        }
    }

    proptest! {
        #[test]
        fn equals_the_book(
            distance in prop::sample::select(vec![1usize, 2, 3, 4, 6, 8]),
            pixels in 1usize..40,
            filters in prop::collection::vec(0u8..5, 1..8),
            mostly_paeth in any::<bool>(),
            seed in any::<u64>(),
        ) {
            let stride = distance * pixels + 1;
            let mut state = seed | 1;
            let mut rows: Vec<u8> = (0..stride * (filters.len() + 1)).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            }).collect();
            for (i, filter) in filters.iter().enumerate() {
                rows[(i + 1) * stride] = if mostly_paeth { 4 } else { *filter };
            }
            let mut expected = rows.clone();
            for y in 1..=filters.len() {
                let (before, after) = expected.split_at_mut(y * stride);
                let filter = after[0];
                by_the_book(filter, &before[(y - 1) * stride + 1..], &mut after[1..stride], distance);
            }
            let mut seen = Vec::new();
            unfilter_rows(&mut rows, stride, distance, &mut |row| seen.push(row.to_vec())).expect("known filters");
            prop_assert_eq!(seen.len(), filters.len());
            for (y, row) in seen.iter().enumerate() {
                prop_assert_eq!(&row[..], &expected[(y + 1) * stride + 1..(y + 2) * stride]);
            }
        }
    }

    #[test]
    fn unknown_filters_are_refused() {
        assert_eq!(unfilter_row(5, &[0; 3], &mut [0; 3], 3), Err(UnknownFilter(5)));
    }
}

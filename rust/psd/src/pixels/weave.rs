use super::samples::Sample;

/// Append the pixels of planes of equal length to `out`, which should have room for them: one sample of each plane
/// in turn.
pub(super) fn weave<T: Sample, const N: usize>(planes: [&[u8]; N], out: &mut Vec<[T; N]>) {
    let planes = planes.map(T::stored);
    let length = planes.iter().map(|plane| plane.len()).min().unwrap_or_default();
    // One length for all lets the compiler leave out the checks; `extend` writes where nothing was cleared before.
    let planes = planes.map(|plane| &plane[..length]);
    out.extend((0..length).map(|x| planes.map(|plane| T::native(plane[x]))));
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

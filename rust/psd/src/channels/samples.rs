//! Stored samples to 8 bits.

use std::sync::OnceLock;

/// Convert 16-bit samples, rounded; `target` has one byte for each.
pub(crate) fn words(stored: &[u8], target: &mut [u8]) {
    for (sample, &word) in target.iter_mut().zip(stored.as_chunks::<2>().0) {
        *sample = ((u32::from(u16::from_be_bytes(word)) * 255 + 32_767) / 65_535) as u8;
    }
}

/// Convert 16-bit samples to shares of 1.
pub(crate) fn word_shares(stored: &[u8], target: &mut [f32]) {
    for (sample, &word) in target.iter_mut().zip(stored.as_chunks::<2>().0) {
        *sample = f32::from(u16::from_be_bytes(word)) / 65_535.0;
    }
}

/// Take floats as they are; what is no number is zero.
pub(crate) fn floats(stored: &[u8], target: &mut [f32]) {
    for (sample, &word) in target.iter_mut().zip(stored.as_chunks::<4>().0) {
        let value = f32::from_be_bytes(word);
        *sample = if value.is_finite() { value } else { 0.0 };
    }
}

/// Convert one row of bits; a set bit is ink, so it is 0.
pub(crate) fn bits(stored: &[u8], target: &mut [u8]) {
    for (samples, &byte) in target.chunks_mut(8).zip(stored) {
        for (place, sample) in samples.iter_mut().enumerate() {
            *sample = if byte & (0x80 >> place) == 0 { 255 } else { 0 };
        }
    }
}

/// Convert floats that are shares (alpha): 1.0 is 255.
pub(crate) fn shares(stored: &[u8], target: &mut [u8]) {
    for (sample, &word) in target.iter_mut().zip(stored.as_chunks::<4>().0) {
        *sample = (f32::from_be_bytes(word).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
    }
}

/// Convert floats that are linear light to sRGB. Where there is `alpha`, the colour was composited on white and is
/// freed from it first, while it is still linear.
pub(crate) fn light(stored: &[u8], alpha: Option<&[u8]>, target: &mut [u8]) {
    let table = srgb_table();
    let encode = |linear: f32| table[(linear.clamp(0.0, 1.0) * 65_535.0 + 0.5) as usize];
    let colors = stored.as_chunks::<4>().0.iter().map(|&word| f32::from_be_bytes(word));
    match alpha {
        None => target.iter_mut().zip(colors).for_each(|(sample, color)| *sample = encode(color)),
        Some(alpha) => {
            let alphas = alpha.as_chunks::<4>().0.iter().map(|&word| f32::from_be_bytes(word));
            for ((sample, color), alpha) in target.iter_mut().zip(colors).zip(alphas) {
                *sample = encode(if alpha > 0.0 { (color + alpha - 1.0) / alpha } else { color });
            }
        }
    }
}

/// sRGB of linear light in 65,536 steps, fine enough for the steep dark end.
pub(crate) fn srgb_table() -> &'static [u8] {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let encode = |step: u32| {
            let linear = step as f32 / 65_535.0;
            let v = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
            (v * 255.0 + 0.5) as u8
        };
        (0..=65_535).map(encode).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_rounded() {
        let mut out = [0; 4];
        words(&[0, 0, 0, 129, 128, 128, 255, 255], &mut out);
        assert_eq!(out, [0, 1, 128, 255]);
    }

    #[test]
    fn set_bits_are_black() {
        let mut out = [9; 10];
        bits(&[0b1010_0000, 0b0100_0000], &mut out);
        assert_eq!(out, [0, 255, 0, 255, 255, 255, 255, 255, 255, 0]);
    }

    #[test]
    fn floats_are_clamped_and_encoded() {
        let row: Vec<u8> = [0.0f32, 1.0, 2.0, -1.0, f32::NAN, 0.5].into_iter().flat_map(f32::to_be_bytes).collect();
        let mut out = [9; 6];
        shares(&row, &mut out);
        assert_eq!(out, [0, 255, 255, 0, 0, 128]);
        light(&row, None, &mut out);
        assert_eq!(out, [0, 255, 255, 0, 0, 188], "0.5 of light is 188 in sRGB");
    }

    #[test]
    fn white_is_taken_out_in_linear_light() {
        let stored: Vec<u8> = [0.75f32, 1.0].into_iter().flat_map(f32::to_be_bytes).collect();
        let alpha: Vec<u8> = [0.5f32, 0.0].into_iter().flat_map(f32::to_be_bytes).collect();
        let mut out = [0; 2];
        light(&stored, Some(&alpha), &mut out);
        assert_eq!(out, [188, 255]);
    }
}

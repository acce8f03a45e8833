/// Make a row of alpha all or nothing, as likely to be all as it was opaque.
///
/// Photoshop's own pattern of noise is not known; this one depends on the place alone, so that a picture is the same
/// however it is cut into tiles.
pub fn dissolve(x: i32, y: i32, alpha: &mut [f32]) {
    for (place, alpha) in alpha.iter_mut().enumerate() {
        let noise = noise(x.wrapping_add(place as i32), y);
        *alpha = if *alpha > noise { 1.0 } else { 0.0 };
    }
}

/// Evenly spread over 0..1 (the finaliser of MurmurHash3).
fn noise(x: i32, y: i32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    h = (h ^ (h >> 16)).wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 13)).wrapping_mul(0xC2B2_AE35);
    ((h ^ (h >> 16)) >> 8) as f32 / 16_777_216.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_share_and_the_ends() {
        let mut row = vec![0.3; 20_000];
        dissolve(-7, 12, &mut row);
        let share = row.iter().sum::<f32>() / 20_000.0;
        assert!((share - 0.3).abs() < 0.02, "{share}");
        let mut ends = [0.0, 1.0, 0.0, 1.0];
        dissolve(0, 0, &mut ends);
        assert_eq!(ends, [0.0, 1.0, 0.0, 1.0]);
    }
}
// x

//! The one EXIF tag that the picture itself needs; the `tags` crate reads the others.

/// The orientation (1-8) in the first directory of an EXIF block; 1 where there is none.
pub(crate) fn of_exif(exif: &[u8]) -> u8 {
    find(exif).filter(|value| (1..=8).contains(value)).map_or(1, |value| value as u8)
}

fn find(exif: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    let little = exif.starts_with(b"II");
    let short = |at: usize| {
        let pair = *exif.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let word = *exif.get(4..)?.first_chunk::<4>()?;
    let directory = if little { u32::from_le_bytes(word) } else { u32::from_be_bytes(word) } as usize;
    let count = usize::from(short(directory)?);
    let entries = (0..count).map_while(|i| directory.checked_add(2 + 12 * i));
    let mut known = entries.map_while(|at| short(at).map(|tag| (at, tag)));
    let (at, _) = known.find(|(_, tag)| *tag == ORIENTATION)?;
    short(at + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_and_nonsense() {
        let little = b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x01\0\0\0\0\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        assert_eq!(of_exif(little), 6);
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        assert_eq!(of_exif(big), 3);
        assert_eq!(of_exif(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x63\0\0"), 1);
        assert_eq!(of_exif(b"MM\0*\xff\xff\xff\xff"), 1);
        assert_eq!(of_exif(b""), 1);
    }
}

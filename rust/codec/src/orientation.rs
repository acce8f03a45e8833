use imageparser_base::{Pixels, Result, SliceSource};

use crate::bytes::Reader;

const TAG_ORIENTATION: u16 = 0x0112;
const TYPE_BYTE: u16 = 1;
const TYPE_LONG: u16 = 4;

/// The orientation (1-8) that an EXIF block asks for; 1 where it is missing, invalid or unreadable.
///
/// `block` starts at the TIFF header; a leading `Exif\0\0` is skipped.
pub fn exif_orientation(block: &[u8]) -> u8 {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let mut source = SliceSource(block);
    orientation_at(&mut Reader::new(&mut source), 0, block.len() as u64)
}

/// The same for a TIFF structure of `length` bytes at `base` of a source; only the entries of IFD 0 are read.
pub(crate) fn orientation_at(reader: &mut Reader, base: u64, length: u64) -> u8 {
    find_orientation(reader, base, length).ok().flatten().unwrap_or(1)
}

fn find_orientation(reader: &mut Reader, base: u64, length: u64) -> Result<Option<u8>> {
    let mut tiff = Reader::new(&mut *reader.source);
    match &tiff.array::<4>(base)? {
        b"II*\0" => tiff.little = true,
        b"MM\0*" => {}
        _ => return Ok(None),
    }
    let ifd = u64::from(tiff.u32(base + 4)?);
    if ifd + 2 > length {
        return Ok(None);
    }
    let entries = u64::from(tiff.u16(base + ifd)?);
    for i in 0..entries {
        let at = ifd + 2 + i * 12;
        if at + 12 > length {
            break;
        }
        if tiff.u16(base + at)? == TAG_ORIENTATION {
            let value = match tiff.u16(base + at + 2)? {
                TYPE_BYTE => u32::from(tiff.u8(base + at + 8)?),
                TYPE_LONG => tiff.u32(base + at + 8)?,
                _ => u32::from(tiff.u16(base + at + 8)?),
            };
            return Ok(u8::try_from(value).ok().filter(|v| (1..=8).contains(v)));
        }
    }
    Ok(None)
}

/// Turn and mirror a stored picture so that it stands upright; `orientation` is the EXIF value, anything
/// outside 2-8 changes nothing.
pub fn orient(pixels: Pixels, orientation: u8) -> Pixels {
    let channels = pixels.format().channels();
    match orientation {
        2..=8 => match channels {
            1 => oriented::<1>(&pixels, orientation),
            2 => oriented::<2>(&pixels, orientation),
            3 => oriented::<3>(&pixels, orientation),
            _ => oriented::<4>(&pixels, orientation),
        },
        _ => pixels,
    }
}

/// Size after [`orient`].
pub(crate) fn upright_size(width: u32, height: u32, orientation: u8) -> (u32, u32) {
    if (5..=8).contains(&orientation) { (height, width) } else { (width, height) }
}

fn oriented<const C: usize>(pixels: &Pixels, orientation: u8) -> Pixels {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let (out_width, out_height) = upright_size(pixels.width(), pixels.height(), orientation);
    let (source, _) = pixels.data().as_chunks::<C>();
    // Where the output's first pixel lies in the source, and the source steps of one output column and row.
    let (right, down) = (1isize, width as isize);
    let (last_column, last_row) = (width.saturating_sub(1), height.saturating_sub(1) * width);
    let (start, column_step, row_step) = match orientation {
        2 => (last_column, -right, down),
        3 => (last_row + last_column, -right, -down),
        4 => (last_row, right, -down),
        5 => (0, down, right),
        6 => (last_row, -down, right),
        7 => (last_row + last_column, -down, -right),
        _ => (last_column, down, -right),
    };
    let mut data = Vec::with_capacity(pixels.data().len());
    for y in 0..out_height as isize {
        let mut at = start as isize + y * row_step;
        for _ in 0..out_width {
            data.extend_from_slice(&source[at as usize]);
            at += column_step;
        }
    }
    Pixels::new(out_width, out_height, pixels.format(), data).unwrap_or_else(|_| pixels.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::PixelFormat;
    use proptest::prelude::*;

    /// The letter-like 2 x 3 picture of the EXIF standard's figure, upright rows `12 / 34 / 56`.
    const UPRIGHT: [u8; 6] = [1, 2, 3, 4, 5, 6];

    #[test]
    fn each_orientation_stands_upright() {
        let stored: [(u8, u32, [u8; 6]); 8] = [
            (1, 2, [1, 2, 3, 4, 5, 6]),
            (2, 2, [2, 1, 4, 3, 6, 5]),
            (3, 2, [6, 5, 4, 3, 2, 1]),
            (4, 2, [5, 6, 3, 4, 1, 2]),
            (5, 3, [1, 3, 5, 2, 4, 6]),
            (6, 3, [2, 4, 6, 1, 3, 5]),
            (7, 3, [6, 4, 2, 5, 3, 1]),
            (8, 3, [5, 3, 1, 6, 4, 2]),
        ];
        for (orientation, width, data) in stored {
            let pixels = Pixels::new(width, 6 / width, PixelFormat::L8, data.to_vec()).expect("fits");
            let upright = orient(pixels, orientation);
            assert_eq!((upright.width(), upright.data()), (2, &UPRIGHT[..]), "orientation {orientation}");
        }
    }

    #[test]
    fn reads_both_byte_orders_and_refuses_nonsense() {
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";
        let wrong = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0";
        assert_eq!(exif_orientation(big), 6);
        assert_eq!(exif_orientation(little), 8);
        assert_eq!(exif_orientation(wrong), 1);
        assert_eq!(exif_orientation(&big[..12]), 1);
        assert_eq!(exif_orientation(b""), 1);
    }

    proptest! {
        #[test]
        fn is_invertible(width in 1u32..9, height in 1u32..9, orientation in 1u8..=8, format in 0usize..4) {
            let format = [PixelFormat::L8, PixelFormat::La8, PixelFormat::Rgb8, PixelFormat::Rgba8][format];
            let length = width as usize * height as usize * format.channels();
            let data: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let pixels = Pixels::new(width, height, format, data).expect("fits");
            let inverse = match orientation { 6 => 8, 8 => 6, other => other };
            prop_assert_eq!(orient(orient(pixels.clone(), orientation), inverse), pixels);
        }

        #[test]
        fn any_block_gives_one_to_eight(block in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!((1..=8).contains(&exif_orientation(&block)));
        }
    }
}

//! Windows bitmaps.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::{ColorType, ImageDecoder};
use imageparser_base::{BoxReducer, Error, Format, Limits, PixelFormat, Pixels, Result};

use crate::bytes::{Reader, le16, le32};
use crate::decode::{Stored, Want};
use crate::probe::Probe;

/// Bit masks that follow the header instead of a fixed layout (BI_BITFIELDS, BI_ALPHABITFIELDS).
const BITFIELDS: [u32; 2] = [3, 6];

/// Read the file and bitmap headers.
pub(crate) fn probe(reader: &mut Reader) -> Result<Probe> {
    let (head, length) = reader.head::<70>(0)?;
    let core = le32(&head, 14) == 12;
    if length < if core { 26 } else { 40 } {
        return Err(Error::corrupt("the BMP file has no complete header"));
    }
    let (width, height, bits, compression) = if core {
        (u32::from(le16(&head, 18)), u32::from(le16(&head, 20)), le16(&head, 24), 0)
    } else {
        let height = (le32(&head, 22) as i32).unsigned_abs();
        (le32(&head, 18), height, le16(&head, 28), le32(&head, 30))
    };
    if width > i32::MAX as u32 {
        return Err(Error::corrupt("the BMP file has a negative width"));
    }
    let has_mask = le32(&head, 14) >= 56 || compression == 6;
    let alpha = BITFIELDS.contains(&compression) && has_mask && le32(&head, 66) != 0;
    let (mode, depth) = match bits {
        1 | 2 | 4 | 8 => ("P", bits as u8),
        16 | 24 | 32 => (if alpha { "RGBA" } else { "RGB" }, if bits == 16 { 5 } else { 8 }),
        _ => return Err(Error::corrupt(format!("the BMP file has {bits} bits a pixel"))),
    };
    Ok(Probe::still(Format::Bmp, width, height, depth, mode))
}

/// Decode; rows that are missing stay black.
pub(crate) fn decode(bytes: &[u8], want: Want, limits: &Limits) -> Result<Stored> {
    let broken = |e: image::ImageError| match e {
        image::ImageError::Unsupported(_) => Error::unsupported(format!("BMP: {e}")),
        _ => Error::corrupt(format!("BMP: {e}")),
    };
    if let Some(plain) = Plain::of(bytes, want) {
        return plain.decode(bytes, limits);
    }
    let decoder = BmpDecoder::new(Cursor::new(bytes)).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let format = match decoder.color_type() {
        ColorType::L8 => PixelFormat::L8,
        ColorType::Rgba8 => PixelFormat::Rgba8,
        _ => PixelFormat::Rgb8,
    };
    if width == 0 || height == 0 {
        return Err(Error::corrupt("the BMP file has no pixels"));
    }
    limits.check(width, height, format.channels() as u64 + 1)?;
    check_length(bytes, width, height)?;
    let mut data = vec![0; width as usize * height as usize * format.channels()];
    let outcome = decoder.read_image(&mut data);
    let mut stored = Stored::reduced(Pixels::new(width, height, format, data)?, want)?;
    if let Err(error) = outcome {
        stored.warnings.push(format!("BMP: {error}"));
    }
    Ok(stored)
}

/// A bitmap of 24 bits without compression that is to be shrunk: its rows go straight from the file into the
/// reducer, so that the largest of uncompressed files never stands in memory a second time.
struct Plain {
    width: u32,
    height: u32,
    factor: u32,
    bottom_up: bool,
    offset: usize,
}

impl Plain {
    fn of(bytes: &[u8], want: Want) -> Option<Self> {
        let information = bytes.len() >= 54 && le32(bytes, 14) >= 40;
        if !information || le16(bytes, 28) != 24 || le32(bytes, 30) != 0 {
            return None;
        }
        let (width, signed) = (le32(bytes, 18), le32(bytes, 22) as i32);
        let height = signed.unsigned_abs();
        let factor = BoxReducer::factor_for(width, height, want.long_edge?);
        let usable = width > 0 && i32::try_from(width).is_ok() && height > 0 && factor > 1;
        usable.then(|| Self { width, height, factor, bottom_up: signed > 0, offset: le32(bytes, 10) as usize })
    }

    fn decode(&self, bytes: &[u8], limits: &Limits) -> Result<Stored> {
        limits.check(self.width, self.height, 0)?;
        check_length(bytes, self.width, self.height)?;
        let stride = (self.width as usize * 3).next_multiple_of(4);
        let mut row = vec![0; self.width as usize * 3];
        let mut reducer = BoxReducer::new(self.width, self.height, PixelFormat::Rgb8, self.factor);
        let mut missing = 0;
        for y in 0..self.height as usize {
            let place = if self.bottom_up { self.height as usize - 1 - y } else { y };
            let start = self.offset + place * stride;
            if let Some(stored) = bytes.get(start..start + row.len()) {
                for (to, from) in row.chunks_exact_mut(3).zip(stored.chunks_exact(3)) {
                    to.copy_from_slice(&[from[2], from[1], from[0]]);
                }
            } else {
                row.fill(0);
                missing += 1;
            }
            reducer.push_row(&row);
        }
        let mut stored = Stored::reduced(reducer.finish()?, Want::default())?;
        (stored.width, stored.height) = (self.width, self.height);
        stored.scale = Some(1.0 / f64::from(self.factor));
        if missing > 0 {
            stored.warnings.push(format!("BMP: {missing} of {} rows are missing", self.height));
        }
        Ok(stored)
    }
}

/// A file without a hundredth of the rows that it announces shows nothing: refuse it before memory is taken.
/// Run-length coding can be that short.
fn check_length(bytes: &[u8], width: u32, height: u32) -> Result<()> {
    let (bits, compression) = (u64::from(le16(bytes, 28)), le32(bytes, 30));
    let run_length = le32(bytes, 14) != 12 && matches!(compression, 1 | 2);
    let expected = u64::from(width) * u64::from(height) * if run_length { 1 } else { bits } / 8;
    if expected / 100 > bytes.len() as u64 {
        return Err(Error::corrupt(format!("{} bytes of BMP cannot hold {width} x {height} pixels", bytes.len())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{Want, decode};
    use imageparser_base::{Limits, SliceSource};

    /// 2 x 2, 24 bits, bottom row first, rows padded to 8 bytes.
    fn small() -> Vec<u8> {
        let mut bytes = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x02\0\0\0\x01\0\x18\0".to_vec();
        bytes.extend([0; 24]);
        bytes.extend([3, 2, 1, 6, 5, 4, 0, 0]);
        bytes.extend([9, 8, 7, 12, 11, 10, 0, 0]);
        bytes
    }

    #[test]
    fn rows_stand_the_right_way_up() {
        let decoded = decode(&small(), Want::default(), &Limits::default()).expect("decodes");
        assert_eq!(decoded.pixels.data(), [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]);
        assert!(decoded.warnings.is_empty());
        let probed = crate::probe(&mut SliceSource(&small()), &Limits::default()).expect("probes");
        assert_eq!((probed.width, probed.height, probed.color_mode, probed.depth), (2, 2, "RGB", 8));
    }

    #[test]
    fn a_cut_file_gives_its_rows_and_a_warning() {
        let bytes = small();
        let decoded = decode(&bytes[..bytes.len() - 8], Want::default(), &Limits::default()).expect("decodes");
        assert_eq!(decoded.pixels.data()[6..], [1, 2, 3, 4, 5, 6]);
        assert_eq!(decoded.warnings.len(), 1);
    }

    /// 40 x 30 pixels that differ in every place.
    fn gradient(top_down: bool) -> Vec<u8> {
        let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x28\0\0\0".to_vec();
        bytes.extend((if top_down { -30i32 } else { 30 }).to_le_bytes());
        bytes.extend(b"\x01\0\x18\0");
        bytes.extend([0; 24]);
        for row in 0..30u32 {
            let y = if top_down { row } else { 29 - row };
            bytes.extend((0..40u32).flat_map(|x| [(x * 6) as u8, (y * 8) as u8, (x * y) as u8]));
        }
        bytes
    }

    #[test]
    fn shrinking_while_reading_equals_shrinking_afterwards() {
        for top_down in [false, true] {
            let bytes = gradient(top_down);
            let shrunk = decode(&bytes, Want::at_least(10), &Limits::default()).expect("decodes");
            let full = decode(&bytes, Want::default(), &Limits::default()).expect("decodes").pixels;
            let mut reducer = imageparser_base::BoxReducer::new(40, 30, full.format(), 4);
            full.data().chunks_exact(120).for_each(|row| reducer.push_row(row));
            assert_eq!(shrunk.pixels, reducer.finish().expect("rows"));
            assert_eq!((shrunk.width, shrunk.height), (40, 30));
        }
        let cut = gradient(false);
        let decoded = decode(&cut[..cut.len() - 120], Want::at_least(10), &Limits::default()).expect("decodes");
        assert_eq!(decoded.warnings, ["BMP: 1 of 30 rows are missing"]);
    }
}

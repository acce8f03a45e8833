use imageparser_base::Result;

use crate::header::ColorMode;
use crate::section::Section;

/// The colour mode data section: the palette of an indexed document, else bytes that a later reader may want.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColorModeData {
    /// Where the data starts.
    pub offset: u64,
    /// How long it is.
    pub length: u64,
    /// The colours of an indexed document.
    pub palette: Vec<[u8; 3]>,
}

/// Read the section at the cursor and move behind it.
pub(crate) fn read(section: &mut Section<'_>, mode: ColorMode) -> Result<ColorModeData> {
    let length = u64::from(section.u32()?);
    let (offset, end) = (section.at(), section.at() + length);
    let mut palette = Vec::new();
    if mode == ColorMode::Indexed {
        // Stored as all reds, all greens, all blues; normally 3 x 256 bytes.
        let count = (length / 3).min(256) as usize;
        let bytes = section.bytes(count as u64 * 3, 768)?;
        palette = (0..count).map(|i| [bytes[i], bytes[count + i], bytes[2 * count + i]]).collect();
    }
    section.seek(end)?;
    Ok(ColorModeData { offset, length, palette })
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::SliceSource;

    #[test]
    fn the_palette_is_three_planes() {
        let mut source = SliceSource(b"\0\0\0\x06\x01\x02\x0a\x0b\x14\x15");
        let data = read(&mut Section::new(&mut source, "t", 0, 99), ColorMode::Indexed).expect("good");
        assert_eq!(data.palette, [[1, 10, 20], [2, 11, 21]]);
        let data = read(&mut Section::new(&mut source, "t", 0, 99), ColorMode::Duotone).expect("good");
        assert_eq!((data.offset, data.length, data.palette.len()), (4, 6, 0));
        let mut source = SliceSource(b"\0\0\x03\0");
        assert!(read(&mut Section::new(&mut source, "t", 0, 99), ColorMode::Indexed).is_err());
    }
}

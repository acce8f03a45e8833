use imageparser_base::{ByteSource, Error, Format, Result};

use crate::section::Section;

/// How the samples of the document make a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColorMode {
    /// One bit, set = black.
    Bitmap,
    /// Grey.
    Grayscale,
    /// Index into a palette of 256 colours.
    Indexed,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black, stored inverted.
    Cmyk,
    /// Any number of inks.
    Multichannel,
    /// Grey printed with one to four inks.
    Duotone,
    /// CIE L*a*b*, D50.
    Lab,
}

impl ColorMode {
    const ALL: [(u16, Self, &'static str, u16); 8] = [
        (0, Self::Bitmap, "BITMAP", 1),
        (1, Self::Grayscale, "GRAYSCALE", 1),
        (2, Self::Indexed, "INDEXED", 1),
        (3, Self::Rgb, "RGB", 3),
        (4, Self::Cmyk, "CMYK", 4),
        (7, Self::Multichannel, "MULTICHANNEL", u16::MAX),
        (8, Self::Duotone, "DUOTONE", 1),
        (9, Self::Lab, "LAB", 3),
    ];

    /// The upper-case name used in JSON.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    /// Channels that carry colour, of `channels` in all; those after them are alpha or spot channels.
    pub fn color_channels(self, channels: u16) -> u16 {
        self.row().3.min(channels)
    }

    fn row(self) -> (u16, Self, &'static str, u16) {
        Self::ALL.into_iter().find(|row| row.1 == self).unwrap_or(Self::ALL[0])
    }

    fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|row| row.0 == code).map(|row| row.1)
    }
}

/// The file header: the first 26 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Whether lengths are wide (the large document format, version 2).
    pub psb: bool,
    /// Colour, alpha and spot channels of the merged picture.
    pub channels: u16,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bits of a sample: 1, 8, 16 or 32 (float).
    pub depth: u16,
    /// Colour mode.
    pub color_mode: ColorMode,
}

impl Header {
    pub(crate) const LENGTH: u64 = 26;
    const MOST_CHANNELS: u16 = 64;
    const MOST_PIXELS_A_SIDE: u32 = 300_000;

    /// `Psd` or `Psb`.
    pub fn format(&self) -> Format {
        if self.psb { Format::Psb } else { Format::Psd }
    }

    /// Bytes of one unpacked row of one channel.
    pub(crate) fn row_bytes(&self) -> u64 {
        (u64::from(self.width) * u64::from(self.depth)).div_ceil(8)
    }
}

/// Read the header alone: one read of 26 bytes.
///
/// # Errors
/// `Unsupported` for another format, `Corrupt` where a field is outside what the format allows.
pub fn read_header(source: &mut dyn ByteSource) -> Result<Header> {
    let mut section = Section::new(source, "file header", 0, Header::LENGTH);
    let bytes: [u8; 26] = section.array()?;
    let short = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
    let long = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    if bytes[..4] != *b"8BPS" || !(1..=2).contains(&short(4)) {
        return Err(Error::unsupported("file header at offset 0: not a Photoshop document"));
    }
    let wrong = |at: usize, what: String| Err(Error::corrupt(format!("file header at offset {at}: {what}")));
    let (channels, height, width, depth) = (short(12), long(14), long(18), short(22));
    if !(1..=Header::MOST_CHANNELS).contains(&channels) {
        return wrong(12, format!("{channels} channels"));
    }
    let sides = 1..=Header::MOST_PIXELS_A_SIDE;
    if !sides.contains(&height) || !sides.contains(&width) {
        return wrong(14, format!("{width} x {height} pixels"));
    }
    if ![1, 8, 16, 32].contains(&depth) {
        return wrong(22, format!("{depth} bits a sample"));
    }
    let Some(color_mode) = ColorMode::from_code(short(24)) else {
        return wrong(24, format!("unknown colour mode {}", short(24)));
    };
    Ok(Header { psb: short(4) == 2, channels, width, height, depth, color_mode })
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::{ErrorKind, SliceSource};

    fn header(version: u16, channels: u16, height: u32, width: u32, depth: u16, mode: u16) -> Result<Header> {
        let mut bytes = b"8BPS".to_vec();
        bytes.extend(version.to_be_bytes());
        bytes.extend([0; 6]);
        bytes.extend(channels.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend(depth.to_be_bytes());
        bytes.extend(mode.to_be_bytes());
        read_header(&mut SliceSource(&bytes))
    }

    #[test]
    fn fields_are_taken_in_order() {
        let read = header(2, 5, 300, 200, 16, 4).expect("good");
        assert_eq!((read.psb, read.channels, read.height, read.width, read.depth), (true, 5, 300, 200, 16));
        assert_eq!(
            (read.color_mode, read.color_mode.name(), read.color_mode.color_channels(5)),
            (ColorMode::Cmyk, "CMYK", 4)
        );
        assert_eq!((read.row_bytes(), read.format()), (400, Format::Psb));
    }

    #[test]
    fn nonsense_is_refused_and_named() {
        assert_eq!(header(3, 3, 1, 1, 8, 3).expect_err("version").kind(), ErrorKind::Unsupported);
        for (bad, place) in [
            (header(1, 0, 1, 1, 8, 3), 12),
            (header(1, 3, 0, 1, 8, 3), 14),
            (header(1, 3, 1, 300_001, 8, 3), 14),
            (header(1, 3, 1, 1, 7, 3), 22),
            (header(1, 3, 1, 1, 8, 5), 24),
        ] {
            let message = bad.expect_err("nonsense").message().to_owned();
            assert!(message.starts_with(&format!("file header at offset {place}: ")), "{message}");
        }
        let short = read_header(&mut SliceSource(b"8BPS\0\x01")).expect_err("short");
        assert_eq!((short.kind(), short.message()), (ErrorKind::Corrupt, "file header at offset 0: ends early"));
    }
}

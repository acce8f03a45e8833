/// The file formats that the reading core knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Portable Network Graphics.
    Png,
    /// JPEG (JFIF, EXIF, raw).
    Jpeg,
    /// WebP, lossy or lossless.
    Webp,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF and `BigTIFF`.
    Tiff,
    /// AV1 image file.
    Avif,
    /// Photoshop document.
    Psd,
    /// Large Photoshop document.
    Psb,
}

impl Format {
    /// The lower-case name used in JSON, filters and the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Avif => "avif",
            Self::Psd => "psd",
            Self::Psb => "psb",
        }
    }

    /// Recognise a format by its first bytes (32 are enough); names and extensions are never trusted.
    pub fn sniff(head: &[u8]) -> Option<Self> {
        match head {
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'8', b'B', b'P', b'S', 0, 1, ..] => Some(Self::Psd),
            [b'8', b'B', b'P', b'S', 0, 2, ..] => Some(Self::Psb),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Self::Tiff),
            [b'B', b'M', ..] if head.len() >= 18 => Some(Self::Bmp),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => is_avif(head).then_some(Self::Avif),
            _ => None,
        }
    }
}

/// ISO BMFF `ftyp` box whose major or compatible brands name AVIF (AV1 Image File Format, section 6).
fn is_avif(head: &[u8]) -> bool {
    let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    let end = size.clamp(16, 64).min(head.len());
    head.get(8..end).is_some_and(|brands| brands.chunks_exact(4).any(|brand| brand == b"avif" || brand == b"avis"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffs_by_magic_only() {
        assert_eq!(Format::sniff(b"\x89PNG\r\n\x1a\n"), Some(Format::Png));
        assert_eq!(Format::sniff(b"8BPS\0\x02"), Some(Format::Psb));
        assert_eq!(Format::sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"), Some(Format::Avif));
        assert_eq!(Format::sniff(b"BM"), None);
        assert_eq!(Format::sniff(b""), None);
    }
}

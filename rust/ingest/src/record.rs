use std::path::PathBuf;

use imageparser_codec::Probe;
use imageparser_psd::Layer;
use imageparser_raster::PaletteColor;
use imageparser_tags::Metadata;
use imageparser_tags::generator::Generator;

use crate::facts::Facts;

/// Which pixels stand for the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelSource {
    /// The decoded picture itself.
    Decoded,
    /// The merged picture stored in a layered document.
    Merged,
    /// A picture made from the layers, because no real merged picture is stored.
    Composite,
    /// The small preview stored in a document that has no real merged picture and whose layers show nothing.
    Embedded,
}

impl PixelSource {
    /// The word stored with the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decoded => "decoded",
            Self::Merged => "merged",
            Self::Composite => "composite",
            Self::Embedded => "embedded",
        }
    }
}

/// An encoded thumbnail.
#[derive(Debug, Clone)]
pub struct Thumbnail {
    /// WebP bytes.
    pub webp: Vec<u8>,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// Everything that one read of a file gives.
#[derive(Debug, Clone)]
pub struct Record {
    /// The path as it was asked for.
    pub path: PathBuf,
    /// BLAKE3-256 of the whole file.
    pub digest: [u8; 32],
    /// Bytes, as of the read.
    pub size: u64,
    /// Modification time in nanoseconds since the epoch, as of the read.
    pub mtime_ns: i64,
    /// Inode or file index, as of the read.
    pub file_id: u64,
    /// The header.
    pub probe: Probe,
    /// EXIF, XMP, IPTC and text chunks.
    pub metadata: Metadata,
    /// What the picture's generator wrote.
    pub generator: Option<Generator>,
    /// Layers bottom to top, a group before its members.
    pub layers: Vec<Layer>,
    /// What the blocks of each of these layers say.
    pub facts: Vec<Facts>,
    /// Whether a layered document stores a real merged picture; `None` where it does not say.
    pub has_merged: Option<bool>,
    /// Which pixels the thumbnail, palette and hash were made from.
    pub pixel_source: PixelSource,
    /// Up to five colours with their shares.
    pub palette: Vec<PaletteColor>,
    /// 64-bit perceptual hash of the upright picture.
    pub phash: u64,
    /// Sharpness: low values are blurred pictures.
    pub blur: f32,
    /// The thumbnail.
    pub thumbnail: Thumbnail,
    /// What was tolerated.
    pub warnings: Vec<String>,
}

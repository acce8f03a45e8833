use imageparser_base::{ByteSource, Error, Format, Limits, Result};

use crate::bytes::Reader;
use crate::{Icc, avif, bmp, gif, jpeg, png, tiff, webp};

/// What the header of a picture says, without decoding it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// File format by its first bytes.
    pub format: Format,
    /// Columns as stored, before the orientation is applied.
    pub width: u32,
    /// Rows as stored.
    pub height: u32,
    /// Bits of one sample (of one palette index for `P`).
    pub depth: u8,
    /// Samples of one stored pixel.
    pub channels: u8,
    /// `1` (bilevel), `L`, `LA`, `P` (palette), `PA`, `RGB`, `RGBA`, `CMYK`, `YCCK`, `YCbCr` (TIFF only; YCbCr of
    /// the compressed photo formats is `RGB`), `LAB`, `F` (float grey). The depth says how wide each is.
    pub color_mode: &'static str,
    /// EXIF orientation 1-8; 1 where it is missing or invalid.
    pub orientation: u8,
    /// An alpha channel, a transparent colour or a transparent palette entry.
    pub has_alpha: bool,
    /// Progressive JPEG, interlaced PNG or GIF.
    pub progressive: bool,
    /// Frames of an animation, pages of a TIFF; `None` where counting them needs more than the header.
    pub frames: Option<u32>,
    /// The embedded colour profile.
    pub icc: Option<Icc>,
}

impl Probe {
    /// A plain upright still picture; the formats change what differs.
    pub(crate) fn still(format: Format, width: u32, height: u32, depth: u8, color_mode: &'static str) -> Self {
        let channels = match color_mode {
            "LA" | "PA" => 2,
            "RGB" | "YCbCr" | "LAB" => 3,
            "RGBA" | "CMYK" | "YCCK" => 4,
            _ => 1,
        };
        Self {
            format,
            width,
            height,
            depth,
            channels,
            color_mode,
            orientation: 1,
            has_alpha: matches!(color_mode, "LA" | "PA" | "RGBA"),
            progressive: false,
            frames: Some(1),
            icc: None,
        }
    }
}

/// Read the header of a picture: one small read in the usual case, seeks past everything large.
///
/// # Errors
/// `Unsupported` for bytes of no known picture format (and for Photoshop files, which have their own crate),
/// `Corrupt` for a header that breaks its format, `TooLarge` beyond `limits`, else the I/O error.
pub fn probe(source: &mut dyn ByteSource, limits: &Limits) -> Result<Probe> {
    let mut reader = Reader::new(source);
    let (head, length) = reader.head::<64>(0)?;
    let probe = match sniff(&head[..length])? {
        Format::Png => png::probe(&mut reader, limits),
        Format::Jpeg => jpeg::probe(&mut reader, limits),
        Format::Webp => webp::probe(&mut reader, limits),
        Format::Gif => gif::probe(&mut reader),
        Format::Bmp => bmp::probe(&mut reader),
        Format::Tiff => tiff::probe(&mut reader, limits),
        Format::Avif => avif::probe(&mut reader, limits),
        Format::Psd | Format::Psb => Err(Error::unsupported("Photoshop files are read by their own reader")),
    }?;
    if probe.width == 0 || probe.height == 0 {
        return Err(Error::corrupt(format!("the picture is {} x {} pixels", probe.width, probe.height)));
    }
    limits.check(probe.width, probe.height, 0)?;
    Ok(probe)
}

/// The format by the first bytes, or an error that says what is wrong with them.
pub(crate) fn sniff(head: &[u8]) -> Result<Format> {
    if head.is_empty() {
        return Err(Error::corrupt("the file is empty"));
    }
    Format::sniff(head).ok_or_else(|| Error::unsupported("not a picture format that is known"))
}

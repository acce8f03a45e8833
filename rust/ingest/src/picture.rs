use imageparser_base::{ByteSource, Error, Format, Limits, PixelFormat, Pixels, Result};
use imageparser_codec::{Icc, Probe, Want, icc_description};
use imageparser_psd::Document;
use imageparser_tags::Metadata;

use crate::read::{Body, Snapshot};
use crate::record::PixelSource;
use crate::shown::Shown;

/// The header, metadata and pixels of one file.
#[derive(Debug)]
pub struct Picture {
    /// The header.
    pub probe: Probe,
    /// EXIF, XMP, IPTC and text chunks.
    pub metadata: Metadata,
    /// The parsed document of a PSD or PSB.
    pub document: Option<Document>,
    /// Upright sRGB pixels whose long edge is at least the one asked for, where the picture is that large.
    pub shown: Shown,
    /// Which pixels these are.
    pub source: PixelSource,
    /// What was tolerated.
    pub warnings: Vec<String>,
}

/// Read everything of a snapshot but its digest.
///
/// # Errors
/// `Corrupt`, `Unsupported` or `TooLarge` where no pixels can be had.
pub fn open_picture(snapshot: &Snapshot<'_>, long_edge: u32, limits: &Limits) -> Result<Picture> {
    match (snapshot.format, &snapshot.body) {
        (Format::Psd | Format::Psb, _) => open_document(snapshot, long_edge, limits),
        (format, Body::Memory(bytes)) => open_flat(snapshot, format, bytes, long_edge, limits),
        (_, Body::Disk(_)) => Err(Error::internal("only layered documents are read by parts")),
    }
}

fn open_flat(
    snapshot: &Snapshot<'_>,
    format: Format,
    bytes: &[u8],
    long_edge: u32,
    limits: &Limits,
) -> Result<Picture> {
    let mut source = snapshot.source()?;
    let probe = imageparser_codec::probe(source.as_mut(), limits)?;
    let metadata = imageparser_tags::read(source.as_mut(), format, limits)?;
    let mut decoded = imageparser_codec::decode(bytes, Want::at_least(long_edge), limits)?;
    let warnings = std::mem::take(&mut decoded.warnings);
    Ok(Picture { probe, metadata, document: None, shown: decoded.into(), source: PixelSource::Decoded, warnings })
}

fn open_document(snapshot: &Snapshot<'_>, long_edge: u32, limits: &Limits) -> Result<Picture> {
    let mut source = snapshot.source()?;
    let document = imageparser_psd::read(source.as_mut(), limits)?;
    let metadata = imageparser_tags::from_blocks(
        document.exif.as_deref(),
        document.xmp.as_deref(),
        document.iptc.as_deref(),
        limits,
    );
    let mut warnings = document.warnings.clone();
    let chosen = document_pixels(source.as_mut(), &document, long_edge, limits, &mut warnings)?;
    let probe = document_probe(&document, snapshot.format);
    let (shown, source) = chosen;
    Ok(Picture { probe, metadata, shown, source, warnings, document: Some(document) })
}

/// The merged picture where it is real, else the embedded preview, else whatever merged picture there is.
fn document_pixels(
    source: &mut dyn ByteSource,
    document: &Document,
    long_edge: u32,
    limits: &Limits,
    warnings: &mut Vec<String>,
) -> Result<(Shown, PixelSource)> {
    let merged = imageparser_psd::merged(source, document, Some(long_edge), limits);
    let real = document.has_real_merged()
        && merged.as_ref().is_ok_and(|pixels| document.layers.is_empty() || !imageparser_psd::is_blank(pixels));
    if !real && let Some(preview) = embedded(document, long_edge, limits) {
        return Ok((preview, PixelSource::Embedded));
    }
    let pixels = merged?;
    if !real {
        warnings.push("the document stores no real merged picture and no preview".to_owned());
    }
    let pixels = in_srgb(pixels, document, warnings);
    Ok((Shown::merged(pixels, document, long_edge), PixelSource::Merged))
}

fn embedded(document: &Document, long_edge: u32, limits: &Limits) -> Option<Shown> {
    let jpeg = document.thumbnail.as_deref()?;
    let mut decoded = imageparser_codec::decode(jpeg, Want::at_least(long_edge), limits).ok()?;
    if document.thumbnail_is_bgr && decoded.pixels.format() == PixelFormat::Rgb8 {
        decoded.pixels.data_mut().chunks_exact_mut(3).for_each(|pixel| pixel.swap(0, 2));
    }
    Some(decoded.into())
}

/// A profile that cannot be used is a warning: the picture is shown as if it were sRGB.
fn in_srgb(mut pixels: Pixels, document: &Document, warnings: &mut Vec<String>) -> Pixels {
    if let Some(icc) = document.merged_icc()
        && let Err(error) = imageparser_codec::to_srgb(&mut pixels, icc)
    {
        warnings.push(error.message().to_owned());
    }
    if pixels.format() == PixelFormat::Cmyk8 { pixels.to_rgb([255; 3]) } else { pixels }
}

pub fn document_probe(document: &Document, format: Format) -> Probe {
    let header = &document.header;
    Probe {
        format,
        width: header.width,
        height: header.height,
        depth: header.depth as u8,
        channels: header.channels as u8,
        color_mode: header.color_mode.name(),
        orientation: document.orientation,
        has_alpha: document.transparency_channel.is_some(),
        progressive: false,
        frames: None,
        icc: document.icc.as_deref().map(describe),
    }
}

fn describe(profile: &[u8]) -> Icc {
    Icc { description: icc_description(profile).unwrap_or_default(), bytes: profile.len() }
}

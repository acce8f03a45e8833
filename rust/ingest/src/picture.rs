use imageparser_base::{CancelToken, Error, Format, Limits, Result};
use imageparser_codec::{Icc, Probe, Want, icc_description};
use imageparser_psd::{Context, Document};
use imageparser_tags::Metadata;

use crate::document::{Chosen, choose};
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
    /// The open document of a PSD or PSB.
    pub context: Option<Context>,
    /// Upright sRGB pixels whose long edge is at least the one asked for, where the picture is that large.
    pub shown: Shown,
    /// Which pixels these are.
    pub source: PixelSource,
    /// What the layers ask for and the pixels lack.
    pub unrendered: Vec<String>,
    /// What was tolerated.
    pub warnings: Vec<String>,
}

/// Read everything of a snapshot but its digest.
///
/// # Errors
/// `Corrupt`, `Unsupported` or `TooLarge` where no pixels can be had; `Cancelled`.
pub fn open_picture(snapshot: &Snapshot<'_>, long_edge: u32, limits: &Limits, cancel: &CancelToken) -> Result<Picture> {
    match (snapshot.format, &snapshot.body) {
        (Format::Psd | Format::Psb, _) => open_document(snapshot, long_edge, limits, cancel),
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
    let (shown, source, unrendered) = (decoded.into(), PixelSource::Decoded, Vec::new());
    Ok(Picture { probe, metadata, context: None, shown, source, unrendered, warnings })
}

fn open_document(snapshot: &Snapshot<'_>, long_edge: u32, limits: &Limits, cancel: &CancelToken) -> Result<Picture> {
    let context = Context::open(snapshot.shared()?, *limits)?;
    let document = context.document.clone();
    let metadata = imageparser_tags::from_blocks(
        document.exif.as_deref(),
        document.xmp.as_deref(),
        document.iptc.as_deref(),
        limits,
    );
    let mut warnings = document.warnings.clone();
    let Chosen { shown, source, unrendered } = choose(&context, long_edge, cancel, &mut warnings)?;
    let probe = document_probe(&document, snapshot.format);
    Ok(Picture { probe, metadata, shown, source, unrendered, warnings, context: Some(context) })
}

/// The header of a document in the form that every format has.
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

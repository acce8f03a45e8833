use std::sync::OnceLock;

use imageparser_base::{ByteSource, Limits, Result};

use crate::channels::rows::{Compression, MergedData};
use crate::color_mode::{self, ColorModeData};
use crate::detail::Links;
use crate::header::{ColorMode, Header, read_header};
use crate::layers::blocks::Block;
use crate::layers::{self, Layer, LayerSection};
use crate::orientation;
use crate::resources::{self, ResourceBlock, Resources};
use crate::section::Section;
use crate::warnings::Warnings;

/// Everything that a document says about itself; samples and unknown blocks stay in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file header.
    pub header: Header,
    /// Palette, or where the colour mode data lies.
    pub color_mode_data: ColorModeData,
    /// Bottom to top, a group before its members.
    pub layers: Vec<Layer>,
    /// What the version info says about the merged picture: `Some(false)` if it is none, `None` if it is silent.
    pub has_merged: Option<bool>,
    /// Where the merged picture lies; `None` where the file ends before it.
    pub merged_data: Option<MergedData>,
    /// Which channel of the merged picture is its transparency.
    pub transparency_channel: Option<u16>,
    /// The palette entry that is transparent.
    pub transparent_index: Option<u16>,
    /// Embedded ICC profile; see [`Document::merged_icc`] before using it on the merged picture.
    pub icc: Option<Vec<u8>>,
    /// EXIF orientation 1-8; Photoshop turns the pixels itself, so it is rarely anything but 1.
    pub orientation: u8,
    /// Raw EXIF (a TIFF stream).
    pub exif: Option<Vec<u8>>,
    /// Raw XMP packet.
    pub xmp: Option<Vec<u8>>,
    /// Raw IPTC-NAA records.
    pub iptc: Option<Vec<u8>>,
    /// The embedded preview, a JPEG file.
    pub thumbnail: Option<Vec<u8>>,
    /// Whether red and blue are exchanged in the preview (files of Photoshop 4).
    pub thumbnail_is_bgr: bool,
    /// Pixels per inch across and down.
    pub resolution: Option<(f32, f32)>,
    /// Every image resource.
    pub resources: Vec<ResourceBlock>,
    /// Every tagged block of the document itself.
    pub blocks: Vec<Block>,
    /// Offset and length of the global layer mask, which says how Photoshop shows masks.
    pub global_mask: (u64, u64),
    /// What was wrong but did not stop the reading.
    pub warnings: Vec<String>,
    /// The files of smart objects, once somebody has asked for one.
    pub(crate) links: OnceLock<Links>,
}

impl Document {
    /// The profile to convert the merged picture with: none where [`crate::merged`] gives sRGB already (Lab, 32 bits)
    /// or the mode has no profile (bitmap, multichannel).
    pub fn merged_icc(&self) -> Option<&[u8]> {
        use ColorMode::{Bitmap, Lab, Multichannel};
        let unused = matches!(self.header.color_mode, Bitmap | Lab | Multichannel) || self.header.depth == 32;
        if unused { None } else { self.icc.as_deref() }
    }

    /// Whether the file holds a merged picture that its writer calls real (or says nothing about).
    pub fn has_real_merged(&self) -> bool {
        self.has_merged != Some(false) && self.merged_data.is_some()
    }
}

/// Read the structure of a document: headers, resources and layer records, by seeks; no samples.
///
/// A wrong resource, layer record or length is a warning and what can be read is read.
///
/// # Errors
/// `Unsupported` for another format, `Corrupt` for a wrong header, else the kind of the I/O error.
pub fn read(source: &mut dyn ByteSource, limits: &Limits) -> Result<Document> {
    let header = read_header(source)?;
    let mut warnings = Warnings::default();
    let mut parts = Parts::default();
    let read = parts.read(source, &header, limits, &mut warnings);
    warnings.soften(read)?;
    if parts.merged_data.is_none() {
        warnings.add("merged image data: the file ends before it");
    }
    Ok(parts.into_document(header, warnings))
}

/// The parts behind the header, as far as they were reached.
#[derive(Default)]
struct Parts {
    color_mode_data: ColorModeData,
    resources: Resources,
    layers: LayerSection,
    merged_data: Option<MergedData>,
}

impl Parts {
    fn read(
        &mut self,
        source: &mut dyn ByteSource,
        header: &Header,
        limits: &Limits,
        warnings: &mut Warnings,
    ) -> Result<()> {
        let mut section = Section::new(source, "colour mode data", Header::LENGTH, u64::MAX);
        self.color_mode_data = color_mode::read(&mut section, header.color_mode)?;
        let at = section.at();
        let mut section = Section::new(source, "image resources", at, u64::MAX);
        let length = u64::from(section.u32()?);
        self.resources = resources::read(&mut section.part(length), limits, warnings)?;
        section.skip(length)?;
        let at = section.at();
        let mut section = Section::new(source, "layer and mask information", at, u64::MAX);
        let length = section.length(header.psb)?;
        self.layers = layers::read(&mut section.part(length), header.psb, limits, warnings)?;
        section.skip(length)?;
        let at = section.at();
        self.merged_data = merged_data(source, at, header, warnings)?;
        Ok(())
    }

    fn into_document(self, header: Header, warnings: Warnings) -> Document {
        let resources = self.resources;
        let merged_alpha = self.layers.merged_alpha();
        let thumbnail_is_bgr = resources.thumbnail.as_ref().is_some_and(|thumbnail| thumbnail.bgr);
        Document {
            header,
            transparency_channel: transparency_channel(&header, merged_alpha, &resources.alpha_ids),
            color_mode_data: self.color_mode_data,
            layers: self.layers.layers,
            has_merged: resources.has_merged,
            merged_data: self.merged_data,
            transparent_index: resources.transparent_index,
            icc: resources.icc,
            orientation: resources.exif.as_deref().map_or(1, orientation::of_exif),
            exif: resources.exif,
            xmp: resources.xmp,
            iptc: resources.iptc,
            thumbnail: resources.thumbnail.map(|thumbnail| thumbnail.jpeg),
            thumbnail_is_bgr,
            resolution: resources.resolution,
            resources: resources.blocks,
            blocks: self.layers.blocks,
            global_mask: self.layers.global_mask,
            warnings: warnings.into_list(),
            links: OnceLock::new(),
        }
    }
}

fn merged_data(
    source: &mut dyn ByteSource,
    at: u64,
    header: &Header,
    warnings: &mut Warnings,
) -> Result<Option<MergedData>> {
    let mut section = Section::new(source, "merged image data", at, u64::MAX);
    if section.left() <= 2 {
        return Ok(None);
    }
    let code = section.u16()?;
    let Some(compression) = Compression::from_code(code) else {
        return Err(section.error(&format!("unknown compression {code}")));
    };
    let data = MergedData { offset: section.at(), compression };
    if let Some(end) = data.end(source, header)?
        && end > source.len()
    {
        let (offset, missing) = (data.offset, end - source.len());
        warnings.add(format!("merged image data at offset {offset}: the last {missing} bytes are missing"));
    }
    Ok(Some(data))
}

/// The extra channel that is transparency: the one with id 0, else the first if the layer section says that there is
/// one. Other extra channels are saved selections and spot colours.
fn transparency_channel(header: &Header, merged_alpha: bool, alpha_ids: &[u32]) -> Option<u16> {
    let first = header.color_mode.color_channels(header.channels);
    let extra = header.channels - first;
    let named = alpha_ids.iter().position(|&id| id == 0);
    let by_id = named.filter(|_| alpha_ids.len() == usize::from(extra)).map(|place| first + place as u16);
    if extra == 0 { None } else { by_id.or(merged_alpha.then_some(first)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparency_is_named_or_announced() {
        let header = Header { psb: false, channels: 5, width: 1, height: 1, depth: 8, color_mode: ColorMode::Rgb };
        assert_eq!(transparency_channel(&header, false, &[]), None);
        assert_eq!(transparency_channel(&header, true, &[]), Some(3));
        assert_eq!(transparency_channel(&header, true, &[7, 0]), Some(4));
        assert_eq!(transparency_channel(&header, false, &[7, 9]), None);
        assert_eq!(transparency_channel(&Header { channels: 3, ..header }, true, &[0]), None);
    }
}

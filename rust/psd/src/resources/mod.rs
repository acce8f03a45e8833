//! The image resources section, and what it says when somebody asks.

mod comps;
mod document;
mod guides;
mod slices;

pub use comps::LayerComp;
pub use document::{GlobalMask, VersionInfo};
pub use guides::{Guide, Guides};
pub use slices::Slice;

use imageparser_base::{Limits, Result};

use crate::section::Section;
use crate::warnings::Warnings;

/// One image resource block; its data is read when somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceBlock {
    /// The number that says what it holds.
    pub id: u16,
    /// Where its data starts.
    pub offset: u64,
    /// How long its data is.
    pub length: u64,
}

/// The preview that Photoshop stores beside the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// A JPEG file.
    pub jpeg: Vec<u8>,
    /// Whether red and blue are exchanged in it (resource 1033, Photoshop 4).
    pub bgr: bool,
}

/// What the image resources section says about the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resources {
    /// Every block, in file order.
    pub blocks: Vec<ResourceBlock>,
    /// 1039: ICC profile.
    pub icc: Option<Vec<u8>>,
    /// 1058: EXIF as a TIFF stream.
    pub exif: Option<Vec<u8>>,
    /// 1060: XMP packet.
    pub xmp: Option<Vec<u8>>,
    /// 1028: IPTC-NAA records.
    pub iptc: Option<Vec<u8>>,
    /// 1036, else 1033: JPEG preview.
    pub thumbnail: Option<Thumbnail>,
    /// 1005: pixels per inch across and down.
    pub resolution: Option<(f32, f32)>,
    /// 1057: whether the merged picture is a real one.
    pub has_merged: Option<bool>,
    /// 1047: the palette entry that is transparent.
    pub transparent_index: Option<u16>,
    /// 1053: an id for each channel after the colours; 0 is transparency.
    pub alpha_ids: Vec<u32>,
}

const MOST_BLOCKS: usize = 16_384;
const SIGNATURES: [&[u8; 4]; 5] = [b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"];

/// Read the blocks of the section at the cursor, until its end or the first block that makes no sense.
pub(crate) fn read(section: &mut Section<'_>, limits: &Limits, warnings: &mut Warnings) -> Result<Resources> {
    let mut resources = Resources::default();
    // A block is at least 12 bytes; what is shorter is padding.
    while section.left() >= 12 {
        let found = block(section);
        let Some(block) = warnings.soften(found)? else { break };
        let taken = take(&mut resources, block, &mut section.part(block.length), limits);
        warnings.soften(taken)?;
        if resources.blocks.len() == MOST_BLOCKS {
            warnings.add("image resources: too many blocks, the rest was skipped");
            break;
        }
        resources.blocks.push(block);
        let next = block.offset + block.length + block.length % 2;
        if section.seek(next.min(section.end())).is_err() {
            break;
        }
    }
    Ok(resources)
}

fn block(section: &mut Section<'_>) -> Result<ResourceBlock> {
    let signature = section.array()?;
    if !SIGNATURES.contains(&&signature) {
        return Err(section.error("a block has no signature"));
    }
    let id = section.u16()?;
    let name = u64::from(section.u8()?);
    section.skip(name + (name + 1) % 2)?;
    let length = u64::from(section.u32()?);
    if length > section.left() {
        return Err(section.error(&format!("block {id} of {length} bytes ends early")));
    }
    Ok(ResourceBlock { id, offset: section.at(), length })
}

fn take(resources: &mut Resources, block: ResourceBlock, data: &mut Section<'_>, limits: &Limits) -> Result<()> {
    let mut whole = || data.bytes(block.length, limits.max_metadata).map(Some);
    match block.id {
        1028 => resources.iptc = whole()?,
        1039 => resources.icc = whole()?,
        1058 => resources.exif = whole()?,
        1060 => resources.xmp = whole()?,
        1036 => resources.thumbnail = thumbnail(data, limits, false)?,
        1033 if resources.thumbnail.is_none() => resources.thumbnail = thumbnail(data, limits, true)?,
        1005 => resources.resolution = Some(resolution(data)?),
        1047 => resources.transparent_index = Some(data.u16()?),
        1053 => {
            let bytes = data.bytes(block.length, 4096)?;
            resources.alpha_ids = bytes.as_chunks::<4>().0.iter().map(|&id| u32::from_be_bytes(id)).collect();
        }
        1057 => {
            data.u32()?;
            resources.has_merged = Some(data.u8()? != 0);
        }
        _ => {}
    }
    Ok(())
}

/// Two fixed-point numbers, each followed by units that say only how to show it.
fn resolution(data: &mut Section<'_>) -> Result<(f32, f32)> {
    let across = data.u32()? as f32 / 65536.0;
    data.u32()?;
    Ok((across, data.u32()? as f32 / 65536.0))
}

fn thumbnail(data: &mut Section<'_>, limits: &Limits, bgr: bool) -> Result<Option<Thumbnail>> {
    const JPEG: u32 = 1;
    if data.u32()? != JPEG {
        return Ok(None);
    }
    data.skip(24)?;
    let jpeg = data.bytes(data.left(), limits.max_metadata)?;
    Ok(jpeg.starts_with(&[0xFF, 0xD8]).then_some(Thumbnail { jpeg, bgr }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::SliceSource;

    fn block_of(id: u16, name: &[u8], data: &[u8]) -> Vec<u8> {
        let mut out = [b"8BIM".as_slice(), &id.to_be_bytes(), &[name.len() as u8], name].concat();
        if name.len().is_multiple_of(2) {
            out.push(0);
        }
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(data);
        if data.len() % 2 == 1 {
            out.push(0);
        }
        out
    }

    fn parse(bytes: &[u8], limits: &Limits) -> (Resources, Vec<String>) {
        let mut warnings = Warnings::default();
        let mut source = SliceSource(bytes);
        let mut section = Section::new(&mut source, "image resources", 0, u64::MAX);
        (read(&mut section, limits, &mut warnings).expect("in memory"), warnings.into_list())
    }

    #[test]
    fn known_blocks_are_taken_and_all_are_listed() {
        let jpeg = [[0, 0, 0, 1].as_slice(), &[0; 24], &[0xFF, 0xD8, 0xFF]].concat();
        let bytes = [
            block_of(1039, b"", b"icc"),
            block_of(4242, b"odd", b"?"),
            block_of(1057, b"ab", &[0, 0, 0, 1, 0, 9]),
            block_of(1053, b"", &[0, 0, 0, 0, 0, 0, 0, 7]),
            block_of(1033, b"", &jpeg),
            block_of(1036, b"", &jpeg),
            block_of(1005, b"", &[0, 72, 128, 0, 0, 1, 0, 1, 1, 44, 0, 0, 0, 1, 0, 1]),
        ]
        .concat();
        let (found, warnings) = parse(&bytes, &Limits::default());
        assert_eq!(warnings, [""; 0]);
        assert_eq!(found.icc.as_deref(), Some(b"icc".as_slice()));
        assert_eq!((found.has_merged, found.alpha_ids), (Some(false), vec![0, 7]));
        assert_eq!(found.resolution, Some((72.5, 300.0)));
        assert_eq!(found.thumbnail.map(|t| (t.jpeg.len(), t.bgr)), Some((3, false)));
        assert_eq!(found.blocks.iter().map(|b| b.id).collect::<Vec<_>>(), [1039, 4242, 1057, 1053, 1033, 1036, 1005]);
        assert_eq!((found.blocks[1].length, bytes[found.blocks[1].offset as usize]), (1, b'?'));
    }

    #[test]
    fn a_bad_block_ends_the_list_with_a_warning() {
        let mut bytes = block_of(1028, b"", b"iptc");
        bytes.extend(b"8BIM\x04\x0f\0\0\xff\xff\xff\xff");
        let (found, warnings) = parse(&bytes, &Limits::default());
        assert_eq!((found.iptc.is_some(), found.blocks.len()), (true, 1));
        assert_eq!(warnings, ["image resources at offset 28: block 1039 of 4294967295 bytes ends early"]);
    }

    #[test]
    fn a_block_over_the_limit_is_skipped_with_a_warning() {
        let bytes = [block_of(1060, b"", &[b'x'; 100]), block_of(1028, b"", b"iptc")].concat();
        let (found, warnings) = parse(&bytes, &Limits { max_metadata: 50, ..Limits::default() });
        assert_eq!((found.xmp, found.iptc.is_some(), warnings.len()), (None, true, 1));
    }
}

use imageparser_base::{Limits, Result};
use imageparser_raster::blend::BlendMode;

use super::LayerChannel;
use super::blocks::{Block, Blocks};
use super::{blend, names, text};
use crate::section::Section;
use crate::warnings::Warnings;

/// The least bytes of a record: rectangle, channel count, blend mode, flags, an empty extra part.
pub(crate) const LEAST: u64 = 34;
const MOST_CHANNELS: u16 = 64;
const MOST_NAME: u64 = 64 << 10;

/// What a section divider says about the record that carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Divider {
    /// The record closes a list of members and describes their group.
    Group,
    /// The record stands below the members.
    Bottom,
}

/// A layer record as stored.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) bbox: [i32; 4],
    pub(crate) channels: Vec<LayerChannel>,
    pub(crate) blend: BlendMode,
    pub(crate) opacity: u8,
    pub(crate) clipping: bool,
    pub(crate) visible: bool,
    pub(crate) pixels_irrelevant: bool,
    pub(crate) mask_data: (u64, u64),
    pub(crate) blending_ranges: (u64, u64),
    pub(crate) name: String,
    pub(crate) id: Option<u32>,
    pub(crate) divider: Option<Divider>,
    pub(crate) text: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

/// Read the record at the cursor and move behind it.
pub(crate) fn read(
    section: &mut Section<'_>,
    psb: bool,
    limits: &Limits,
    blocks: &mut Blocks,
    warnings: &mut Warnings,
) -> Result<Record> {
    let mut record = fixed_part(section, psb, warnings)?;
    let length = u64::from(section.u32()?);
    let end = section.at() + length;
    if length > section.left() {
        return Err(section.error("the extra data of a layer record ends early"));
    }
    let mut extra = section.part(length);
    record.mask_data = ranged(&mut extra)?;
    record.blending_ranges = ranged(&mut extra)?;
    record.name = pascal_name(&mut extra)?;
    record.blocks = blocks
        .read(&mut extra, 1, warnings, |block, data, warnings| take(&mut record, block, data, limits, warnings))?;
    section.seek(end)?;
    Ok(record)
}

/// Rectangle, channels, blend mode, opacity, clipping and flags.
fn fixed_part(section: &mut Section<'_>, psb: bool, warnings: &mut Warnings) -> Result<Record> {
    let [top, left, bottom, right] = [section.i32()?, section.i32()?, section.i32()?, section.i32()?];
    let count = section.u16()?;
    if count > MOST_CHANNELS {
        return Err(section.error(&format!("a layer record with {count} channels")));
    }
    let mut channels = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        channels.push(LayerChannel { id: section.i16()?, offset: 0, length: section.length(psb)? });
    }
    let signature: [u8; 4] = section.array()?;
    if signature != *b"8BIM" {
        warnings.add(section.error("a blend mode has no signature").message());
    }
    let blend = blend_mode(section, warnings)?;
    let [opacity, clipping, flags, _filler] = section.array()?;
    Ok(Record {
        bbox: [left, top, right, bottom],
        channels,
        blend,
        opacity,
        clipping: clipping != 0,
        visible: flags & 2 == 0,
        pixels_irrelevant: flags & 16 != 0,
        mask_data: (0, 0),
        blending_ranges: (0, 0),
        name: String::new(),
        id: None,
        divider: None,
        text: None,
        blocks: Vec::new(),
    })
}

fn blend_mode(section: &mut Section<'_>, warnings: &mut Warnings) -> Result<BlendMode> {
    let key: [u8; 4] = section.array()?;
    Ok(blend::from_key(key).unwrap_or_else(|| {
        let name = key.escape_ascii();
        warnings.add(section.error(&format!("unknown blend mode '{name}', taken as normal")).message());
        BlendMode::Normal
    }))
}

/// A length and as many bytes, left where they are.
fn ranged(section: &mut Section<'_>) -> Result<(u64, u64)> {
    let length = u64::from(section.u32()?);
    let range = (section.at(), length);
    section.skip(length)?;
    Ok(range)
}

/// The old name, padded with its length byte to 4 bytes.
fn pascal_name(section: &mut Section<'_>) -> Result<String> {
    let length = u64::from(section.u8()?);
    let bytes = section.bytes(length, 255)?;
    let padding = (length + 1).next_multiple_of(4) - (length + 1);
    section.skip(padding.min(section.left()))?;
    Ok(names::decode(&bytes))
}

/// Take what the tree needs from a block.
fn take(
    record: &mut Record,
    block: Block,
    data: &mut Section<'_>,
    limits: &Limits,
    warnings: &mut Warnings,
) -> Result<()> {
    match &block.key {
        b"luni" => {
            let name = data.unicode(MOST_NAME)?;
            if !name.is_empty() {
                record.name = name;
            }
        }
        b"lyid" => record.id = Some(data.u32()?),
        b"lsct" | b"lsdk" => section_divider(record, data, warnings)?,
        b"TySh" => record.text = text::read(data, limits.max_metadata)?,
        _ => {}
    }
    Ok(())
}

fn section_divider(record: &mut Record, data: &mut Section<'_>, warnings: &mut Warnings) -> Result<()> {
    record.divider = match data.u32()? {
        0 => None,
        1 | 2 => Some(Divider::Group),
        3 => Some(Divider::Bottom),
        other => return Err(data.error(&format!("unknown section divider {other}"))),
    };
    if data.left() >= 8 && data.array()? == *b"8BIM" {
        record.blend = blend_mode(data, warnings)?;
    }
    Ok(())
}

//! The layer and mask information section.

pub(crate) mod blend;
pub(crate) mod blocks;
pub(crate) mod flags;
pub(crate) mod kind;
pub(crate) mod mask;
pub(crate) mod names;
mod ranges;
mod record;
mod text;
mod tree;

use imageparser_base::{Limits, Result};
use imageparser_raster::blend::BlendMode;

use crate::section::Section;
use crate::warnings::Warnings;
use blocks::{Block, Blocks};
use kind::LayerKind;
use record::Record;

/// Where the compressed samples of one channel of a layer lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerChannel {
    /// 0, 1, 2 ... colour; -1 transparency; -2 user mask; -3 real user mask.
    pub id: i16,
    /// Where the compression word starts.
    pub offset: u64,
    /// Bytes, the compression word included.
    pub length: u64,
}

/// One layer or group, as its record tells; its samples stay in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The stored id, or one of ours where none is stored or it occurs twice; unique in the document.
    pub id: u32,
    /// The ids of the groups around it, outermost first.
    pub path: Vec<u32>,
    /// Unicode name, else the old name with its code page guessed.
    pub name: String,
    /// What it is.
    pub kind: LayerKind,
    /// Its own eye; a hidden group hides its members all the same.
    pub visible: bool,
    /// 0-255.
    pub opacity: u8,
    /// Blend mode; that of a group comes from its divider.
    pub blend: BlendMode,
    /// Left, top, right, bottom of its pixels; for a group that of its members together.
    pub bbox: [i32; 4],
    /// Whether it is clipped to the layer below.
    pub clipping: bool,
    /// Whether the record has mask data (pixel or vector).
    pub mask: bool,
    /// The text of a type layer, where it can be read surely.
    pub text: Option<String>,
    /// Its channels.
    pub channels: Vec<LayerChannel>,
    /// The blocks of additional layer information, unread.
    pub blocks: Vec<Block>,
    /// Offset and length of the mask data in the record.
    pub mask_data: (u64, u64),
    /// Offset and length of the blending ranges in the record.
    pub blending_ranges: (u64, u64),
}

/// What the whole section says.
#[derive(Debug, Default)]
pub(crate) struct LayerSection {
    /// Bottom to top, a group before its members.
    pub(crate) layers: Vec<Layer>,
    /// The first extra channel of the merged picture is its transparency (negative layer count).
    pub(crate) negative_count: bool,
    /// Blocks of the document itself.
    pub(crate) blocks: Vec<Block>,
    /// Offset and length of the global layer mask.
    pub(crate) global_mask: (u64, u64),
}

impl LayerSection {
    /// Whether the merged picture carries transparency.
    pub(crate) fn merged_alpha(&self) -> bool {
        self.negative_count || self.blocks.iter().any(|block| matches!(&block.key, b"Mtrn" | b"Mt16" | b"Mt32"))
    }
}

/// Read the section (without its length field) at the cursor; what makes no sense becomes a warning.
pub(crate) fn read(
    section: &mut Section<'_>,
    psb: bool,
    limits: &Limits,
    warnings: &mut Warnings,
) -> Result<LayerSection> {
    let mut reader =
        Reader { psb, limits, warnings, blocks: Blocks::new(psb), negative_count: false, global_mask: (0, 0) };
    let mut records = Vec::new();
    let mut blocks = Vec::new();
    if section.left() >= 4 {
        let length = section.length(psb)?;
        if length > section.left() {
            reader.warnings.add(section.error("the layer info ends early").message());
        }
        if length > 0 {
            records = reader.layer_info(&mut section.part(length))?;
        }
        if section.skip(length).is_ok() {
            blocks = reader.document_blocks(section)?;
        }
    }
    for block in &blocks {
        if matches!(&block.key, b"Lr16" | b"Lr32" | b"Layr") && records.is_empty() && section.seek(block.offset).is_ok()
        {
            records = reader.layer_info(&mut section.part(block.length))?;
        }
    }
    let Reader { negative_count, global_mask, .. } = reader;
    Ok(LayerSection { layers: tree::layers(records, warnings), negative_count, blocks, global_mask })
}

struct Reader<'w> {
    psb: bool,
    limits: &'w Limits,
    warnings: &'w mut Warnings,
    blocks: Blocks,
    negative_count: bool,
    global_mask: (u64, u64),
}

impl Reader<'_> {
    /// The count, the records, then (unread) the channels of all layers in a row.
    fn layer_info(&mut self, section: &mut Section<'_>) -> Result<Vec<Record>> {
        let Some(count) = self.warnings.soften(section.i16())? else { return Ok(Vec::new()) };
        self.negative_count |= count < 0;
        let count = usize::from(count.unsigned_abs());
        let mut records = Vec::with_capacity(count.min((section.left() / record::LEAST) as usize));
        for _ in 0..count {
            let record = record::read(section, self.psb, self.limits, &mut self.blocks, self.warnings);
            let Some(record) = self.warnings.soften(record)? else { break };
            records.push(record);
        }
        if records.len() < count {
            let read = records.len();
            self.warnings.add(section.error(&format!("{read} of {count} layer records were read")).message());
        }
        place_channels(&mut records, section);
        Ok(records)
    }

    /// The global mask (a length and as many bytes), then blocks padded to 4 bytes.
    fn document_blocks(&mut self, section: &mut Section<'_>) -> Result<Vec<Block>> {
        let start = section.at();
        if section.left() < 4 {
            return Ok(Vec::new());
        }
        let word: [u8; 4] = section.array()?;
        let mask = if blocks::is_signature(word) {
            section.seek(start).is_ok()
        } else {
            self.global_mask = (section.at(), u64::from(u32::from_be_bytes(word)));
            section.skip(self.global_mask.1).is_ok()
        };
        if !mask {
            self.warnings.add(section.error("the global layer mask ends early").message());
            return Ok(Vec::new());
        }
        self.blocks.read(section, 4, self.warnings, |_, _, _| Ok(()))
    }
}

/// The channels of all layers follow the records in the same order.
fn place_channels(records: &mut [Record], section: &mut Section<'_>) {
    let mut at = section.at();
    for channel in records.iter_mut().flat_map(|record| &mut record.channels) {
        channel.offset = at;
        at = at.saturating_add(channel.length);
    }
}

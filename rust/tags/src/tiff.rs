//! TIFF files: the directory itself, and the blocks that it carries.

use imageparser_base::{ByteSource, Format, Result};

use crate::exif::{self, IPTC_BLOCK, PHOTOSHOP_BLOCK, XMP_BLOCK};
use crate::iptc;
use crate::metadata::{Collector, array, no_signature};

pub(crate) fn read(source: &mut dyn ByteSource, found: &mut Collector) -> Result<()> {
    if array::<4>(source, 0)?.and_then(|head| Format::sniff(&head)) != Some(Format::Tiff) {
        return Err(no_signature("TIFF"));
    }
    let tags = exif::read(source, &[XMP_BLOCK, IPTC_BLOCK, PHOTOSHOP_BLOCK], found)?;
    found.add_tags(&tags);
    if let Some(packet) = tags.get(XMP_BLOCK) {
        found.add_xmp(&packet.bytes);
    }
    // Some writers type the block as LONG and swap it; only data that starts like a set is one.
    if let Some(sets) = tags.get(IPTC_BLOCK).filter(|sets| sets.bytes.first() == Some(&0x1C)) {
        found.add_iptc(&sets.bytes);
    }
    if let Some(blocks) = tags.get(PHOTOSHOP_BLOCK) {
        iptc::photoshop(&blocks.bytes, found);
    }
    Ok(())
}

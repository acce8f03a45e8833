use imageparser_base::{ErrorKind, Result};

use crate::descriptor;
use crate::section::Section;

/// The text of a `TySh` block: the `Txt ` item of its text descriptor, lines separated by `\n`.
///
/// `None` where the block is of a version or holds an item that is not known.
pub(crate) fn read(data: &mut Section<'_>, most: u64) -> Result<Option<String>> {
    const VERSION: u16 = 1;
    const TEXT_VERSION: u16 = 50;
    const DESCRIPTOR_VERSION: u32 = 16;
    if data.u16()? != VERSION {
        return Ok(None);
    }
    data.skip(6 * 8)?; // the transform
    if data.u16()? != TEXT_VERSION || data.u32()? != DESCRIPTOR_VERSION {
        return Ok(None);
    }
    match descriptor::text_item(data, "Txt ", most) {
        Ok(found) => Ok(found.map(|text| text.replace(['\r', '\u{3}'], "\n"))),
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(error),
    }
}

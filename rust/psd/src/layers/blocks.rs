use imageparser_base::Result;

use crate::section::Section;
use crate::warnings::Warnings;

/// One tagged block of additional information; its data is read when somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Four characters that say what it holds.
    pub key: [u8; 4],
    /// Where its data starts.
    pub offset: u64,
    /// How long its data is.
    pub length: u64,
}

/// Keys whose length field is 8 bytes in the large document format.
const WIDE: [&[u8; 4]; 19] = [
    b"LMsk", b"Lr16", b"Lr32", b"Layr", b"Mt16", b"Mt32", b"Mtrn", b"Alph", b"FMsk", b"lnk2", b"lnk3", b"lnkE",
    b"FEid", b"FXid", b"FELS", b"PxSD", b"pths", b"extd", b"extn",
];
const WIDE_TOO: [&[u8; 4]; 2] = [b"cinf", b"artd"];

pub(crate) fn is_signature(word: [u8; 4]) -> bool {
    matches!(&word, b"8BIM" | b"8B64")
}

/// Reads lists of tagged blocks with one budget for the whole document, since a block costs more in memory than in
/// a hostile file.
pub(crate) struct Blocks {
    psb: bool,
    budget: usize,
}

impl Blocks {
    const MOST: usize = 1 << 20;
    /// As many as Photoshop gives to a plain layer.
    const USUAL: usize = 12;

    pub(crate) fn new(psb: bool) -> Self {
        Self { psb, budget: Self::MOST }
    }

    /// Read blocks to the end of the section; a wrong one ends the list with a warning. `take` sees the data of each
    /// while the cursor is there, so that the file is read from front to back.
    pub(crate) fn read(
        &mut self,
        section: &mut Section<'_>,
        padding: u64,
        warnings: &mut Warnings,
        mut take: impl FnMut(Block, &mut Section<'_>, &mut Warnings) -> Result<()>,
    ) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        while section.left() >= 12 && self.budget > 0 {
            let found = self.block(section);
            let Some(found) = warnings.soften(found)? else { break };
            let Some(block) = found else { break };
            if blocks.is_empty() {
                blocks.reserve(Self::USUAL);
            }
            blocks.push(block);
            let taken = take(block, &mut section.part(block.length), warnings);
            warnings.soften(taken)?;
            self.budget -= 1;
            let next = block.offset + block.length.next_multiple_of(padding);
            if section.seek(next.min(section.end())).is_err() {
                break;
            }
        }
        if self.budget == 0 {
            warnings.add("layer and mask information: too many tagged blocks, the rest was skipped");
        }
        Ok(blocks)
    }

    /// The next block; `None` where only padding is left.
    fn block(&self, section: &mut Section<'_>) -> Result<Option<Block>> {
        if !align(section)? {
            return Ok(None);
        }
        section.skip(4)?;
        let key = section.array()?;
        let wide = self.psb && (WIDE.contains(&&key) || WIDE_TOO.contains(&&key));
        let length = section.length(wide)?;
        if length > section.left() {
            let name = key.escape_ascii();
            return Err(section.error(&format!("tagged block '{name}' of {length} bytes ends early")));
        }
        Ok(Some(Block { key, offset: section.at(), length }))
    }
}

/// Move to the next signature: writers disagree on whether blocks are padded to 1, 2 or 4 bytes.
fn align(section: &mut Section<'_>) -> Result<bool> {
    let start = section.at();
    for skipped in 0..4 {
        section.seek(start)?;
        if section.left() < skipped + 12 {
            return Ok(false);
        }
        section.skip(skipped)?;
        let place = section.at();
        if is_signature(section.array()?) {
            section.seek(place)?;
            return Ok(true);
        }
    }
    section.seek(start)?;
    let word: [u8; 4] = section.array()?;
    section.seek(start)?;
    if word == [0; 4] {
        return Ok(false);
    }
    Err(section.error("a tagged block has no signature"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::SliceSource;

    fn parse(bytes: &[u8], psb: bool, padding: u64) -> (Vec<Block>, Vec<String>) {
        let mut warnings = Warnings::default();
        let mut source = SliceSource(bytes);
        let mut section = Section::new(&mut source, "layers", 0, u64::MAX);
        let blocks = Blocks::new(psb).read(&mut section, padding, &mut warnings, |_, _, _| Ok(())).expect("in memory");
        (blocks, warnings.into_list())
    }

    #[test]
    fn blocks_are_listed_whatever_their_padding() {
        let bytes = b"8BIMluni\0\0\0\x03abc\x008BIMlyid\0\0\0\x04wxyz8B64odd \0\0\0\x01q";
        let (blocks, warnings) = parse(bytes, false, 1);
        assert_eq!(warnings, [""; 0]);
        let expected = [(*b"luni", 12, 3), (*b"lyid", 28, 4), (*b"odd ", 44, 1)];
        assert_eq!(blocks, expected.map(|(key, offset, length)| Block { key, offset, length }));
    }

    #[test]
    fn wide_lengths_in_large_documents() {
        let bytes = b"8BIMLr16\0\0\0\0\0\0\0\x02ab";
        assert_eq!(parse(bytes, true, 4).0, [Block { key: *b"Lr16", offset: 16, length: 2 }]);
    }

    #[test]
    fn an_overlong_block_ends_the_list() {
        let (blocks, warnings) = parse(b"8BIMlyid\0\0\0\x04wxyz8BIMluni\xff\xff\xff\xff", false, 1);
        assert_eq!(blocks.len(), 1);
        assert_eq!(warnings, ["layers at offset 28: tagged block 'luni' of 4294967295 bytes ends early"]);
    }
}

//! Small blocks of a layer: fill opacity, knockout, how effects, masks and clipped layers take part, locks, label.
//!
//! Keys and layouts: chapter "Additional Layer Information" of the file format specification; `vmgm`, `lmgm` and the
//! bits of `lspf` behind the third as Photoshop writes them.

use imageparser_base::{Result, SliceSource};
use imageparser_raster::scene::Knockout;

use super::Layer;
use super::blocks::Block;
use crate::context::Context;
use crate::section::Section;

/// No flag of a layer is longer.
const MOST: u64 = 256;

/// What is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Locks(pub u32);

impl Locks {
    /// The names of what is locked.
    pub fn names(self) -> Vec<&'static str> {
        const BITS: [(u32, &str); 5] =
            [(1 << 31, "all"), (1, "transparency"), (2, "pixels"), (4, "position"), (8, "artboard")];
        BITS.iter().filter(|(bit, _)| self.0 & bit != 0).map(|(_, name)| *name).collect()
    }
}

/// How a layer takes part in the picture, beside opacity and blend mode.
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the format")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flags {
    /// Opacity of the content without its effects, 0-1 (`iOpa`).
    pub fill: f32,
    /// Clipped layers mix with this layer alone (`clbl`).
    pub clipped_as_group: bool,
    /// Interior effects mix with this layer alone (`infx`).
    pub interior_as_group: bool,
    /// Whether it shows what lies below its group (`knko`).
    pub knockout: Knockout,
    /// Channels that it leaves alone, bit 0 is the first (`brst`).
    pub locked_channels: u8,
    /// Its transparency shapes effects and knockout (`tsly`).
    pub transparency_shapes: bool,
    /// The pixel mask cuts the effects too instead of shaping them (`lmgm`).
    pub mask_hides_effects: bool,
    /// The vector mask cuts the effects too (`vmgm`).
    pub vector_mask_hides_effects: bool,
    /// What is locked in the layer list (`lspf`).
    pub locks: Locks,
    /// The colour in the layer list, 0 is none (`lclr`); see [`Flags::label_name`].
    pub label: u16,
    /// The point that layer effects and transforms refer to (`fxrp`).
    pub reference_point: (f64, f64),
}

impl Default for Flags {
    fn default() -> Self {
        Self {
            fill: 1.0,
            clipped_as_group: true,
            interior_as_group: false,
            knockout: Knockout::None,
            locked_channels: 0,
            transparency_shapes: true,
            mask_hides_effects: false,
            vector_mask_hides_effects: false,
            locks: Locks(0),
            label: 0,
            reference_point: (0.0, 0.0),
        }
    }
}

impl Flags {
    /// The colour in the layer list; `None` where it has none.
    pub fn label_name(&self) -> Option<&'static str> {
        const NAMES: [&str; 11] =
            ["red", "orange", "yellow", "green", "blue", "violet", "grey", "seafoam", "indigo", "magenta", "fuchsia"];
        NAMES.get(usize::from(self.label).checked_sub(1)?).copied()
    }

    /// Take what one block says; blocks of other keys say nothing.
    fn take(&mut self, key: [u8; 4], data: &mut Section<'_>) -> Result<()> {
        match &key {
            b"iOpa" => self.fill = f32::from(data.u8()?) / 255.0,
            b"clbl" => self.clipped_as_group = data.u8()? != 0,
            b"infx" => self.interior_as_group = data.u8()? != 0,
            b"knko" => self.knockout = knockout(data)?,
            b"brst" => self.locked_channels = channels(data)?,
            b"tsly" => self.transparency_shapes = data.u8()? != 0,
            b"lmgm" => self.mask_hides_effects = data.u8()? != 0,
            b"vmgm" => self.vector_mask_hides_effects = data.u8()? != 0,
            b"lspf" => self.locks = Locks(data.u32()?),
            b"lclr" => self.label = data.u16()?,
            b"fxrp" => {
                self.reference_point = (f64::from_be_bytes(data.array()?), f64::from_be_bytes(data.array()?));
            }
            _ => {}
        }
        Ok(())
    }
}

const KEYS: [&[u8; 4]; 11] =
    [b"iOpa", b"clbl", b"infx", b"knko", b"brst", b"tsly", b"lmgm", b"vmgm", b"lspf", b"lclr", b"fxrp"];

fn knockout(data: &mut Section<'_>) -> Result<Knockout> {
    Ok(match data.u8()? {
        0 => Knockout::None,
        1 => Knockout::Shallow,
        2 => Knockout::Deep,
        other => return Err(data.error(&format!("unknown knockout {other}"))),
    })
}

/// A list of channel numbers.
fn channels(data: &mut Section<'_>) -> Result<u8> {
    let mut bits = 0;
    while data.left() >= 4 {
        bits |= 1u8.checked_shl(data.u32()?).unwrap_or(0);
    }
    Ok(bits)
}

impl Context {
    /// How a layer takes part in the picture; what it does not store is as Photoshop takes it.
    ///
    /// # Errors
    /// `Corrupt` where a block ends early or holds an unknown value, else the kind of the I/O error.
    pub fn flags(&self, layer: &Layer) -> Result<Flags> {
        let mut flags = Flags::default();
        for block in layer.blocks.iter().filter(|block| KEYS.contains(&&block.key)) {
            let &Block { key, offset, length } = block;
            let bytes = self.bytes_at(offset, length.min(MOST))?;
            flags.take(key, &mut Section::new(&mut SliceSource(&bytes), "layer flags", 0, u64::MAX))?;
        }
        Ok(flags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(blocks: &[(&[u8; 4], &[u8])]) -> Result<Flags> {
        let mut flags = Flags::default();
        for (key, bytes) in blocks {
            assert!(KEYS.contains(key) || *key == b"luni");
            flags.take(**key, &mut Section::new(&mut SliceSource(bytes), "layer flags", 0, u64::MAX))?;
        }
        Ok(flags)
    }

    #[test]
    fn every_block_is_taken() {
        let point = [1.5f64.to_be_bytes(), (-2.0f64).to_be_bytes()].concat();
        let flags = of(&[
            (b"iOpa", &[51, 0, 0, 0]),
            (b"clbl", &[0; 4]),
            (b"infx", &[1, 0, 0, 0]),
            (b"knko", &[2, 0, 0, 0]),
            (b"brst", &[0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0]),
            (b"tsly", &[0; 4]),
            (b"lmgm", &[1, 0, 0, 0]),
            (b"vmgm", &[1, 0, 0, 0]),
            (b"lspf", &[0x80, 0, 0, 5]),
            (b"lclr", &[0, 6, 0, 0, 0, 0, 0, 0]),
            (b"fxrp", &point),
            (b"luni", &[9]),
        ]);
        let expected = Flags {
            fill: 0.2,
            clipped_as_group: false,
            interior_as_group: true,
            knockout: Knockout::Deep,
            locked_channels: 0b101,
            transparency_shapes: false,
            mask_hides_effects: true,
            vector_mask_hides_effects: true,
            locks: Locks(0x8000_0005),
            label: 6,
            reference_point: (1.5, -2.0),
        };
        assert_eq!(flags.expect("whole"), expected);
        assert_eq!(expected.locks.names(), ["all", "transparency", "position"]);
        assert_eq!((expected.label_name(), Flags::default().label_name()), (Some("violet"), None));
    }

    #[test]
    fn short_or_unknown_values_are_errors() {
        assert!(of(&[(b"iOpa", b"")]).is_err() && of(&[(b"lspf", &[0, 0])]).is_err());
        assert_eq!(of(&[(b"knko", &[3])]).expect_err("three").message(), "layer flags at offset 1: unknown knockout 3");
        assert_eq!(Flags { label: 99, ..Flags::default() }.label_name(), None);
    }
}

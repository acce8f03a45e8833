//! Mask data of a layer record ("Layer mask / adjustment layer data" of the file format specification).
//!
//! The specification puts the parameters before the real user mask; files hold them the other way round.

use imageparser_base::{Rect, Result, SliceSource};

use super::Layer;
use crate::context::Context;
use crate::section::Section;

/// The channel of the mask that shows when a pixel mask and a vector mask are combined.
const REAL_USER_MASK: i16 = -3;
/// Rectangle, default colour, flags, and the same of the real user mask.
const WITH_REAL: u64 = 36;
/// Photoshop's sliders end at 1000 px.
const MOST_FEATHER: f64 = 1000.0;

/// What the bits of a mask say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MaskFlags(pub u8);

impl MaskFlags {
    /// The rectangle is given relative to the layer.
    pub const fn relative(self) -> bool {
        self.0 & 1 != 0
    }

    /// The mask is switched off.
    pub const fn disabled(self) -> bool {
        self.0 & 2 != 0
    }

    /// The mask counts the other way round (old files).
    pub const fn inverted(self) -> bool {
        self.0 & 4 != 0
    }

    /// The samples came from rendering something else, such as the vector mask.
    pub const fn rendered(self) -> bool {
        self.0 & 8 != 0
    }

    /// Density or feather are stored.
    pub const fn has_parameters(self) -> bool {
        self.0 & 16 != 0
    }
}

/// Where a mask lies and how it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MaskArea {
    /// The rectangle of the samples as stored; see [`MaskFlags::relative`].
    pub rect: Rect,
    /// The coverage outside the rectangle, 0-255.
    pub default_color: u8,
    /// Its flags.
    pub flags: MaskFlags,
}

/// How much a mask hides at most and how soft its edges are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Softness {
    /// 0-1; 1 hides fully.
    pub density: f32,
    /// Radius of the blur in pixels.
    pub feather: f32,
}

impl Default for Softness {
    fn default() -> Self {
        Self { density: 1.0, feather: 0.0 }
    }
}

/// The mask data of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MaskData {
    /// The user mask: samples in channel -2.
    pub user: MaskArea,
    /// The real user mask where the layer stores one: samples in channel -3.
    pub real: Option<MaskArea>,
    /// Density and feather of the pixel mask.
    pub user_softness: Softness,
    /// Density and feather of the vector mask.
    pub vector_softness: Softness,
}

/// Read the mask data in `section`, the whole of which belongs to it; `real` says that the layer has a channel -3.
///
/// # Errors
/// `Corrupt` where it ends early.
pub(crate) fn read(section: &mut Section<'_>, real: bool) -> Result<MaskData> {
    let real = real && section.left() >= WITH_REAL;
    let rect = rectangle(section)?;
    let user = MaskArea { rect, default_color: section.u8()?, flags: MaskFlags(section.u8()?) };
    let mut mask = MaskData { user, ..MaskData::default() };
    if real {
        let (flags, default_color) = (MaskFlags(section.u8()?), section.u8()?);
        mask.real = Some(MaskArea { rect: rectangle(section)?, default_color, flags });
    }
    if user.flags.has_parameters() && section.left() > 0 {
        parameters(section, &mut mask)?;
    }
    Ok(mask)
}

fn rectangle(section: &mut Section<'_>) -> Result<Rect> {
    let [top, left, bottom, right] = [section.i32()?, section.i32()?, section.i32()?, section.i32()?];
    Ok(Rect::new(left, top, right, bottom))
}

/// One bit for each parameter that follows.
fn parameters(section: &mut Section<'_>, mask: &mut MaskData) -> Result<()> {
    let stored = section.u8()?;
    for (first, softness) in [(1, &mut mask.user_softness), (4, &mut mask.vector_softness)] {
        if stored & first != 0 {
            softness.density = f32::from(section.u8()?) / 255.0;
        }
        if stored & (first << 1) != 0 {
            let feather = f64::from_be_bytes(section.array()?);
            softness.feather = if feather.is_finite() { feather.clamp(0.0, MOST_FEATHER) as f32 } else { 0.0 };
        }
    }
    Ok(())
}

impl Context {
    /// The mask data of a layer; `None` where its record has none.
    ///
    /// # Errors
    /// `Corrupt` where it ends early, `TooLarge` over the limit of metadata, else the kind of the I/O error.
    pub fn mask(&self, layer: &Layer) -> Result<Option<MaskData>> {
        let (offset, length) = layer.mask_data;
        if length == 0 {
            return Ok(None);
        }
        let bytes = self.bytes_at(offset, length)?;
        let real = layer.channels.iter().any(|channel| channel.id == REAL_USER_MASK);
        read(&mut Section::new(&mut SliceSource(&bytes), "layer mask data", 0, u64::MAX), real).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &[u8], real: bool) -> Result<MaskData> {
        let mut source = SliceSource(bytes);
        read(&mut Section::new(&mut source, "layer mask data", 0, u64::MAX), real)
    }

    fn rect(sides: [i32; 4]) -> Vec<u8> {
        sides.iter().flat_map(|side| side.to_be_bytes()).collect()
    }

    #[test]
    fn the_short_form() {
        let bytes = [rect([1, -2, 30, 40]), vec![255, 0b1_0001 ^ 0b1_0000, 0, 0]].concat();
        let mask = parse(&bytes, true).expect("20 bytes");
        assert_eq!((mask.user.rect, mask.user.default_color), (Rect::new(-2, 1, 40, 30), 255));
        assert!(mask.user.flags.relative() && !mask.user.flags.disabled() && !mask.user.flags.has_parameters());
        assert_eq!((mask.real, mask.user_softness), (None, Softness::default()));
        assert!(parse(&bytes[..17], false).is_err());
    }

    #[test]
    fn parameters_follow_the_real_mask() {
        let real = [vec![0b110, 255], rect([5, 6, 7, 8])].concat();
        let numbers =
            [vec![0b1111, 51], 2.5f64.to_be_bytes().to_vec(), vec![255], f64::NAN.to_be_bytes().to_vec()].concat();
        let bytes = [rect([0, 0, 4, 4]), vec![0, 0b1_1000], real, numbers.clone()].concat();
        let mask = parse(&bytes, true).expect("whole");
        assert_eq!(mask.real.map(|real| real.rect), Some(Rect::new(6, 5, 8, 7)));
        assert!(mask.real.is_some_and(|real| real.flags.disabled() && real.flags.inverted()));
        assert_eq!(mask.user_softness, Softness { density: 0.2, feather: 2.5 });
        assert_eq!(mask.vector_softness, Softness { density: 1.0, feather: 0.0 });
        let bytes = [rect([0, 0, 4, 4]), vec![0, 0b1_1000], numbers].concat();
        let mask = parse(&bytes, false).expect("without a real mask");
        assert_eq!((mask.real, mask.user_softness.feather), (None, 2.5));
        assert!(parse(&bytes[..30], false).is_err(), "a feather ends early");
    }
}

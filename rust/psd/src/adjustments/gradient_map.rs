use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::GradientMap;
use imageparser_raster::fill::{Interpolation, Ramp};
use imageparser_raster::scene::Adjust;

use super::gradient_stops::{self, skip_transparency, tail};
use super::{Setup, with_section};

/// Bytes of a gradient's name.
const NAME: u64 = 1 << 16;

/// `grdm`: version 1, or 3 with a method of mixing; whether reversed and dithered, a name, stops of colours and of
/// transparency, smoothness, whether it is noise and its settings. Dither is not followed: it changes no level by more
/// than one.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    with_section(block, "gradient map adjustment", |section| {
        let version = section.u16()?;
        if !matches!(version, 1 | 3) {
            return Err(Error::unsupported(format!("gradient map of version {version}")));
        }
        let reversed = section.u8()? != 0;
        section.skip(1)?;
        let method = if version == 3 { section.array()? } else { *b"Gcls" };
        section.unicode(NAME)?;
        let stops = gradient_stops::read(section, setup.model)?;
        skip_transparency(section)?;
        let ramp = Ramp::new(setup.model, &stops, &[], tail(section)?, mixing(method)?);
        Ok(
            Arc::new(GradientMap::new(setup.model, |place| {
                ramp.at(if reversed { 1.0 - place } else { place }).to_vec()
            })) as Arc<dyn Adjust>,
        )
    })
}

fn mixing(method: [u8; 4]) -> Result<Interpolation> {
    match &method {
        // "Smooth" differs from "classic" in the tool only.
        b"Gcls" | b"Smoo" => Ok(Interpolation::Stored),
        b"Lnr " => Ok(Interpolation::Linear),
        b"Perc" => Ok(Interpolation::Perceptual),
        other => Err(Error::unsupported(format!("gradient map mixed by '{}'", other.escape_ascii()))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{GREY, RGB, pixel, survives, words};
    use super::*;
    use imageparser_raster::fill::to_srgb;

    fn block(version: i32, method: &[u8], reversed: bool, noise: bool) -> Vec<u8> {
        let mut bytes = words(&[version, if reversed { 0x100 } else { 0 }]);
        bytes.extend(method);
        bytes.extend([0, 0, 0, 2, 0, 65, 0, 0]);
        bytes.extend(words(&[2]));
        for (place, color) in [(0, [65535, 0, 0]), (4096, [0, 65535, 0])] {
            bytes.extend(words(&[0, place, 0, 50, 0]));
            bytes.extend(words(&color));
            bytes.extend([0; 4]);
        }
        bytes.extend(words(&[1, 0, 0, 0, 50, 255]));
        bytes.extend(words(&[2, 0, 32, i32::from(noise)]));
        bytes.extend([0; 30]);
        bytes
    }

    #[test]
    fn lightness_becomes_a_place_of_the_gradient() {
        let adjust = read(&RGB, &block(1, b"", false, false)).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[51, 51, 51]), [204, 51, 0]);
        let adjust = read(&RGB, &block(1, b"", true, false)).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[51, 51, 51]), [51, 204, 0]);
        let adjust = read(&RGB, &block(3, b"Lnr ", false, false)).expect("good");
        let mixed = (to_srgb(0.8) * 255.0).round() as u8;
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[51, 51, 51])[0], mixed);
        assert!(read(&GREY, &block(1, b"", false, false)).is_ok());
    }

    #[test]
    fn wrong_blocks_are_refused() {
        assert!(read(&RGB, &block(1, b"", false, true)).is_err());
        assert!(read(&RGB, &block(2, b"", false, false)).is_err());
        assert!(read(&RGB, &block(3, b"Odd ", false, false)).is_err());
        survives(read, &block(3, b"Perc", true, false));
    }
}

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::adjust::{Brightness, LegacyBrightness};
use imageparser_raster::scene::Adjust;

use super::{Setup, with_section};

/// `CgEd`: a descriptor, newer than `brit` and always beside it.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let settings = setup.descriptor(block, 0)?;
    let number = |key: &str| settings.number(key).unwrap_or(0.0);
    let (brightness, contrast) = (number("Brgh"), number("Cntr"));
    if settings.flag("useLegacy").unwrap_or(false) {
        let mean = settings.number("means").unwrap_or(127.0);
        let legacy = LegacyBrightness { brightness, contrast, mean };
        return Ok(setup.light(|x| legacy.at(x)));
    }
    let curve = Brightness { brightness: brightness.clamp(-150.0, 150.0), contrast: contrast.clamp(-50.0, 100.0) };
    Ok(setup.light(|x| curve.at(x)))
}

/// `brit`: brightness, contrast, mean level, and whether only lightness is meant.
pub(super) fn read_legacy(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let legacy = with_section(block, "brightness adjustment", |section| {
        let (brightness, contrast) = (f64::from(section.i16()?), f64::from(section.i16()?));
        Ok(LegacyBrightness { brightness, contrast, mean: f64::from(section.u16()?) })
    })?;
    Ok(setup.light(|x| legacy.at(x)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{LAB, RGB, pixel, survives, words};
    use super::*;
    use crate::descriptor::Value;
    use crate::descriptor::write::{made, versioned};

    fn settings(brightness: i32, contrast: i32, legacy: bool) -> Vec<u8> {
        let items = [
            ("Brgh", Value::Integer(brightness)),
            ("Cntr", Value::Integer(contrast)),
            ("means", Value::Integer(127)),
            ("useLegacy", Value::Bool(legacy)),
        ];
        versioned(&made("null", &items))
    }

    #[test]
    fn legacy_and_present_methods_differ() {
        let adjust = read(&RGB, &settings(50, 0, true)).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[0, 100, 230]), [50, 150, 255]);
        let adjust = read(&RGB, &settings(110, 0, false)).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[0, 50, 255]), [0, 100, 255]);
        let adjust = read(&LAB, &settings(110, 0, false)).expect("good");
        assert_eq!(pixel(&LAB, adjust.as_ref(), &[50, 50, 90]), [100, 50, 90]);
        survives(read, &settings(-20, 30, false));
    }

    #[test]
    fn the_old_block_shifts() {
        let bytes = [words(&[-20, 0, 127]), vec![0, 0]].concat();
        let adjust = read_legacy(&RGB, &bytes).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[10, 100, 255]), [0, 80, 235]);
        survives(read_legacy, &bytes);
    }
}

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::adjust::Exposure;
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, with_section};
use crate::section::Section;

/// `expA`: a version, then exposure, offset and gamma as 32-bit floats.
///
/// Photoshop works on the light that the document's profile means; the curve is taken as a plain power: 2.2 for RGB, 1.75
/// for grey (the dot gain of 20 % that grey documents have by default), as psd-tools measured it.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Grey, Model::Rgb], "exposure")?;
    let encoding = match setup.model {
        _ if setup.depth == 32 => 1.0,
        Model::Grey => 1.75,
        _ => 2.2,
    };
    let exposure = with_section(block, "exposure adjustment", |section| {
        section.skip(2)?;
        Ok(Exposure { stops: float(section)?, offset: float(section)?, gamma: float(section)?, encoding })
    })?;
    Ok(setup.light(|x| exposure.at(x)))
}

fn float(section: &mut Section<'_>) -> Result<f64> {
    let value = f64::from(f32::from_be_bytes(section.array()?));
    if value.is_finite() { Ok(value) } else { Err(section.error("a setting is no number")) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, RGB, pixel, survives};
    use super::*;

    fn block(exposure: f32, offset: f32, gamma: f32) -> Vec<u8> {
        [[0, 1].as_slice(), &exposure.to_be_bytes(), &offset.to_be_bytes(), &gamma.to_be_bytes()].concat()
    }

    #[test]
    fn settings_are_floats() {
        let adjust = read(&RGB, &block(1.0, 0.0, 1.0)).expect("good");
        let expected = (f64::from(2.0_f32).powf(1.0 / 2.2) * 100.0).round() as u8;
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[0, 100, 255]), [0, expected, 255]);
        let linear = Setup { depth: 32, ..RGB };
        let adjust = read(&linear, &block(0.0, 0.2, 1.0)).expect("good");
        assert_eq!(pixel(&linear, adjust.as_ref(), &[0, 100, 255]), [51, 151, 255]);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(read(&RGB, &block(f32::NAN, 0.0, 1.0)).is_err());
        assert!(read(&CMYK, &block(1.0, 0.0, 1.0)).is_err());
        survives(read, &block(-0.4, 0.01, 0.9));
    }
}

use imageparser_base::{Error, Result};
use imageparser_raster::fill::Stop;
use imageparser_raster::scene::Model;

use super::raw_color;
use crate::section::Section;

/// Places of a gradient count from 0 to this.
const WHOLE: f64 = 4096.0;
/// Stops of a gradient; Photoshop makes far fewer.
const MOST: u16 = 1000;

/// The colours of a gradient as old structures hold them: a count, then for each stop its place, its middle, its colour
/// and two bytes that say who chose it.
pub(super) fn read(section: &mut Section<'_>, model: Model) -> Result<Vec<Stop>> {
    let count = section.u16()?;
    if !(1..=MOST).contains(&count) {
        return Err(section.error("a gradient has too few or too many colours"));
    }
    let mut stops = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        let (position, midpoint) = (f64::from(section.u32()?) / WHOLE, f64::from(section.u32()?) / 100.0);
        let value = raw_color::read(section)?.in_model(model);
        section.skip(2)?;
        stops.push(Stop { position: position.min(1.0), midpoint, value });
    }
    Ok(stops)
}

/// The transparency of a gradient: read over, since a gradient map ignores it.
pub(super) fn skip_transparency(section: &mut Section<'_>) -> Result<()> {
    let count = section.u16()?;
    section.skip(u64::from(count) * 10)
}

/// What follows the stops; noise gradients are refused. The smoothness (0 to 4096) comes back as a share.
pub(super) fn tail(section: &mut Section<'_>) -> Result<f64> {
    let _expansion = section.u16()?;
    let smoothness = f64::from(section.u16()?.min(4096)) / WHOLE;
    let _length = section.u16()?;
    if section.u16()? == 1 {
        return Err(Error::unsupported("gradient map with a noise gradient"));
    }
    Ok(smoothness)
}

#[cfg(test)]
mod tests {
    use super::super::testing::words;
    use super::super::with_section;
    use super::*;

    #[test]
    fn stops_have_a_place_a_middle_and_a_colour() {
        let mut bytes = words(&[2]);
        bytes.extend(words(&[0, 1024, 0, 25, 0, 65535, 0, 0, 0, 0]));
        bytes.extend(words(&[0, 4096, 0, 50, 8, 5000, 0, 0, 0, 0]));
        let stops = with_section(&bytes, "gradient", |section| read(section, Model::Rgb)).expect("good");
        let found: Vec<_> = stops.iter().map(|stop| (stop.position, stop.midpoint, stop.value.as_slice())).collect();
        assert_eq!(found, [(0.25, 0.25, [1.0, 0.0, 0.0].as_slice()), (1.0, 0.5, [0.5; 3].as_slice())]);
        for wrong in [words(&[0]), words(&[1001]), bytes[..20].to_vec()] {
            assert!(with_section(&wrong, "gradient", |section| read(section, Model::Rgb)).is_err());
        }
    }
}

use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::{Curve, Spline};
use imageparser_raster::scene::Adjust;

use super::{Setup, with_section};
use crate::section::Section;

/// The highest number of a curve: there are at most 56 channels.
const MOST: u32 = 64;
/// Points of a curve; Photoshop allows 19.
const MOST_POINTS: u16 = 256;

type Curves = Vec<(usize, Curve)>;

/// `curv`: whether the curves are drawn freely, a version, a count; then curves. Version 1 has a bit for each channel
/// instead of a count, and a second list behind `Crv ` that gives the number of each curve; that one counts.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let curves = with_section(block, "curves adjustment", curves)?;
    Ok(setup.channels(|number| {
        let (_, curve) = curves.iter().rev().find(|(found, _)| *found == number)?;
        let curve = curve.clone();
        Some(Box::new(move |x| curve.at(x)))
    }))
}

fn curves(section: &mut Section<'_>) -> Result<Curves> {
    let drawn = section.u8()? != 0;
    let version = section.u16()?;
    let count = section.u32()?;
    let numbers: Vec<usize> = match version {
        1 => (0..32).filter(|bit| count >> bit & 1 == 1).collect(),
        4 if count <= MOST => (0..count as usize).collect(),
        4 => return Err(section.error("too many curves")),
        _ => return Err(Error::unsupported(format!("curves of version {version}"))),
    };
    let first: Curves =
        numbers.into_iter().map(|number| Ok((number, curve(section, drawn)?))).collect::<Result<_>>()?;
    // Old writers end here.
    if section.left() < 10 || section.array()? != *b"Crv " {
        return Ok(first);
    }
    Ok(numbered(section, drawn).unwrap_or(first))
}

/// Version, count, and for each curve its number.
fn numbered(section: &mut Section<'_>, drawn: bool) -> Result<Curves> {
    section.skip(2)?;
    let count = section.u32()?;
    if count > MOST {
        return Err(section.error("too many curves"));
    }
    (0..count).map(|_| Ok((usize::from(section.u16()?), curve(section, drawn)?))).collect()
}

fn curve(section: &mut Section<'_>, drawn: bool) -> Result<Curve> {
    if drawn {
        let values: [u8; 256] = section.array()?;
        return Ok(Curve::Map(values.iter().map(|value| f64::from(*value) / 255.0).collect()));
    }
    let count = section.u16()?;
    if !(1..=MOST_POINTS).contains(&count) {
        return Err(section.error("a curve has too few or too many points"));
    }
    let mut points = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        let (output, input) = (f64::from(section.u16()?), f64::from(section.u16()?));
        points.push((input / 255.0, output / 255.0));
    }
    Ok(Curve::Points(Spline::new(&points)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, GREY, RGB, pixel, survives, words};
    use super::*;

    /// Points as (output, input).
    fn points(points: &[(i32, i32)]) -> Vec<u8> {
        let mut all = vec![points.len() as i32];
        all.extend(points.iter().flat_map(|(output, input)| [*output, *input]));
        words(&all)
    }

    fn head(drawn: u8, version: u16, count: u32) -> Vec<u8> {
        [vec![drawn], version.to_be_bytes().to_vec(), count.to_be_bytes().to_vec()].concat()
    }

    fn extra(curves: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = [b"Crv \0\x04".as_slice(), &(curves.len() as u32).to_be_bytes()].concat();
        for (number, curve) in curves {
            bytes.extend([&number.to_be_bytes(), curve.as_slice()].concat());
        }
        bytes
    }

    #[test]
    fn bits_say_which_channels_have_curves() {
        let half = points(&[(0, 0), (128, 255)]);
        let turned = points(&[(255, 0), (0, 255)]);
        let bytes = [head(0, 1, 0b101), half, turned].concat();
        let adjust = read(&RGB, &bytes).expect("good");
        // Green is turned, then all are halved.
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[200, 55, 255]), [100, 100, 128]);
    }

    #[test]
    fn the_extra_part_numbers_curves() {
        let turned = points(&[(255, 0), (0, 255)]);
        let bytes = [head(0, 1, 1), turned.clone(), extra(&[(3, turned.clone())])].concat();
        let adjust = read(&RGB, &bytes).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[10, 20, 30]), [10, 20, 225]);
        let adjust = read(&CMYK, &[head(0, 4, 1), turned].concat()).expect("good");
        assert_eq!(pixel(&CMYK, adjust.as_ref(), &[10, 20, 30, 40]), [245, 235, 225, 215]);
        survives(read, &bytes);
    }

    #[test]
    fn curves_may_be_drawn() {
        let mut map = [0; 256];
        map[9] = 77;
        let bytes = [head(1, 1, 0b10), map.to_vec()].concat();
        assert_eq!(pixel(&GREY, read(&GREY, &bytes).expect("good").as_ref(), &[9]), [77]);
        survives(read, &bytes);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(read(&RGB, &head(0, 4, 65)).is_err());
        assert!(read(&RGB, &head(0, 2, 1)).is_err());
        assert!(read(&RGB, &[head(0, 1, 1), words(&[300])].concat()).is_err());
        assert!(read(&RGB, &head(0, 1, u32::MAX)).is_err());
    }
}

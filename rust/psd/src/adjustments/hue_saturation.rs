use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::{Colorize, HslShift, HueRange, HueSaturation};
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, with_section};
use crate::section::Section;

/// `hue2`: version 2, whether it colorizes, the settings for that, the master, then six ranges: four hues in degrees
/// where its fall-off begins and ends, and its settings.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb], "hue/saturation")?;
    with_section(block, "hue/saturation adjustment", |section| {
        let version = section.u16()?;
        if version != 2 {
            return Err(Error::unsupported(format!("hue/saturation of version {version}")));
        }
        let colorize = section.u8()? != 0;
        section.skip(1)?;
        let (tint, master) = (shift(section)?, shift(section)?);
        if colorize {
            return Ok(Arc::new(Colorize(tint)) as Arc<dyn Adjust>);
        }
        let ranges: Vec<HueRange> = (0..6).map(|_| range(section)).collect::<Result<_>>()?;
        Ok(Arc::new(HueSaturation::new(master, &ranges)))
    })
}

/// `hue ` of Photoshop 4, whose settings no document describes surely.
pub(super) fn read_old(_setup: &Setup, _block: &[u8]) -> Result<Arc<dyn Adjust>> {
    Err(Error::unsupported("hue/saturation of Photoshop 4 ('hue ')"))
}

fn shift(section: &mut Section<'_>) -> Result<HslShift> {
    let mut number = || section.i16().map(f32::from);
    let (hue, saturation, lightness) = (number()?, number()?, number()?);
    let share = |value: f32| (value / 100.0).clamp(-1.0, 1.0);
    Ok(HslShift { hue: hue.clamp(-360.0, 360.0), saturation: share(saturation), lightness: share(lightness) })
}

fn range(section: &mut Section<'_>) -> Result<HueRange> {
    let mut edge = || section.i16().map(f32::from);
    let edges = [edge()?, edge()?, edge()?, edge()?];
    Ok(HueRange { edges, shift: shift(section)? })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, RGB, pixel, survives, words};
    use super::*;

    const EDGES: [[i32; 4]; 6] = [
        [315, 345, 15, 45],
        [15, 45, 75, 105],
        [75, 105, 135, 165],
        [135, 165, 195, 225],
        [195, 225, 255, 285],
        [255, 285, 315, 345],
    ];

    fn block(colorize: bool, tint: [i32; 3], master: [i32; 3], reds: [i32; 3]) -> Vec<u8> {
        let mut all = vec![2, if colorize { 0x100 } else { 0 }];
        all.extend(tint.into_iter().chain(master));
        for (i, edges) in EDGES.iter().enumerate() {
            all.extend(edges);
            all.extend(if i == 0 { reds } else { [0; 3] });
        }
        words(&all)
    }

    #[test]
    fn master_range_and_colorize_are_told_apart() {
        let adjust = read(&RGB, &block(false, [0, 25, 0], [120, 0, 0], [0; 3])).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[200, 50, 100]), [100, 200, 50]);
        let adjust = read(&RGB, &block(false, [0, 25, 0], [0; 3], [0, -100, 0])).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[200, 0, 0]), [100, 100, 100]);
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[0, 200, 0]), [0, 200, 0]);
        let adjust = read(&RGB, &block(true, [240, 50, 0], [120, 0, 0], [0; 3])).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[100, 100, 100]), [50, 50, 150]);
    }

    #[test]
    fn what_cannot_be_rendered_is_said() {
        let bytes = block(false, [0; 3], [10, 20, 30], [1, 2, 3]);
        let message = read(&CMYK, &bytes).expect_err("of CMYK").message().to_owned();
        assert_eq!(message, "hue/saturation of a document in Cmyk");
        assert!(read_old(&RGB, &[]).is_err());
        survives(read, &bytes);
    }
}

use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::SelectiveColor;
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, with_section};

/// `selc`: version 1, the method (0 relative, 1 absolute), an unused group, then nine groups of four percentages: reds,
/// yellows, greens, cyans, blues, magentas, whites, neutrals, blacks.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb, Model::Cmyk], "selective colour")?;
    with_section(block, "selective colour adjustment", |section| {
        let version = section.u16()?;
        if version != 1 {
            return Err(Error::unsupported(format!("selective colour of version {version}")));
        }
        let relative = section.u16()? == 0;
        section.skip(8)?;
        let mut groups = [[0.0; 4]; 9];
        for ink in groups.iter_mut().flatten() {
            *ink = f32::from(section.i16()?.clamp(-100, 100)) / 100.0;
        }
        Ok(Arc::new(SelectiveColor { groups, relative }) as Arc<dyn Adjust>)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{LAB, RGB, pixel, survives, words};
    use super::*;

    #[test]
    fn the_first_group_is_not_used() {
        let mut all = vec![1, 1, 99, 99, 99, 99];
        all.extend([50, 0, 0, 0]);
        all.extend([0; 32]);
        let bytes = words(&all);
        let adjust = read(&RGB, &bytes).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[255, 0, 0]), [128, 0, 0]);
        assert!(read(&LAB, &bytes).is_err());
        survives(read, &bytes);
    }
}

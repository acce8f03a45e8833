use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::Mixer;
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, with_section};
use crate::section::Section;

/// `mixr`: version 1, whether monochrome, then for each of four channels the percentage of four sources and a constant.
/// Monochrome, the first row is that of all channels; of CMYK only black is left.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb, Model::Cmyk], "channel mixer")?;
    with_section(block, "channel mixer adjustment", |section| {
        let version = section.u16()?;
        if version != 1 {
            return Err(Error::unsupported(format!("channel mixer of version {version}")));
        }
        let monochrome = section.u16()? != 0;
        let mut rows = vec![row(section)?];
        match (monochrome, setup.model) {
            (false, model) => {
                for _ in 1..model.channels() {
                    rows.push(row(section)?);
                }
            }
            (true, Model::Cmyk) => rows = vec![NO_INK, NO_INK, NO_INK, rows[0]],
            (true, _) => rows = vec![rows[0]; 3],
        }
        let (rows, constants) = rows.into_iter().unzip();
        Ok(Arc::new(Mixer { rows, constants, ink: setup.model == Model::Cmyk }) as Arc<dyn Adjust>)
    })
}

const NO_INK: ([f32; 4], f32) = ([0.0; 4], 0.0);

fn row(section: &mut Section<'_>) -> Result<([f32; 4], f32)> {
    let mut share = || section.i16().map(|value| f32::from(value) / 100.0);
    Ok(([share()?, share()?, share()?, share()?], share()?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, GREY, RGB, pixel, survives, words};
    use super::*;

    const ROWS: [i32; 22] = [1, 0, 0, 100, 0, 0, 0, 100, 0, 0, 0, 0, 50, 50, 0, 0, 20, 0, 0, 0, 100, 0];

    #[test]
    fn rows_of_five() {
        let adjust = read(&RGB, &words(&ROWS)).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[10, 30, 200]), [30, 10, 71]);
        // Black ink is unchanged, cyan and magenta change places.
        let adjust = read(&CMYK, &words(&ROWS)).expect("good");
        let made = pixel(&CMYK, adjust.as_ref(), &[10, 30, 200, 99]);
        assert_eq!([made[0], made[1], made[3]], [30, 10, 99]);
        assert!(read(&GREY, &words(&ROWS)).is_err());
        survives(read, &words(&ROWS));
    }

    #[test]
    fn monochrome_takes_the_first_row() {
        let bytes = words(&[1, 1, 50, 25, 25, 0, 10, 0, 0, 0, 0, 0]);
        let adjust = read(&RGB, &bytes).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[100, 200, 40]), [136, 136, 136]);
        let adjust = read(&CMYK, &bytes).expect("good");
        assert_eq!(pixel(&CMYK, adjust.as_ref(), &[255, 255, 255, 255]), [255, 255, 255, 230]);
    }
}

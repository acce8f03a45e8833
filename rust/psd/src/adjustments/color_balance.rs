use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::adjust::ColorBalance;
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, with_section};

/// `blnc`: three words each for shadows, midtones and highlights, -100 to 100; then whether luminosity is preserved.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb], "colour balance")?;
    with_section(block, "colour balance adjustment", |section| {
        let mut tones = [[0.0; 3]; 3];
        for slider in tones.iter_mut().flatten() {
            *slider = f64::from(section.i16()?.clamp(-100, 100)) / 100.0;
        }
        let keep_luma = section.u8()? != 0;
        Ok(Arc::new(ColorBalance::new(setup.depth, tones, keep_luma)) as Arc<dyn Adjust>)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{GREY, RGB, pixel, survives, words};
    use super::*;

    #[test]
    fn tones_come_before_the_flag() {
        let bytes = [words(&[0, 0, 0, 100, 0, -100, 0, 0, 0]), vec![0, 0]].concat();
        let made = pixel(&RGB, read(&RGB, &bytes).expect("good").as_ref(), &[128, 128, 128]);
        assert!(made[0] > 160 && made[1] == 128 && made[2] < 96, "{made:?}");
        assert!(read(&GREY, &bytes).is_err());
        survives(read, &bytes);
    }
}

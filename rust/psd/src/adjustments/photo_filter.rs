use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::PhotoFilter;
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, raw_color, with_section};

/// `phfl`: version 2 has a colour, version 3 has one as XYZ in numbers whose scale is told nowhere; then density in per
/// cent and whether luminosity is preserved.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb], "photo filter")?;
    with_section(block, "photo filter adjustment", |section| {
        let version = section.u16()?;
        if version != 2 {
            return Err(Error::unsupported(format!("photo filter of version {version}")));
        }
        let color = raw_color::read(section)?;
        let density = f64::from(section.u32()?.min(100)) / 100.0;
        let keep_luma = section.u8()? != 0;
        Ok(Arc::new(PhotoFilter::new(color, density, keep_luma)) as Arc<dyn Adjust>)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, RGB, pixel, survives, words};
    use super::*;

    #[test]
    fn the_glass_of_version_two() {
        let bytes = [words(&[2, 0, 65535, 0, 0, 0]), vec![0, 0, 0, 50, 0]].concat();
        let adjust = read(&RGB, &bytes).expect("good");
        let made = pixel(&RGB, adjust.as_ref(), &[200, 200, 100]);
        assert!(made[0] > made[1] && made[1] < 200, "{made:?}");
        assert!(read(&CMYK, &bytes).is_err() && read(&RGB, &words(&[3, 0])).is_err());
        survives(read, &bytes);
    }
}

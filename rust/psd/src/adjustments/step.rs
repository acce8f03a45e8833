use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::adjust::{Invert, Posterize, Threshold};
use imageparser_raster::scene::Adjust;

use super::{Setup, with_section};
use crate::section::Section;

/// `nvrt`: an empty block.
#[allow(clippy::unnecessary_wraps)] // the shape of all readers
pub(super) fn invert(_setup: &Setup, _block: &[u8]) -> Result<Arc<dyn Adjust>> {
    Ok(Arc::new(Invert))
}

/// `post`: the number of levels.
pub(super) fn posterize(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let levels = with_section(block, "posterize adjustment", number)?;
    Ok(Arc::new(Posterize::new(setup.depth, levels)))
}

/// `thrs`: the level from which on all is white.
pub(super) fn threshold(_setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let level = with_section(block, "threshold adjustment", number)?;
    Ok(Arc::new(Threshold::new(level)))
}

fn number(section: &mut Section<'_>) -> Result<u16> {
    section.u16()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, GREY, RGB, pixel, survives, words};
    use super::*;

    #[test]
    fn each_reads_its_number() {
        let adjust = invert(&CMYK, &[]).expect("good");
        assert_eq!(pixel(&CMYK, adjust.as_ref(), &[0, 10, 200, 255]), [255, 245, 55, 0]);
        let adjust = posterize(&RGB, &words(&[2, 0])).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[127, 128, 255]), [0, 255, 255]);
        let adjust = threshold(&GREY, &words(&[60, 0])).expect("good");
        assert_eq!(pixel(&GREY, adjust.as_ref(), &[59]), [0]);
        assert_eq!(pixel(&GREY, adjust.as_ref(), &[60]), [255]);
        for read in [invert, posterize, threshold] {
            survives(read, &words(&[9, 0]));
        }
    }
}

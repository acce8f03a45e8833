use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::Level;
use imageparser_raster::scene::Adjust;

use super::{Setup, with_section};
use crate::section::Section;

/// Records in the first part of the block; the rest follow behind `Lvls`.
const FIRST: usize = 29;
/// Only the common record and those of the colours are kept.
const KEPT: usize = 5;

/// `levl`: version 2, 29 records of five words; then `Lvls`, version 3, the count of all records and the further ones,
/// which belong to alpha channels.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let levels = with_section(block, "levels adjustment", records)?;
    Ok(setup.channels(|number| {
        let level = levels.get(number).copied().filter(|level| *level != Level::NONE)?;
        let depth = setup.depth;
        Some(Box::new(move |x| level.at(x, depth)))
    }))
}

fn records(section: &mut Section<'_>) -> Result<Vec<Level>> {
    let version = section.u16()?;
    if version != 2 {
        return Err(Error::unsupported(format!("levels of version {version}")));
    }
    let mut levels = Vec::with_capacity(KEPT);
    while levels.len() < KEPT.min(FIRST) {
        levels.push(record(section)?);
    }
    Ok(levels)
}

fn record(section: &mut Section<'_>) -> Result<Level> {
    let mut word = || section.u16().map(f64::from);
    let input = [word()?, word()?];
    let output = [word()?, word()?];
    Ok(Level { input, output, gamma: word()? / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{GREY, LAB, RGB, pixel, survives, words};
    use super::*;

    fn block(records: &[[i32; 5]]) -> Vec<u8> {
        let mut all = vec![2];
        for number in 0..FIRST {
            all.extend(records.get(number).copied().unwrap_or([0, 255, 0, 255, 100]));
        }
        let mut bytes = words(&all);
        bytes.extend(b"Lvls");
        bytes.extend(words(&[3, 30, 0, 255, 0, 255, 100]));
        bytes
    }

    #[test]
    fn a_channel_comes_before_all_colours() {
        let bytes = block(&[[0, 255, 0, 128, 100], [0, 255, 100, 255, 100]]);
        let adjust = read(&RGB, &bytes).expect("good");
        // Red: 0 becomes 100 and that half of it; green: only halved.
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[0, 200, 255]), [50, 100, 128]);
    }

    #[test]
    fn one_channel_has_its_own_record_only() {
        let bytes = block(&[[0, 255, 0, 128, 100], [39, 217, 25, 255, 152]]);
        let adjust = read(&GREY, &bytes).expect("good");
        assert_eq!(pixel(&GREY, adjust.as_ref(), &[255]), [255]);
        assert_eq!(pixel(&GREY, adjust.as_ref(), &[39]), [25]);
        let adjust = read(&LAB, &bytes).expect("good");
        assert_eq!(pixel(&LAB, adjust.as_ref(), &[20, 128, 77]), [25, 128, 77]);
    }

    #[test]
    fn wrong_blocks_are_refused() {
        assert!(read(&RGB, &words(&[3, 0])).is_err());
        survives(read, &block(&[[10, 200, 5, 250, 150]]));
    }
}

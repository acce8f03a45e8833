use imageparser_base::{Error, Result};
use imageparser_raster::fill::Color;

use crate::section::Section;

/// A colour as old structures hold it: a space and four words ("Color structure" of the specification).
pub(super) fn read(section: &mut Section<'_>) -> Result<Color> {
    let space = section.u16()?;
    let words: [u8; 8] = section.array()?;
    let word = |i: usize| u16::from_be_bytes([words[2 * i], words[2 * i + 1]]);
    let share = |i: usize| f64::from(word(i)) / 65535.0;
    let signed = |i: usize| f64::from(word(i) as i16) / 100.0;
    match space {
        0 => Ok(Color::Rgb([share(0), share(1), share(2)])),
        1 => Ok(Color::Hsb([share(0), share(1), share(2)])),
        // Stored as paper: 0 is full ink.
        2 => Ok(Color::Cmyk([0, 1, 2, 3].map(|i| 1.0 - share(i)))),
        7 => Ok(Color::Lab([f64::from(word(0)) / 100.0, signed(1), signed(2)])),
        8 => Ok(Color::Grey(f64::from(word(0)) / 10000.0)),
        _ => Err(Error::unsupported(format!("a colour of space {space}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::words;
    use super::super::with_section;
    use super::*;

    #[test]
    fn spaces_are_told_apart() {
        let color = |space: i32, values: [i32; 4]| {
            with_section(&words(&[&[space], values.as_slice()].concat()), "colour", read)
        };
        assert_eq!(color(0, [65535, 0, 65535, 0]).expect("good"), Color::Rgb([1.0, 0.0, 1.0]));
        assert_eq!(color(7, [6706, 3200, -12000, 0]).expect("good"), Color::Lab([67.06, 32.0, -120.0]));
        assert_eq!(color(2, [65535, 0, 0, 65535]).expect("good"), Color::Cmyk([0.0, 1.0, 1.0, 0.0]));
        assert_eq!(color(8, [5000, 0, 0, 0]).expect("good"), Color::Grey(0.5));
        assert!(color(1, [0; 4]).is_ok());
        assert!(color(3, [0; 4]).is_err());
    }
}

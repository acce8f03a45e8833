use imageparser_base::{Result, SliceSource};

use crate::context::Context;
use crate::section::Section;

/// Guides and grid are stored in this part of a pixel.
const PARTS: f64 = 32.0;

/// A guide line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guide {
    /// Distance from the left or upper edge in pixels.
    pub place: f64,
    /// From left to right; else from top to bottom.
    pub horizontal: bool,
}

/// The grid and the guides of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Guides {
    /// Width and height of a cell of the grid in pixels.
    pub grid: (f64, f64),
    /// The guides in file order.
    pub guides: Vec<Guide>,
}

impl Context {
    /// Grid and guides (resource 1032, "Grid and guides resource format").
    ///
    /// # Errors
    /// `Corrupt` where it ends early, else the kind of the I/O error.
    pub fn guides(&self) -> Result<Option<Guides>> {
        self.resource(1032)?.map(|bytes| read(&bytes)).transpose()
    }
}

fn read(bytes: &[u8]) -> Result<Guides> {
    const ONE: u64 = 5;
    let mut source = SliceSource(bytes);
    let mut section = Section::new(&mut source, "grid and guides", 0, u64::MAX);
    section.skip(4)?; // version
    let grid = (f64::from(section.u32()?) / PARTS, f64::from(section.u32()?) / PARTS);
    let count = section.u32()?;
    if u64::from(count) > section.left() / ONE {
        return Err(section.error(&format!("{count} guides end early")));
    }
    let mut guides = Vec::with_capacity(count as usize);
    for _ in 0..count {
        guides.push(Guide { place: f64::from(section.i32()?) / PARTS, horizontal: section.u8()? != 0 });
    }
    Ok(Guides { grid, guides })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_parts_of_pixels() {
        let head = b"\0\0\0\x01\0\0\x02\x40\0\0\x02\x40\0\0\0\x02";
        let bytes = [head.as_slice(), b"\0\0\0\x30\0", b"\xff\xff\xff\xe0\x01"].concat();
        let found = read(&bytes).expect("whole");
        let guides = vec![Guide { place: 1.5, horizontal: false }, Guide { place: -1.0, horizontal: true }];
        assert_eq!(found, Guides { grid: (18.0, 18.0), guides });
        assert!(read(&bytes[..25]).is_err() && read(b"\0\0\0\x01\0\0\0\0\0\0\0\0\xff\xff\xff\xff").is_err());
    }
}

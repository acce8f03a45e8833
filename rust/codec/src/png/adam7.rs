use imageparser_base::{Error, Limits, Pixels, Result};

use super::chunks::{Chunks, Header};
use super::expand::Expander;
use super::inflate::Inflater;
use super::rows::pass;
use crate::decode::{Want, reduce};

/// First column, first row, column step and row step of the seven passes (PNG 8.1).
const PASSES: [(u32, u32, u32, u32); 7] =
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
/// A grid of every `step`-th pixel of both axes is complete after so many passes.
const GRIDS: [(u32, usize); 4] = [(1, 7), (2, 5), (4, 3), (8, 1)];
/// Above this the picture is taken from a coarser grid, if one is fine enough for the caller.
const FULL_GRID_BYTES: u64 = 96 << 20;

/// Decode an interlaced picture. It has to be held whole, so a very large one that is wanted small is read
/// from its first passes only.
pub(crate) fn decode(png: &mut Chunks, want: Want, limits: &Limits) -> Result<Pixels> {
    let header = png.header;
    let mut expander = Expander::new(png);
    let channels = expander.format.channels();
    let (step, passes) = grid(&header, channels as u64, want);
    let (width, height) = (header.width.div_ceil(step), header.height.div_ceil(step));
    limits.check(header.width, header.height, 0)?;
    limits.check(width, height, 2 * channels as u64)?;
    let mut inflater = Inflater::new(&png.data)?;
    let mut data = vec![0; width as usize * height as usize * channels];
    let mut complete = true;
    let mut any = false;
    for &(left, top, dx, dy) in &PASSES[..passes] {
        let size = (header.width.saturating_sub(left).div_ceil(dx), header.height.saturating_sub(top).div_ceil(dy));
        if size.0 == 0 || size.1 == 0 {
            continue;
        }
        let place = Place { left: left / step, top: top / step, dx: dx / step, dy: dy / step, width, channels };
        complete = pass(&mut inflater, &header, size, &mut |y, stored| {
            any = true;
            place.scatter(&mut data, y, expander.expand(stored, size.0 as usize));
        });
        if !complete {
            break;
        }
    }
    if !any {
        return Err(Error::corrupt("the interlaced PNG has no complete row"));
    }
    if !complete {
        png.warnings.push("the interlaced PNG ends early: parts of the picture are missing".into());
    }
    reduce(Pixels::new(width, height, expander.format, data)?, want)
}

fn grid(header: &Header, channels: u64, want: Want) -> (u32, usize) {
    let size = |step: u32| u64::from(header.width.div_ceil(step)) * u64::from(header.height.div_ceil(step)) * channels;
    let long = header.width.max(header.height);
    let fine_enough = |step: u32| want.long_edge.is_some_and(|keep| long.div_ceil(step) >= keep);
    let mut chosen = GRIDS[0];
    for next in &GRIDS[1..] {
        if size(chosen.0) <= FULL_GRID_BYTES || !fine_enough(next.0) {
            break;
        }
        chosen = *next;
    }
    chosen
}

/// Where a pass's pixels lie in the picture.
struct Place {
    left: u32,
    top: u32,
    dx: u32,
    dy: u32,
    width: u32,
    channels: usize,
}

impl Place {
    fn scatter(&self, data: &mut [u8], y: usize, row: &[u8]) {
        let start = (self.top as usize + y * self.dy as usize) * self.width as usize + self.left as usize;
        let targets = data[start * self.channels..].chunks_mut(self.dx as usize * self.channels);
        for (target, pixel) in targets.zip(row.chunks_exact(self.channels)) {
            target[..self.channels].copy_from_slice(pixel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coarse_grids_only_for_huge_pictures() {
        let header = |width, height| Header {
            width,
            height,
            depth: 8,
            color: super::super::chunks::Color::Rgba,
            interlaced: true,
        };
        assert_eq!(grid(&header(4000, 4000), 4, Want::at_least(256)), (1, 7));
        assert_eq!(grid(&header(12_000, 9000), 4, Want::at_least(256)), (4, 3));
        assert_eq!(grid(&header(12_000, 9000), 4, Want::at_least(5000)), (2, 5));
        assert_eq!(grid(&header(12_000, 9000), 4, Want::default()), (1, 7));
    }
}

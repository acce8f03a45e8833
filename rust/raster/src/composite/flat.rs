use imageparser_base::{Rect, roomy};

use super::tile::Tile;
use crate::scene::Model;

/// How shares of colours become 8 bits; `None` rounds them.
pub type Encode<'a> = Option<&'a (dyn Fn(f32) -> u8 + Sync)>;

/// A drawn picture: interleaved straight colours of the scene's model, and alpha by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flat {
    /// Where it lies, in cells.
    pub area: Rect,
    /// Rows of interleaved colours without padding.
    pub colors: Vec<u8>,
    /// Rows without padding.
    pub alpha: Vec<u8>,
    /// What could not be read.
    pub warnings: Vec<String>,
    channels: usize,
}

impl Flat {
    pub(super) fn new(area: Rect, model: Model) -> Self {
        let channels = model.channels();
        Self {
            area,
            colors: roomy::zeros(area.area() * channels),
            alpha: roomy::zeros(area.area()),
            warnings: Vec::new(),
            channels,
        }
    }

    /// Colours of a pixel.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Put a part in its place.
    pub fn put(&mut self, part: &Self) {
        let width = part.area.width();
        for y in 0..part.area.height() {
            let row = (part.area.top - self.area.top) as usize + y;
            let to = row * self.area.width() + (part.area.left - self.area.left) as usize;
            let from = y * width;
            self.alpha[to..to + width].copy_from_slice(&part.alpha[from..from + width]);
            let channels = self.channels;
            self.colors[to * channels..(to + width) * channels]
                .copy_from_slice(&part.colors[from * channels..(from + width) * channels]);
        }
    }
}

/// Bring a tile to 8 bits.
pub(super) fn encode(tile: &Tile, with: Encode<'_>) -> Flat {
    let mut flat = Flat::new(tile.area, tile.model);
    let (width, channels) = (tile.area.width(), flat.channels);
    for (y, row) in (tile.area.top..tile.area.bottom).zip(0..) {
        let place = tile.place(y, tile.area.left..tile.area.right);
        let planes = tile.row(&place);
        let (colors, alpha) = planes.split_at(channels);
        let out = &mut flat.alpha[row * width..(row + 1) * width];
        out.iter_mut().zip(alpha[0]).for_each(|(out, &a)| *out = (a * 255.0 + 0.5) as u8);
        let target = &mut flat.colors[row * width * channels..(row + 1) * width * channels];
        for (channel, plane) in colors.iter().enumerate() {
            let samples = target[channel..].iter_mut().step_by(channels).zip(*plane).zip(alpha[0]);
            match with {
                None => samples.for_each(|((out, &c), &a)| *out = (c / a.max(1e-12) * 255.0 + 0.5) as u8),
                Some(with) => samples.for_each(|((out, &c), &a)| *out = with(if a > 0.0 { c / a } else { 0.0 })),
            }
        }
    }
    flat
}

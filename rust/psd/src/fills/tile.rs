use std::sync::{Arc, Mutex, PoisonError, Weak};

use imageparser_base::{Error, Result, SharedSource};
use imageparser_raster::fill::{Color, Tile, TileSamples};
use imageparser_raster::scene::Model;

use super::color::model;
use super::stored::{self, Plane, StoredPattern};
use crate::context::Context;
use crate::document::Document;
use crate::section::Section;

/// A tile that is in use, with its document and its id.
type Known = (Weak<Document>, String, Weak<Tile>);

/// Many layers share a pattern: while one of them holds its tile, the others get the same.
static IN_USE: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// The tile of a pattern in the model of the document.
///
/// # Errors
/// `Corrupt` where the pattern cannot be read, `Unsupported` where the file does not hold it.
pub(super) fn tile(context: &Context, id: &str) -> Result<Arc<Tile>> {
    let document = Arc::downgrade(&context.document);
    // Held while it is read, so that threads that want the same do not read it twice.
    let mut known = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(_, _, tile)| tile.strong_count() > 0);
    let same = |(of, name, _): &&Known| of.ptr_eq(&document) && name == id;
    if let Some(tile) = known.iter().find(same).and_then(|(_, _, tile)| tile.upgrade()) {
        return Ok(tile);
    }
    let stored = find(context, id)?;
    let tile = Arc::new(converted(&stored, model(context))?);
    known.push((document, id.to_owned(), Arc::downgrade(&tile)));
    Ok(tile)
}

fn find(context: &Context, id: &str) -> Result<StoredPattern> {
    let blocks = context.document.blocks.iter().filter(|block| matches!(&block.key, b"Patt" | b"Pat2" | b"Pat3"));
    for block in blocks {
        let mut source = SharedSource(context.bytes.clone());
        let end = block.offset.saturating_add(block.length);
        let mut section = Section::new(&mut source, "patterns", block.offset, end);
        if let Some(found) = stored::find(&mut section, id, &context.limits)? {
            return Ok(found);
        }
    }
    Err(Error::unsupported(format!("pattern '{id}', which the file does not hold")))
}

/// Bring a pattern to a model.
pub(super) fn converted(stored: &StoredPattern, model: Model) -> Result<Tile> {
    let kind = Kind::of(stored)?;
    let count = stored.width * stored.height;
    let channels = model.channels() + 1;
    let same = matches!(
        (kind, model),
        (Kind::Grey, Model::Grey) | (Kind::Rgb, Model::Rgb) | (Kind::Cmyk, Model::Cmyk) | (Kind::Lab, Model::Lab)
    );
    let planes: Vec<&Plane> = stored.colors.iter().take(kind.channels()).chain(&stored.alpha).collect();
    let samples = if same && planes.iter().all(|plane| plane.depth == 8) {
        TileSamples::U8(woven(&planes, count, channels))
    } else {
        TileSamples::F32(mixed(stored, kind, model, same))
    };
    Tile::new(stored.width, stored.height, channels, samples).ok_or_else(|| Error::corrupt("patterns: an empty tile"))
}

/// Planes of 8 bits to pixels; without alpha they are opaque.
fn woven(planes: &[&Plane], count: usize, channels: usize) -> Vec<u8> {
    let mut out = vec![255; count * channels];
    for (channel, plane) in planes.iter().enumerate() {
        for (pixel, &value) in out.chunks_exact_mut(channels).zip(&plane.bytes) {
            pixel[channel] = value;
        }
    }
    out
}

fn mixed(stored: &StoredPattern, kind: Kind, model: Model, same: bool) -> Vec<f32> {
    let mut out = Vec::with_capacity(stored.width * stored.height * (model.channels() + 1));
    for y in 0..stored.height {
        for x in 0..stored.width {
            let sample = |plane: &Plane| f64::from(plane.sample(x, y, stored.width));
            let shares: Vec<f64> = stored.colors.iter().take(kind.channels()).map(sample).collect();
            if same {
                out.extend(shares.iter().map(|&share| share as f32));
            } else {
                out.extend(kind.color(&shares, &stored.palette).in_model(model));
            }
            out.push(stored.alpha.as_ref().map_or(1.0, |plane| plane.sample(x, y, stored.width)));
        }
    }
    out
}

impl Plane {
    /// A share of 1; set bits of a bitmap are black.
    fn sample(&self, x: usize, y: usize, width: usize) -> f32 {
        let row = (width * usize::from(self.depth)).div_ceil(8) * y;
        let wide = |size: usize| self.bytes.get(row + x * size..row + (x + 1) * size).unwrap_or(&[]);
        match (self.depth, wide(usize::from(self.depth.div_ceil(8)))) {
            (1, _) => {
                let byte = self.bytes.get(row + x / 8).copied().unwrap_or(0);
                if byte & (0x80 >> (x % 8)) == 0 { 1.0 } else { 0.0 }
            }
            (_, &[byte]) => f32::from(byte) / 255.0,
            (_, &[high, low]) => f32::from(u16::from_be_bytes([high, low])) / 65535.0,
            (_, &[a, b, c, d]) => f32::from_be_bytes([a, b, c, d]).max(0.0).min(1.0),
            _ => 0.0,
        }
    }
}

/// What the planes of a pattern mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Grey,
    Indexed,
    Rgb,
    Cmyk,
    Lab,
}

impl Kind {
    fn of(stored: &StoredPattern) -> Result<Self> {
        let kind = match stored.mode {
            // A bitmap; the ink of a duotone is not stored with the pattern.
            0 | 1 | 8 => Self::Grey,
            2 => Self::Indexed,
            3 => Self::Rgb,
            4 => Self::Cmyk,
            9 => Self::Lab,
            other => return Err(Error::unsupported(format!("pattern of colour mode {other}"))),
        };
        if stored.colors.len() < kind.channels() {
            return Err(Error::corrupt(format!("patterns: {} channels of {kind:?}", stored.colors.len())));
        }
        Ok(kind)
    }

    const fn channels(self) -> usize {
        match self {
            Self::Grey | Self::Indexed => 1,
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
        }
    }

    fn color(self, shares: &[f64], palette: &[[u8; 3]]) -> Color {
        match (self, shares) {
            (Self::Indexed, &[index]) => {
                let entry = palette.get((index * 255.0).round() as usize).copied().unwrap_or_default();
                Color::Rgb(entry.map(|value| f64::from(value) / 255.0))
            }
            (Self::Rgb, &[red, green, blue]) => Color::Rgb([red, green, blue]),
            (Self::Cmyk, &[c, m, y, k]) => Color::Cmyk([c, m, y, k].map(|share| 1.0 - share)),
            (Self::Lab, &[l, a, b]) => Color::Lab([l * 100.0, a * 255.0 - 128.0, b * 255.0 - 128.0]),
            (_, shares) => Color::Grey(shares.first().copied().unwrap_or(0.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(depth: u16, bytes: &[u8]) -> Plane {
        Plane { depth, bytes: bytes.to_vec() }
    }

    fn pattern(mode: u32, colors: Vec<Plane>, alpha: Option<Plane>) -> StoredPattern {
        let palette = vec![[0, 0, 0], [255, 0, 51]];
        StoredPattern { mode, width: 2, height: 1, palette, colors, alpha }
    }

    fn floats(stored: &StoredPattern, model: Model) -> Tile {
        converted(stored, model).expect("known")
    }

    #[test]
    fn planes_of_the_same_model_are_woven() {
        let stored = pattern(3, vec![plane(8, &[1, 2]), plane(8, &[3, 4]), plane(8, &[5, 6])], None);
        let expected = TileSamples::U8(vec![1, 3, 5, 255, 2, 4, 6, 255]);
        assert_eq!(Some(floats(&stored, Model::Rgb)), Tile::new(2, 1, 4, expected));
        let clear = pattern(1, vec![plane(8, &[1, 2])], Some(plane(8, &[9, 0])));
        let expected = TileSamples::U8(vec![1, 9, 2, 0]);
        assert_eq!(Some(floats(&clear, Model::Grey)), Tile::new(2, 1, 2, expected));
    }

    #[test]
    fn depths_and_modes_are_brought_to_the_model() {
        let tile = |values: &[f32]| Tile::new(2, 1, 4, TileSamples::F32(values.to_vec()));
        let deep = pattern(1, vec![plane(16, &[0xFF, 0xFF, 0, 0])], None);
        assert_eq!(Some(floats(&deep, Model::Rgb)), tile(&[1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]));
        let indexed = pattern(2, vec![plane(8, &[1, 0])], None);
        assert_eq!(Some(floats(&indexed, Model::Rgb)), tile(&[1.0, 0.0, 0.2, 1.0, 0.0, 0.0, 0.0, 1.0]));
        let bits = pattern(0, vec![plane(1, &[0x40])], None);
        assert_eq!(Some(floats(&bits, Model::Rgb)), tile(&[1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]));
        let paper = pattern(
            4,
            vec![plane(8, &[255, 0]), plane(8, &[255, 255]), plane(8, &[255; 2]), plane(8, &[255; 2])],
            None,
        );
        assert_eq!(Some(floats(&paper, Model::Rgb)), tile(&[1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0]));
    }

    #[test]
    fn missing_and_unknown_channels_are_errors() {
        assert!(converted(&pattern(3, vec![plane(8, &[1, 2])], None), Model::Rgb).is_err());
        assert!(converted(&pattern(7, vec![plane(8, &[1, 2])], None), Model::Rgb).is_err());
        // A plane that ends early is black where it has nothing.
        let short = pattern(3, vec![plane(8, &[255]), plane(8, &[]), plane(16, &[0])], None);
        assert!(converted(&short, Model::Rgb).is_ok());
    }
}

use imageparser_base::{Error, ErrorKind, Rect, Result};

use super::samples::Samples;
use super::source::{ALPHA, channel, colors, packed};
use super::whole::{Scratch, Whole};
use crate::context::Context;
use crate::layers::kind::LayerKind;
use crate::layers::{Layer, LayerChannel};

/// The channel of the user mask, and of the one that is combined with a vector mask.
const USER_MASK: i16 = -2;
const REAL_MASK: i16 = -3;

/// The samples of a layer as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerPixels {
    /// Where they lie on the canvas.
    pub rect: Rect,
    /// Bits of a stored sample.
    pub depth: u16,
    /// The channels that are interleaved: colours 0, 1, 2 ..., then -1 where there is transparency.
    pub channels: Vec<i16>,
    /// Rows of pixels of all `channels`.
    pub samples: Samples,
    /// Masks and spot channels.
    pub extra: Vec<ExtraChannel>,
}

/// One more channel of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtraChannel {
    /// -2 user mask, -3 real user mask, else a spot channel.
    pub id: i16,
    /// Where it lies on the canvas.
    pub rect: Rect,
    /// Its samples.
    pub samples: Samples,
}

/// Unpack all channels of a layer. A group, or a layer of no size, has none.
///
/// # Errors
/// `Corrupt` where no channel of those that belong together can be read, `TooLarge` by the limits.
pub fn read_layer(context: &Context, layer: &Layer) -> Result<LayerPixels> {
    read_with(context, layer, &mut Scratch::default())
}

pub(super) fn read_with(context: &Context, layer: &Layer, scratch: &mut Scratch) -> Result<LayerPixels> {
    let [left, top, right, bottom] = layer.bbox;
    let rect = Rect::new(left, top, right, bottom);
    let colors = colors(&context.document.header)? as i16;
    let found: Vec<LayerChannel> = (0..colors).chain([ALPHA]).filter_map(|id| channel(layer, id)).collect();
    let group = matches!(layer.kind, LayerKind::Group | LayerKind::Artboard); // its box is that of its members
    let found = if rect.is_empty() || group { Vec::new() } else { found };
    let mut pixels = LayerPixels {
        rect,
        depth: context.document.header.depth,
        channels: found.iter().map(|channel| channel.id).collect(),
        samples: read(context, rect, &found, scratch)?,
        extra: Vec::new(),
    };
    let mask = context.mask(layer).or_else(nothing)?;
    for &other in &layer.channels {
        let place = match (other.id, mask) {
            (USER_MASK, Some(mask)) => mask.user.rect,
            (REAL_MASK, Some(mask)) => mask.real.map_or(Rect::default(), |real| real.rect),
            (id, _) if id >= colors && !group => rect,
            _ => Rect::default(),
        };
        if other.length > 2 && !place.is_empty() {
            pixels.extra.extend(extra(context, other, place, scratch)?);
        }
    }
    Ok(pixels)
}

/// A mask or spot channel; one that cannot be read is left out.
fn extra(context: &Context, channel: LayerChannel, rect: Rect, scratch: &mut Scratch) -> Result<Option<ExtraChannel>> {
    let samples = read(context, rect, &[channel], scratch).map(Some).or_else(nothing)?;
    Ok(samples.map(|samples| ExtraChannel { id: channel.id, rect, samples }))
}

/// Damage to a part that the layer can do without.
fn nothing<T>(error: Error) -> Result<Option<T>> {
    if error.kind() == ErrorKind::Corrupt { Ok(None) } else { Err(error) }
}

fn read(context: &Context, area: Rect, channels: &[LayerChannel], scratch: &mut Scratch) -> Result<Samples> {
    let depth = context.document.header.depth;
    let channels = channels.iter().map(|&channel| packed(context, channel, area)).collect::<Result<_>>()?;
    Whole { area, depth, channels, scratch }.read(&context.limits)
}

use imageparser_base::{ErrorKind, Rect, Result};

use super::samples::Samples;
use super::source::{ALPHA, channel, colors, packed};
use super::whole::{Scratch, Whole};
use crate::context::Context;
use crate::layers::{Layer, LayerChannel};

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
    let found = if rect.is_empty() { Vec::new() } else { found };
    let mut pixels = LayerPixels {
        rect,
        depth: context.document.header.depth,
        channels: found.iter().map(|channel| channel.id).collect(),
        samples: read(context, rect, &found, scratch)?,
        extra: Vec::new(),
    };
    for other in &layer.channels {
        let spot = other.id >= colors && other.length > 2 && !rect.is_empty();
        if spot {
            pixels.extra.push(extra(context, *other, rect, scratch)?);
        }
    }
    Ok(pixels)
}

fn extra(context: &Context, channel: LayerChannel, rect: Rect, scratch: &mut Scratch) -> Result<ExtraChannel> {
    let samples = match read(context, rect, &[channel], scratch) {
        Err(error) if error.kind() == ErrorKind::Corrupt => Samples::U8(Vec::new()),
        samples => samples?,
    };
    Ok(ExtraChannel { id: channel.id, rect, samples })
}

fn read(context: &Context, area: Rect, channels: &[LayerChannel], scratch: &mut Scratch) -> Result<Samples> {
    let depth = context.document.header.depth;
    let channels = channels.iter().map(|&channel| packed(context, channel, area)).collect::<Result<_>>()?;
    Whole { area, depth, channels, scratch }.read(&context.limits)
}

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use imageparser_base::{Error, ErrorKind, Rect, Result};
use imageparser_raster::scene::{Band, Source};

use crate::channels::packed::Packed;
use crate::channels::plane::Plane;
use crate::channels::samples;
use crate::context::Context;
use crate::header::{ColorMode, Header};
use crate::layers::kind::LayerKind;
use crate::layers::{Layer, LayerChannel};

/// Most pixels a side that the format allows.
const MOST_A_SIDE: usize = 300_000;
/// The channel of transparency.
pub(crate) const ALPHA: i16 = -1;
/// Scratch of a thread is let go above this size.
const MOST_SCRATCH: usize = 4 << 20;

thread_local! {
    /// Packed bytes and stored rows of the band that this thread reads.
    static SCRATCH: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

/// The colours and the transparency of a layer; `None` where it has no pixels of its own.
///
/// Colours that the file does not hold are zero, inks bare paper. Bits and bytes come as `Planes::U8`, other depths as shares of 1.
///
/// # Errors
/// `Corrupt` where no channel can be read, `TooLarge` by the limits, `Unsupported` for indexed colours.
pub fn source(context: &Context, layer: &Layer) -> Result<Option<Arc<dyn Source>>> {
    let [left, top, right, bottom] = layer.bbox;
    let area = Rect::new(left, top, right, bottom);
    if area.is_empty() || matches!(layer.kind, LayerKind::Group | LayerKind::Artboard) {
        return Ok(None);
    }
    let colors = colors(&context.document.header)?;
    let ids: Vec<i16> = (0..colors as i16).collect();
    if !ids.iter().any(|&id| channel(layer, id).is_some()) {
        return Ok(None);
    }
    let alpha = channel(layer, ALPHA).is_some();
    LayerSource::open(context, layer, area, ids.into_iter().chain(alpha.then_some(ALPHA)), alpha)
}

/// One channel of a layer (-2 user mask, -3 real user mask) that lies at `rect`; `None` where there is none.
///
/// # Errors
/// As [`source`].
pub fn mask_source(context: &Context, layer: &Layer, channel_id: i16, rect: Rect) -> Result<Option<Arc<dyn Source>>> {
    if rect.is_empty() || channel(layer, channel_id).is_none() {
        return Ok(None);
    }
    LayerSource::open(context, layer, rect, [channel_id], false)
}

/// The channel with this id, if it has samples (a channel without any is two bytes long).
pub(super) fn channel(layer: &Layer, id: i16) -> Option<LayerChannel> {
    layer.channels.iter().find(|channel| channel.id == id && channel.length > 2).copied()
}

/// How many colours a layer has in the model of its document.
pub(super) fn colors(header: &Header) -> Result<usize> {
    Ok(match header.color_mode {
        ColorMode::Bitmap | ColorMode::Grayscale | ColorMode::Duotone => 1,
        ColorMode::Multichannel if header.channels < 3 => 1,
        ColorMode::Rgb | ColorMode::Lab => 3,
        ColorMode::Cmyk | ColorMode::Multichannel => 4,
        ColorMode::Indexed => return Err(Error::unsupported("layers of an indexed document")),
    })
}

/// The packed samples of a channel that lies at `area`.
pub(super) fn packed(context: &Context, channel: LayerChannel, area: Rect) -> Result<Packed> {
    let (width, rows) = (area.width(), area.height());
    if width > MOST_A_SIDE || rows > MOST_A_SIDE {
        return Err(Error::too_large(format!("a layer of {width} x {rows} pixels")));
    }
    context.limits.check(width as u32, rows as u32, 0)?;
    let header = &context.document.header;
    Ok(Packed {
        bytes: context.bytes.clone(),
        place: channel.offset,
        start: channel.offset.saturating_add(2),
        end: channel.offset.saturating_add(channel.length).min(context.bytes.len()),
        row_bytes: (width * usize::from(header.depth)).div_ceil(8),
        rows,
        depth: header.depth,
        psb: header.psb,
    })
}

/// Planes of a layer, or one of its masks.
#[derive(Debug)]
struct LayerSource {
    area: Rect,
    depth: u16,
    /// In the order of the band; `None` is not in the file.
    planes: Vec<Option<Plane>>,
    /// The samples of such a plane: zero, or 255 where that is no ink.
    missing: u8,
    alpha: bool,
}

impl LayerSource {
    fn open(
        context: &Context,
        layer: &Layer,
        area: Rect,
        ids: impl IntoIterator<Item = i16>,
        alpha: bool,
    ) -> Result<Option<Arc<dyn Source>>> {
        let mut outcome = Outcome::default();
        let mut planes = Vec::new();
        for id in ids {
            let Some(channel) = channel(layer, id) else {
                planes.push(None);
                continue;
            };
            planes.push(outcome.soften(Plane::open(packed(context, channel, area)?))?);
        }
        outcome.end()?;
        let Header { depth, color_mode, .. } = context.document.header;
        let inks = matches!(color_mode, ColorMode::Cmyk | ColorMode::Multichannel);
        Ok(Some(Arc::new(Self { area, depth, planes, missing: if inks { 255 } else { 0 }, alpha })))
    }

    fn fill_bytes(&self, first: usize, target: &mut [Vec<u8>], outcome: &mut Outcome) -> Result<()> {
        SCRATCH.with_borrow_mut(|(buffer, stored)| {
            for (plane, target) in self.planes.iter().zip(target) {
                let Some(plane) = plane else {
                    target.fill(self.missing);
                    continue;
                };
                let read = if self.depth == 8 {
                    plane.read(first, target, buffer)
                } else {
                    let width = self.area.width();
                    stored.resize(width.div_ceil(8) * (target.len() / width), 0);
                    let rows = target.chunks_exact_mut(width);
                    plane.read(first, stored, buffer).map(|()| {
                        rows.zip(stored.chunks_exact(width.div_ceil(8)))
                            .for_each(|(row, bits)| samples::bits(bits, row));
                    })
                };
                if outcome.soften(read)?.is_none() {
                    target.fill(0);
                }
            }
            Ok(())
        })
    }

    fn fill_floats(&self, first: usize, target: &mut [Vec<f32>], outcome: &mut Outcome) -> Result<()> {
        SCRATCH.with_borrow_mut(|(buffer, stored)| {
            for (plane, target) in self.planes.iter().zip(target) {
                let Some(plane) = plane else {
                    target.fill(f32::from(self.missing) / 255.0);
                    continue;
                };
                stored.resize(target.len() * usize::from(self.depth / 8), 0);
                match outcome.soften(plane.read(first, stored, buffer))? {
                    Some(()) if self.depth == 16 => samples::word_shares(stored, target),
                    Some(()) => samples::floats(stored, target),
                    None => target.fill(0.0),
                }
            }
            Ok(())
        })
    }
}

impl Source for LayerSource {
    fn bounds(&self) -> Rect {
        self.area
    }

    fn has_alpha(&self) -> bool {
        self.alpha
    }

    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()> {
        let wanted = Rect { top: rows.start, bottom: rows.end, ..self.area };
        let area = self.area.intersect(wanted);
        let first = (i64::from(area.top) - i64::from(self.area.top)).max(0) as usize;
        let mut outcome = Outcome::default();
        if self.depth <= 8 {
            self.fill_bytes(first, band.reset_u8(area, self.planes.len()), &mut outcome)?;
        } else {
            self.fill_floats(first, band.reset_f32(area, self.planes.len()), &mut outcome)?;
        }
        SCRATCH.with_borrow_mut(|(buffer, stored)| [buffer, stored].into_iter().for_each(let_go));
        outcome.end()
    }
}

fn let_go(scratch: &mut Vec<u8>) {
    if scratch.capacity() > MOST_SCRATCH {
        *scratch = Vec::new();
    }
}

/// Whether anything could be read of several channels, else why not.
#[derive(Default)]
pub(super) struct Outcome {
    read: bool,
    fault: Option<Error>,
}

impl Outcome {
    /// Note a channel; a fault of its content makes it `None`, an I/O error stays an error.
    pub(super) fn soften<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => {
                self.read = true;
                Ok(Some(value))
            }
            Err(error) if error.kind() == ErrorKind::Corrupt => {
                self.fault.get_or_insert(error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The same for a channel that is only opened: nothing of it was read yet.
    pub(super) fn open<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        let read = self.read;
        let opened = self.soften(result);
        self.read = read;
        opened
    }

    pub(super) fn end(self) -> Result<()> {
        match self.fault {
            Some(fault) if !self.read => Err(fault),
            _ => Ok(()),
        }
    }
}

//! Layer effects: from the blocks `lfx2`, `lmfx` and `lrFX` to types of `raster::effects`.
//!
//! `lfx2` is a version (0) and a descriptor ("Object-based effects layer info" of the file format); `lmfx` is the same
//! with lists where a layer has several effects of one kind and then holds for `lfx2`; `lrFX` is the form of Photoshop 5,
//! written beside the others ever since and read only where it is alone. The scale `Scl ` of a style is not applied: sizes
//! are stored in pixels of the file (a file with 416 % shows its shadow of 7 px as 7 px).

mod bevel;
mod glows;
mod legacy;
mod overlays;
mod settings;
mod shadows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use imageparser_base::{Error, Rect, Result};
use imageparser_raster::scene::{Band, Effect, Paint, Planes, Source};

use crate::context::Context;
use crate::descriptor::{self, Descriptor, Value};
use crate::fills;
use crate::layers::Layer;
use crate::{pixels, vector};
use settings::Settings;

/// Effects of one kind that are read at most; Photoshop's dialog allows ten.
const MOST_OF_A_KIND: usize = 100;

/// The effects of a layer that are switched on.
#[derive(Debug, Clone, Default)]
pub(crate) struct LayerEffects {
    /// Bottom to top.
    pub list: Vec<Arc<dyn Effect>>,
    /// Their kinds, each once: the words of psd-tools.
    pub names: Vec<&'static str>,
    /// What is not drawn, in words.
    pub unrendered: Vec<String>,
}

/// The effects of a layer; none where its switch for all effects is off.
///
/// # Errors
/// `Corrupt` or `Unsupported` for a block that cannot be read; a single effect that cannot is named in `unrendered`.
pub(crate) fn read(context: &Context, layer: &Layer) -> Result<LayerEffects> {
    match descriptor(context, layer)? {
        Some(style) => Ok(Style::new(context, layer)?.effects(&style)),
        None => Ok(LayerEffects::default()),
    }
}

/// The kinds of the effects of a layer that are switched on, each once, without reading the effects themselves.
///
/// # Errors
/// `Corrupt` or `Unsupported` for a block that cannot be read.
pub(crate) fn names(context: &Context, layer: &Layer) -> Result<Vec<&'static str>> {
    let style = descriptor(context, layer)?.filter(|style| style.flag("masterFXSwitch") != Some(false));
    let Some(style) = style else { return Ok(Vec::new()) };
    Ok(KINDS.iter().filter(|kind| instances(&style, kind).any(is_on)).map(|kind| kind.name).collect())
}

fn descriptor(context: &Context, layer: &Layer) -> Result<Option<Descriptor>> {
    for key in [b"lmfx", b"lfx2"] {
        if let Some(block) = context.block(layer, key)? {
            return descriptor::from_block(&block, 4, context.limits.max_metadata).map(Some);
        }
    }
    context.block(layer, b"lrFX")?.map(|block| legacy::read(&block)).transpose()
}

/// What all effects of a layer refer to.
struct Style<'c> {
    context: &'c Context,
    layer: &'c Layer,
    /// Angle and altitude of the light that effects may share, in degrees (resources 1037 and 1049).
    global: (f64, f64),
}

/// One kind of effect: its word, its keys (one, several), what reads it.
struct Kind {
    name: &'static str,
    one: &'static str,
    several: &'static str,
    read: fn(&Style<'_>, &Settings<'_>, &Descriptor) -> Result<Read>,
}

/// An effect and what of it is not drawn.
type Read = (Arc<dyn Effect>, Option<&'static str>);

/// Bottom to top, as Photoshop draws them: measured by pairs in the calibration records of the project Patchy.
const KINDS: [Kind; 10] = [
    Kind { name: "dropshadow", one: "DrSh", several: "dropShadowMulti", read: shadows::drop },
    Kind { name: "outerglow", one: "OrGl", several: "outerGlowMulti", read: glows::outer },
    Kind { name: "patternoverlay", one: "patternFill", several: "patternFillMulti", read: overlays::pattern },
    Kind { name: "gradientoverlay", one: "GrFl", several: "gradientFillMulti", read: overlays::gradient },
    Kind { name: "coloroverlay", one: "SoFi", several: "solidFillMulti", read: overlays::color },
    Kind { name: "satin", one: "ChFX", several: "chromeFXMulti", read: overlays::satin },
    Kind { name: "innerglow", one: "IrGl", several: "innerGlowMulti", read: glows::inner },
    Kind { name: "innershadow", one: "IrSh", several: "innerShadowMulti", read: shadows::inner },
    Kind { name: "stroke", one: "FrFX", several: "frameFXMulti", read: overlays::stroke },
    Kind { name: "bevelemboss", one: "ebbl", several: "bevelEmbossMulti", read: bevel::read },
];

impl<'c> Style<'c> {
    fn new(context: &'c Context, layer: &'c Layer) -> Result<Self> {
        let degrees = |id: u16| -> Result<Option<f64>> {
            let bytes = context.resource(id)?;
            let first = bytes.as_deref().and_then(|bytes| bytes.first_chunk::<4>());
            Ok(first.map(|bytes| f64::from(i32::from_be_bytes(*bytes))))
        };
        let global = (degrees(1037)?.unwrap_or(120.0), degrees(1049)?.unwrap_or(30.0));
        Ok(Self { context, layer, global })
    }

    /// What aligned gradients span: the box of what shows of the layer, else the canvas. Of pixels that is what is at least
    /// half opaque (the radial overlay in ag-psd's effects file shows it).
    fn bounds(&self) -> Rect {
        let [left, top, right, bottom] = self.layer.bbox;
        let pixels = Rect::new(left, top, right, bottom);
        let shape =
            vector::mask(self.context, self.layer).ok().flatten().filter(|mask| !mask.disabled && !mask.inverted);
        let shape = shape.and_then(|mask| visible(&*mask.source, f32::MIN_POSITIVE).ok());
        let opaque = if shape.is_none() { self.opaque(pixels) } else { None };
        let shape = shape.or(opaque).unwrap_or(pixels);
        let bounds = if pixels.is_empty() { shape } else { pixels.intersect(shape) };
        let header = &self.context.document.header;
        if bounds.is_empty() { Rect::of_size(header.width, header.height) } else { bounds }
    }

    /// The box of the pixels that are at least half opaque, where there are some.
    fn opaque(&self, pixels: Rect) -> Option<Rect> {
        let alpha = pixels::mask_source(self.context, self.layer, pixels::ALPHA, pixels).ok().flatten()?;
        visible(&*alpha, 0.5).ok().filter(|seen| !seen.is_empty())
    }

    /// A pattern, which begins at the reference point of the layer.
    fn pattern(&self, descriptor: &Descriptor) -> Result<Arc<dyn Paint>> {
        fills::pattern(self.context, descriptor, fills::reference(self.context, self.layer)?)
    }

    fn effects(&self, style: &Descriptor) -> LayerEffects {
        let mut effects = LayerEffects::default();
        if style.flag("masterFXSwitch") == Some(false) {
            return effects;
        }
        for kind in &KINDS {
            for one in instances(style, kind).filter(|one| is_on(one)) {
                if !effects.names.contains(&kind.name) {
                    effects.names.push(kind.name);
                }
                match (kind.read)(self, &Settings(one), style) {
                    Ok((effect, missing)) => {
                        effects.list.push(effect);
                        effects.unrendered.extend(missing.map(|what| format!("{what} of {}", kind.name)));
                    }
                    Err(error) => effects.unrendered.push(format!("{}: {}", kind.name, error.message())),
                }
            }
        }
        effects
    }
}

/// The box of what a coverage covers by `least` or more. The stored box of a painted shape is wider by a pixel on each side.
fn visible(source: &dyn Source, least: f32) -> Result<Rect> {
    let (area, mut band, mut seen) = (source.bounds(), Band::default(), Rect::default());
    let step = (least * 255.0).ceil() as u8;
    for y in area.top..area.bottom {
        source.read(y..y + 1, &mut band)?;
        let covered: Box<dyn Iterator<Item = bool>> = match &band.planes {
            Planes::U8(planes) => Box::new(planes.iter().take(1).flatten().map(|value| *value >= step)),
            Planes::F32(planes) => Box::new(planes.iter().take(1).flatten().map(|value| *value >= least)),
        };
        let columns: Vec<i32> = (band.area.left..).zip(covered).filter(|(_, seen)| *seen).map(|(x, _)| x).collect();
        if let [first, ..] = columns[..] {
            seen = seen.union(Rect::new(first, y, columns[columns.len() - 1] + 1, y + 1));
        }
    }
    Ok(seen)
}

/// The effects of a kind, bottom to top: the list starts with the topmost.
fn instances<'d>(style: &'d Descriptor, kind: &Kind) -> impl Iterator<Item = &'d Descriptor> {
    let several = style.list(kind.several);
    let listed = several.iter().take(MOST_OF_A_KIND).rev().filter_map(|value| match value {
        Value::Object(one) => Some(one),
        _ => None,
    });
    let single = several.is_empty().then(|| style.object(kind.one)).flatten();
    listed.chain(single)
}

/// `present` tells whether the layer has the effect at all, `enab` whether its eye is on.
fn is_on(effect: &Descriptor) -> bool {
    effect.flag("enab").unwrap_or(false) && effect.flag("present").unwrap_or(true)
}

fn missing(what: &str) -> Error {
    Error::corrupt(format!("layer effects: no {what}"))
}

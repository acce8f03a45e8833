//! Colour, gradient and pattern overlay (`SoFi`, `GrFl`, `patternFill`), satin (`ChFX`), stroke (`FrFX`).

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::effects::{Look, Overlay, Satin, Stroke, StrokeColor, StrokePosition};
use imageparser_raster::scene::Paint;

use super::settings::Settings;
use super::{Read, Style, missing};
use crate::descriptor::Descriptor;
use crate::fills;

pub(super) fn color(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    Ok((Arc::new(Overlay { look: settings.look(style.context, BlendMode::Normal, 100.0)? }), None))
}

pub(super) fn gradient(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    settings.0.object("Grad").ok_or_else(|| missing("gradient"))?;
    Ok(overlay(settings, fills::gradient(style.context, settings.0, style.bounds)?))
}

pub(super) fn pattern(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    settings.0.object("Ptrn").ok_or_else(|| missing("pattern"))?;
    Ok(overlay(settings, fills::pattern(style.context, settings.0, style.bounds)?))
}

fn overlay(settings: &Settings<'_>, paint: Arc<dyn Paint>) -> Read {
    let look = Look { paint, blend: settings.blend("Md  ", BlendMode::Normal), opacity: settings.share("Opct", 100.0) };
    (Arc::new(Overlay { look }), None)
}

pub(super) fn satin(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    let angle = settings.number("lagl", 19.0, -3600.0, 3600.0);
    let distance = settings.number("Dstn", 11.0, 1.0, 30_000.0);
    let satin = Satin {
        look: settings.look(style.context, BlendMode::Multiply, 50.0)?,
        offset: imageparser_raster::effects::offset(angle, distance),
        size: settings.size("blur", 14.0),
        contour: settings.contour("MpgS", "AntA"),
        invert: settings.flag("Invr", true),
    };
    Ok((Arc::new(satin), None))
}

pub(super) fn stroke(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    let (blend, opacity) = (settings.blend("Md  ", BlendMode::Normal), settings.share("Opct", 100.0));
    let (color, solid) = stroke_color(style, settings)?;
    // An opaque stroke hides the layer where it lies, whether it takes its place or not.
    let hides = solid && blend == BlendMode::Normal && opacity >= 1.0;
    let (size, position) = stroke_band(settings);
    let overprint = hides || settings.flag("overprint", false);
    Ok((Arc::new(Stroke { color, blend, opacity, size, position, overprint }), None))
}

/// The position of a stroke that is not there.
pub(super) const NO_STROKE: StrokePosition = StrokePosition::Outside;

pub(super) fn stroke_band(settings: &Settings<'_>) -> (f32, StrokePosition) {
    let position = match settings.choice("Styl") {
        "InsF" => StrokePosition::Inside,
        "CtrF" => StrokePosition::Center,
        _ => StrokePosition::Outside,
    };
    (settings.size("Sz  ", 3.0), position)
}

/// The colour of a stroke, and whether it is one colour.
fn stroke_color(style: &Style<'_>, settings: &Settings<'_>) -> Result<(StrokeColor, bool)> {
    let paint = match settings.choice("PntT") {
        "GrFl" if settings.choice("Type") == "shapeburst" => {
            return Ok((StrokeColor::Burst(settings.ramp(style.context)?, settings.flag("Rvrs", false)), false));
        }
        "GrFl" => fills::gradient(style.context, settings.0, style.bounds)?,
        "Ptrn" => fills::pattern(style.context, settings.0, style.bounds)?,
        _ => return Ok((StrokeColor::Paint(settings.solid(style.context, "Clr ")?), true)),
    };
    Ok((StrokeColor::Paint(paint), false))
}

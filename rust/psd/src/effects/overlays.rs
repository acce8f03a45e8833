//! Colour, gradient and pattern overlay (`SoFi`, `GrFl`, `patternFill`), satin (`ChFX`), stroke (`FrFX`).

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::effects::{Look, Overlay, Satin, Stroke, StrokeColor, StrokePosition};
use imageparser_raster::scene::Paint;

use super::settings::Settings;
use super::{KINDS, Read, Style, instances, is_on, missing};
use crate::descriptor::Descriptor;
use crate::fills;

pub(super) fn color(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    Ok((Arc::new(Overlay { look: settings.look(style.context, BlendMode::Normal, 100.0)? }), None))
}

pub(super) fn gradient(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    settings.0.object("Grad").ok_or_else(|| missing("gradient"))?;
    Ok(overlay(settings, fills::gradient(style.context, settings.0, style.bounds())?))
}

pub(super) fn pattern(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    settings.0.object("Ptrn").ok_or_else(|| missing("pattern"))?;
    Ok(overlay(settings, style.pattern(settings.0)?))
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

pub(super) fn stroke(style: &Style<'_>, settings: &Settings<'_>, all: &Descriptor) -> Result<Read> {
    let color = stroke_color(style, settings)?;
    let (size, position) = stroke_band(settings);
    let stroke = Stroke {
        color,
        blend: settings.blend("Md  ", BlendMode::Normal),
        opacity: settings.share("Opct", 100.0),
        size,
        position,
        overprint: covers(settings) || settings.flag("overprint", false),
        hidden_by: hidden_by(settings, all),
    };
    Ok((Arc::new(stroke), None))
}

/// Whether a stroke hides what it lies on: then it is the same whether it takes the layer's place or not.
fn covers(settings: &Settings<'_>) -> bool {
    let solid = !matches!(settings.choice("PntT"), "GrFl" | "Ptrn");
    solid && settings.blend("Md  ", BlendMode::Normal) == BlendMode::Normal && settings.share("Opct", 100.0) >= 1.0
}

/// The bands that strokes above this one take for themselves: a multiplied stroke over another mixes with what is below
/// both (ag-psd's read-write/strokes). One that covers anyway needs no room.
fn hidden_by(settings: &Settings<'_>, all: &Descriptor) -> Vec<(f32, StrokePosition)> {
    let on = KINDS
        .iter()
        .filter(|kind| kind.name == "stroke")
        .flat_map(|kind| instances(all, kind))
        .filter(|one| is_on(one));
    let above = on.skip_while(|one| !std::ptr::eq(*one, settings.0)).skip(1).map(Settings);
    let room = above.filter(|one| !covers(one) && !one.flag("overprint", false));
    room.map(|one| stroke_band(&one)).collect()
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

fn stroke_color(style: &Style<'_>, settings: &Settings<'_>) -> Result<StrokeColor> {
    let paint = match settings.choice("PntT") {
        "GrFl" if settings.choice("Type") == "shapeburst" => {
            return Ok(StrokeColor::Burst(settings.ramp(style.context)?, settings.flag("Rvrs", false)));
        }
        "GrFl" => {
            // It spans the box of the band.
            let (size, position) = stroke_band(settings);
            let outer = position.bands(size).0.ceil() as i32;
            fills::gradient(style.context, settings.0, style.bounds().grow(outer))?
        }
        "Ptrn" => style.pattern(settings.0)?,
        _ => settings.solid(style.context, "Clr ")?,
    };
    Ok(StrokeColor::Paint(paint))
}

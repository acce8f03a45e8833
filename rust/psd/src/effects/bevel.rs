//! Bevel and emboss (`ebbl`).

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::effects::{Bevel, BevelStyle, Contour, Light, Look, Technique};

use super::overlays::stroke_band;
use super::settings::Settings;
use super::{KINDS, Read, Style, instances, is_on};
use crate::descriptor::Descriptor;

pub(super) fn read(style: &Style<'_>, settings: &Settings<'_>, all: &Descriptor) -> Result<Read> {
    let (contour, range) = contour(settings);
    let bevel = Bevel {
        style: bevel_style(settings, all),
        technique: match settings.choice("bvlT") {
            "PrBL" => Technique::ChiselHard,
            "Slmt" => Technique::ChiselSoft,
            _ => Technique::Smooth,
        },
        depth: settings.number("srgR", 100.0, 1.0, 1000.0) / 100.0,
        up: settings.choice("bvlD") != "Out ",
        size: settings.size("blur", 5.0),
        soften: settings.size("Sftn", 0.0),
        light: light(style, settings),
        gloss: settings.contour("TrnS", "antialiasGloss"),
        contour,
        range,
        highlight: shade(style, settings, ["hglC", "hglM", "hglO"], BlendMode::Screen)?,
        shadow: shade(style, settings, ["sdwC", "sdwM", "sdwO"], BlendMode::Multiply)?,
    };
    Ok((Arc::new(bevel), settings.flag("useTexture", false).then_some("texture")))
}

fn light(style: &Style<'_>, settings: &Settings<'_>) -> Light {
    let own = settings.number("Lald", 30.0, -90.0, 90.0);
    let altitude = if settings.flag("uglg", false) { style.global.1 as f32 } else { own };
    Light { angle: settings.angle(style), altitude }
}

fn shade(style: &Style<'_>, settings: &Settings<'_>, keys: [&str; 3], blend: BlendMode) -> Result<Look> {
    let paint = settings.solid(style.context, keys[0])?;
    Ok(Look { paint, blend: settings.blend(keys[1], blend), opacity: settings.share(keys[2], 75.0) })
}

/// The contour of the slope and its range; the whole range where it is off.
fn contour(settings: &Settings<'_>) -> (Option<Contour>, f32) {
    if !settings.flag("useShape", false) {
        return (None, 1.0);
    }
    (settings.contour("MpgS", "AntA"), settings.number("Inpr", 50.0, 1.0, 100.0) / 100.0)
}

/// An embossed stroke follows the layer's own topmost stroke; without one there is nothing to emboss.
fn bevel_style(settings: &Settings<'_>, all: &Descriptor) -> BevelStyle {
    match settings.choice("bvlS") {
        "OtrB" => BevelStyle::Outer,
        "Embs" => BevelStyle::Emboss,
        "PlEb" => BevelStyle::Pillow,
        "strokeEmboss" => {
            let strokes = KINDS.iter().filter(|kind| kind.name == "stroke");
            let on = strokes.flat_map(|kind| instances(all, kind)).filter(|one| is_on(one)).last();
            let (size, position) =
                on.map_or((0.0, super::overlays::NO_STROKE), |stroke| stroke_band(&Settings(stroke)));
            BevelStyle::Stroke(size, position)
        }
        _ => BevelStyle::Inner,
    }
}

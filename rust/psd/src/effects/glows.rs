//! Outer glow (`OrGl`) and inner glow (`IrGl`).

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::effects::{Falloff, GlowColor, InnerGlow, OuterGlow};

use super::settings::Settings;
use super::{Read, Style};
use crate::descriptor::Descriptor;

pub(super) fn outer(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    let glow = OuterGlow {
        color: color(style, settings)?,
        blend: settings.blend("Md  ", BlendMode::Screen),
        opacity: settings.share("Opct", 75.0),
        falloff: falloff(settings),
    };
    Ok((Arc::new(glow), None))
}

pub(super) fn inner(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    let glow = InnerGlow {
        color: color(style, settings)?,
        blend: settings.blend("Md  ", BlendMode::Screen),
        opacity: settings.share("Opct", 75.0),
        falloff: falloff(settings),
        from_centre: settings.choice("glwS") == "SrcC",
    };
    Ok((Arc::new(glow), None))
}

fn color(style: &Style<'_>, settings: &Settings<'_>) -> Result<GlowColor> {
    if settings.0.object("Clr ").is_none() && settings.0.object("Grad").is_some() {
        let ramp = settings.ramp(style.context)?;
        let (reverse, jitter) = (settings.flag("Rvrs", false), settings.share("ShdN", 0.0));
        return Ok(GlowColor::Ramp { ramp, reverse, jitter });
    }
    Ok(GlowColor::Paint(settings.solid(style.context, "Clr ")?))
}

/// A glow without `Inpr` has the whole range; the dialog writes 50.
fn falloff(settings: &Settings<'_>) -> Falloff {
    Falloff {
        range: settings.number("Inpr", 100.0, 1.0, 100.0) / 100.0,
        precise: settings.choice("GlwT") == "PrBL",
        ..settings.falloff()
    }
}

//! Drop shadow (`DrSh`) and inner shadow (`IrSh`).

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::effects::{DropShadow, InnerShadow};

use super::settings::Settings;
use super::{Read, Style};
use crate::descriptor::Descriptor;

pub(super) fn drop(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    let shadow = DropShadow {
        look: settings.look(style.context, BlendMode::Multiply, 75.0)?,
        falloff: settings.falloff(),
        offset: settings.offset(settings.angle(style), 5.0),
        knocked_out: settings.flag("layerConceals", true),
    };
    Ok((Arc::new(shadow), None))
}

pub(super) fn inner(style: &Style<'_>, settings: &Settings<'_>, _all: &Descriptor) -> Result<Read> {
    let shadow = InnerShadow {
        look: settings.look(style.context, BlendMode::Multiply, 75.0)?,
        falloff: settings.falloff(),
        offset: settings.offset(settings.angle(style), 5.0),
    };
    Ok((Arc::new(shadow), None))
}

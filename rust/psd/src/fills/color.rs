use imageparser_base::{Error, Result};
use imageparser_raster::fill::Color;
use imageparser_raster::scene::Model;

use crate::context::Context;
use crate::descriptor::Descriptor;
use crate::header::ColorMode;

/// The model in which a document is composited: indexed and multichannel pictures are shown as RGB.
pub(crate) fn model(context: &Context) -> Model {
    match context.document.header.color_mode {
        ColorMode::Bitmap | ColorMode::Grayscale | ColorMode::Duotone => Model::Grey,
        ColorMode::Rgb | ColorMode::Indexed | ColorMode::Multichannel => Model::Rgb,
        ColorMode::Cmyk => Model::Cmyk,
        ColorMode::Lab => Model::Lab,
    }
}

/// A colour descriptor in the model of the document.
///
/// Classes and ranges: `RGBC` 0-255 (`redFloat` ... 0-1), `HSBC` degrees and per cent, `CMYC` per cent of ink, `LbCl`
/// 0-100 and -128..127, `Grsc` per cent of black. A colour of a book (`BkCl`) is stored with its nearest plain values.
/// In documents of 32 bits the values are linear light already, as their samples are (seen in files).
///
/// # Errors
/// `Unsupported` for a class without values.
pub(crate) fn color(context: &Context, descriptor: &Descriptor) -> Result<Vec<f32>> {
    Ok(read(descriptor)?.in_model(model(context)))
}

/// The values of a colour descriptor, recognised by their keys: some writers give the class wrong.
pub(crate) fn read(descriptor: &Descriptor) -> Result<Color> {
    let number = |key: &str| descriptor.number(key);
    if let (Some(red), Some(green), Some(blue)) = (number("Rd  "), number("Grn "), number("Bl  ")) {
        return Ok(Color::Rgb([red, green, blue].map(|value| value / 255.0)));
    }
    if let (Some(red), Some(green), Some(blue)) = (number("redFloat"), number("greenFloat"), number("blueFloat")) {
        return Ok(Color::Rgb([red, green, blue]));
    }
    if let (Some(hue), Some(saturation), Some(brightness)) = (number("H   "), number("Strt"), number("Brgh")) {
        return Ok(Color::Hsb([hue / 360.0, saturation / 100.0, brightness / 100.0]));
    }
    if let (Some(cyan), Some(magenta), Some(yellow), Some(black)) =
        (number("Cyn "), number("Mgnt"), number("Ylw "), number("Blck"))
    {
        return Ok(Color::Cmyk([cyan, magenta, yellow, black].map(|value| value / 100.0)));
    }
    if let (Some(lightness), Some(a), Some(b)) = (number("Lmnc"), number("A   "), number("B   ")) {
        return Ok(Color::Lab([lightness, a, b]));
    }
    if let Some(black) = number("Gry ") {
        return Ok(Color::Grey(1.0 - black / 100.0));
    }
    Err(Error::unsupported(format!("colour of class '{}'", descriptor.class)))
}

/// A colour of a noise gradient: shares of the whole range of each channel of its colour space.
pub(super) fn read_noise(space: Option<&str>, [first, second, third]: [f64; 3]) -> Color {
    match space {
        Some("HSBl" | "HSBC") => Color::Hsb([first, second, third]),
        Some("LbCl") => Color::Lab([first * 100.0, second * 255.0 - 128.0, third * 255.0 - 128.0]),
        _ => Color::Rgb([first, second, third]),
    }
}

use std::sync::Arc;

use imageparser_base::{Error, Rect, Result};
use imageparser_raster::fill::{Gradient, GradientShape, Interpolation, Placement, Ramp, Stop};
use imageparser_raster::scene::{Model, Paint};

use super::color::{color, model, read_noise};
use crate::context::Context;
use crate::descriptor::{Descriptor, Value};

/// A gradient: the descriptor with the keys `Grad`, `Type`, `Angl`, `Scl `, `Rvrs`, `Ofst`, `Algn`.
///
/// `bounds` is the box of what is filled: of the path of a shape, of a fill layer's mask (where it hides what lies
/// outside of it), of the pixels under an overlay; without "align with layer" it is the canvas.
///
/// # Errors
/// `Corrupt` without a gradient, `Unsupported` for shapes and kinds that cannot be drawn.
pub(crate) fn gradient(context: &Context, descriptor: &Descriptor, bounds: Rect) -> Result<Arc<dyn Paint>> {
    let found = descriptor.object("Grad").ok_or_else(|| Error::corrupt("fill: a gradient fill without a gradient"))?;
    let ramp = ramp(context, found, mixing(context, descriptor)?)?;
    let header = &context.document.header;
    let aligned = descriptor.flag("Algn").unwrap_or(true) && !bounds.is_empty();
    let offset = descriptor.object("Ofst");
    let share = |key: &str| offset.and_then(|offset| offset.number(key)).unwrap_or(0.0) / 100.0;
    let placement = Placement {
        shape: shape(descriptor)?,
        bounds: if aligned { bounds } else { Rect::of_size(header.width, header.height) },
        angle: descriptor.number("Angl").unwrap_or(0.0),
        scale: descriptor.number("Scl ").unwrap_or(100.0) / 100.0,
        offset: (share("Hrzn"), share("Vrtc")),
    };
    Ok(Arc::new(Gradient::new(&placement, descriptor.flag("Rvrs").unwrap_or(false), ramp)))
}

/// The colours of a gradient (class `Grdn`) in the model of the document, opacity last.
///
/// # Errors
/// `Unsupported` for noise and for colours without values.
pub(crate) fn ramp(context: &Context, gradient: &Descriptor, mixing: Interpolation) -> Result<Ramp> {
    let model = model(context);
    if gradient.choice("GrdF") == Some("ClNs") {
        return noise(model, gradient);
    }
    let mut colors = Vec::new();
    for stop in objects(gradient.list("Clrs")) {
        let value = match (stop.object("Clr "), stop.choice("Type")) {
            (Some(found), _) => color(context, found)?,
            // The colours that are chosen in the tools are not in the file; these are what they are at first.
            (None, Some("BckC")) => imageparser_raster::fill::Color::Grey(1.0).in_model(model),
            (None, _) => imageparser_raster::fill::Color::Grey(0.0).in_model(model),
        };
        colors.push(placed(stop, value));
    }
    if colors.is_empty() {
        return Err(Error::corrupt("fill: a gradient without colours"));
    }
    let opacity = |stop: &Descriptor| placed(stop, vec![(stop.number("Opct").unwrap_or(100.0) / 100.0) as f32]);
    let opacities: Vec<Stop> = objects(gradient.list("Trns")).map(opacity).collect();
    // Absent in the gradients of some writers, which mean straight lines.
    let smoothness = gradient.number("Intr").unwrap_or(0.0) / 4096.0;
    Ok(Ramp::new(model, &colors, &opacities, smoothness.clamp(0.0, 1.0), mixing))
}

/// The space in which a gradient is mixed; the key has changed its name between versions.
///
/// # Errors
/// `Unsupported` for a method that is not known.
pub(crate) fn mixing(context: &Context, descriptor: &Descriptor) -> Result<Interpolation> {
    let keys = ["gradientsInterpolationMethod", "gs99", "gs01"];
    let method = keys.iter().find_map(|key| descriptor.choice(key));
    match (method, context.document.header.depth) {
        // "Smooth" differs from "classic" in the tool only: its smoothness is stored with the gradient.
        (None | Some("Gcls" | "Smoo"), _) | (Some("Lnr "), 32) => Ok(Interpolation::Stored),
        (Some("Lnr "), _) => Ok(Interpolation::Linear),
        (Some("Perc"), depth) if depth != 32 => Ok(Interpolation::Perceptual),
        (Some(other), _) => Err(Error::unsupported(format!("gradient mixed by '{other}'"))),
    }
}

fn shape(descriptor: &Descriptor) -> Result<GradientShape> {
    match descriptor.choice("Type") {
        None | Some("Lnr ") => Ok(GradientShape::Linear),
        Some("Rdl ") => Ok(GradientShape::Radial),
        Some("Angl") => Ok(GradientShape::Angle),
        Some("Rflc") => Ok(GradientShape::Reflected),
        Some("Dmnd") => Ok(GradientShape::Diamond),
        Some(other) => Err(Error::unsupported(format!("gradient of type '{other}'"))),
    }
}

fn placed(stop: &Descriptor, value: Vec<f32>) -> Stop {
    let position = stop.number("Lctn").unwrap_or(0.0) / 4096.0;
    Stop { position, midpoint: stop.number("Mdpn").unwrap_or(50.0) / 100.0, value }
}

fn objects(values: &[Value]) -> impl Iterator<Item = &Descriptor> {
    values.iter().filter_map(|value| if let Value::Object(object) = value { Some(object) } else { None })
}

/// How Photoshop makes its noise is not known; what leaves it no room is one colour.
fn noise(model: Model, gradient: &Descriptor) -> Result<Ramp> {
    let ends = |key: &str| -> Vec<f64> {
        let values = gradient.list(key).iter();
        values
            .filter_map(|value| if let Value::Integer(value) = value { Some(f64::from(*value)) } else { None })
            .collect()
    };
    let (low, high) = (ends("Mnm "), ends("Mxm "));
    if low != high || low.len() < 3 {
        return Err(Error::unsupported("noise gradient"));
    }
    let shares = [low[0], low[1], low[2]].map(|value| value / 100.0);
    let value = read_noise(gradient.choice("ClrS"), shares).in_model(model);
    let opacity = if gradient.flag("ShTr") == Some(true) { low.get(3).map_or(1.0, |value| value / 100.0) } else { 1.0 };
    let stop = |value| [Stop { position: 0.0, midpoint: 0.5, value }];
    Ok(Ramp::new(model, &stop(value), &stop(vec![opacity as f32]), 0.0, Interpolation::Stored))
}

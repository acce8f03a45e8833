use imageparser_raster::path::{Alignment, Cap, Join, StrokeStyle};

use crate::descriptor::{Descriptor, Value};

/// How a shape is stroked, from the descriptor of its block `vstk` (class `strokeStyle`).
///
/// Lengths in points are those of `strokeStyleResolution`; dashes are multiples of the width.
pub(super) fn style(descriptor: &Descriptor) -> StrokeStyle {
    let resolution = descriptor.number("strokeStyleResolution").filter(|&value| value > 0.0).unwrap_or(72.0);
    let length = |value: &Value| match value {
        Value::Unit([b'#', b'P', b'n', b't'], value) => value * resolution / 72.0,
        Value::Unit(_, value) | Value::Double(value) => *value,
        Value::Integer(value) => f64::from(*value),
        _ => 0.0,
    };
    let width = descriptor.get("strokeStyleLineWidth").map_or(1.0, length);
    let dash = |value: &Value| match value {
        Value::Unit(unit, _) if unit == b"#Pnt" || unit == b"#Pxl" => length(value),
        other => length(other) * width,
    };
    StrokeStyle {
        width,
        alignment: match descriptor.choice("strokeStyleLineAlignment") {
            Some("strokeStyleAlignInside") => Alignment::Inside,
            Some("strokeStyleAlignOutside") => Alignment::Outside,
            _ => Alignment::Center,
        },
        cap: match descriptor.choice("strokeStyleLineCapType") {
            Some("strokeStyleRoundCap") => Cap::Round,
            Some("strokeStyleSquareCap") => Cap::Square,
            _ => Cap::Butt,
        },
        join: match descriptor.choice("strokeStyleLineJoinType") {
            Some("strokeStyleRoundJoin") => Join::Round,
            Some("strokeStyleBevelJoin") => Join::Bevel,
            _ => Join::Miter,
        },
        miter_limit: descriptor.number("strokeStyleMiterLimit").unwrap_or(100.0),
        dashes: descriptor.list("strokeStyleLineDashSet").iter().map(dash).collect(),
        dash_offset: descriptor.get("strokeStyleLineDashOffset").map_or(0.0, length),
    }
}

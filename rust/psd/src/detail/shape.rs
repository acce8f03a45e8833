use imageparser_base::Result;

use crate::context::Context;
use crate::descriptor::{Value, from_block};
use crate::layers::Layer;

/// The names of the shapes whose numbers `vogk` holds ("Vector Origination Data"); a shape that was edited by hand is
/// none of them any more.
pub(super) fn read(context: &Context, layer: &Layer) -> Result<Vec<&'static str>> {
    const VERSION: usize = 4;
    let Some(bytes) = context.block(layer, b"vogk")? else { return Ok(Vec::new()) };
    let descriptor = from_block(&bytes, VERSION, context.limits.max_metadata)?;
    let shapes = descriptor.list("keyDescriptorList").iter().filter_map(|shape| match shape {
        Value::Object(shape) => shape.integer("keyOriginType").map(name),
        _ => None,
    });
    Ok(shapes.collect())
}

fn name(kind: i64) -> &'static str {
    match kind {
        1 => "rectangle",
        2 => "rounded rectangle",
        4 => "line",
        5 => "ellipse",
        7 => "polygon",
        _ => "custom",
    }
}

use imageparser_base::{Rect, Result};

use super::first_block;
use crate::context::Context;
use crate::descriptor::{Descriptor, from_block};
use crate::layers::Layer;

/// What lies below the layers of an artboard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Background {
    /// White.
    White,
    /// Black.
    Black,
    /// Nothing.
    Transparent,
    /// A colour: red, green, blue, 0-255.
    Color([f64; 3]),
}

/// The canvas of an artboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Artboard {
    /// Where it lies.
    pub rect: Rect,
    /// What it shows where its layers show nothing.
    pub background: Background,
    /// The name of the size that it was made from, mostly empty.
    pub preset: String,
}

/// The artboard blocks of a group; they are not in the file format specification and read as files hold them.
pub(super) fn read(context: &Context, layer: &Layer) -> Result<Option<Artboard>> {
    let found = first_block(context, layer, &[b"artb", b"artd", b"abdd"])?;
    let Some((_, bytes)) = found else { return Ok(None) };
    Ok(artboard(&from_block(&bytes, 0, context.limits.max_metadata)?))
}

fn artboard(descriptor: &Descriptor) -> Option<Artboard> {
    let sides = descriptor.object("artboardRect")?;
    // A cast of a float keeps to the range of its target.
    let side = |key: &str| sides.number(key).map(|value| value.round() as i32);
    Some(Artboard {
        rect: Rect::new(side("Left")?, side("Top ")?, side("Rght")?, side("Btom")?),
        background: background(descriptor),
        preset: descriptor.text("artboardPresetName").unwrap_or_default().to_owned(),
    })
}

fn background(descriptor: &Descriptor) -> Background {
    let color = descriptor.object("Clr ");
    let part = |key: &str| color.and_then(|color| color.number(key)).unwrap_or(255.0);
    match descriptor.integer("artboardBackgroundType") {
        Some(2) => Background::Black,
        Some(3) => Background::Transparent,
        Some(4) => Background::Color([part("Rd  "), part("Grn "), part("Bl  ")]),
        _ => Background::White,
    }
}

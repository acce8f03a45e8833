//! What a layer says beyond its place in the tree: text, smart object, artboard, shapes. Read when somebody asks.

mod artboard;
mod linked;
mod old_text;
mod runs;
mod shape;
mod smart;
mod text;

pub use artboard::{Artboard, Background};
pub(crate) use linked::Links;
pub use linked::{LinkKind, LinkedFile};
pub use runs::{TextColor, TextRun};
pub use smart::{SmartKind, SmartObject};
pub use text::TypeLayer;

use imageparser_base::Result;

use crate::context::Context;
use crate::effects;
use crate::layers::Layer;
use crate::layers::flags::Flags;
use crate::warnings::Warnings;

/// Everything that a layer's own blocks say about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detail {
    /// How it takes part in the picture, its locks and its label.
    pub flags: Flags,
    /// The text of a type layer, with its fonts.
    pub text: Option<TypeLayer>,
    /// The file in a smart object.
    pub smart: Option<SmartObject>,
    /// The canvas of an artboard.
    pub artboard: Option<Artboard>,
    /// The shapes that Photoshop keeps editable: `"rectangle"`, `"ellipse"` ...
    pub shapes: Vec<&'static str>,
    /// Whether it has a stroke of its own (not that of the effects).
    pub stroked: bool,
    /// The kinds of its effects that are switched on, each once: the words of psd-tools.
    pub effects: Vec<&'static str>,
    /// What could not be read.
    pub warnings: Vec<String>,
}

/// Read the details of a layer; what makes no sense becomes a warning.
///
/// # Errors
/// The kind of an I/O error.
pub fn read(context: &Context, layer: &Layer) -> Result<Detail> {
    let mut warnings = Warnings::default();
    let flags = warnings.soften(context.flags(layer))?;
    let text = warnings.soften(text::read(context, layer))?;
    let mut detail = Detail {
        flags: flags.unwrap_or_default(),
        text: text.flatten(),
        smart: warnings.soften(smart::read(context, layer))?.flatten(),
        artboard: warnings.soften(artboard::read(context, layer))?.flatten(),
        shapes: warnings.soften(shape::read(context, layer))?.unwrap_or_default(),
        stroked: layer.blocks.iter().any(|block| block.key == *b"vstk"),
        effects: warnings.soften(effects::names(context, layer))?.unwrap_or_default(),
        warnings: Vec::new(),
    };
    if let Some(text) = &mut detail.text {
        for fault in std::mem::take(&mut text.faults) {
            warnings.add(fault);
        }
    }
    detail.warnings = warnings.into_list();
    Ok(detail)
}

/// The canvas of an artboard; `None` where the layer is none.
///
/// # Errors
/// `Corrupt` or `Unsupported` for a block that makes no sense, else the kind of the I/O error.
pub(crate) fn artboard(context: &Context, layer: &Layer) -> Result<Option<Artboard>> {
    artboard::read(context, layer)
}

/// The first of some blocks that a layer has.
fn first_block(context: &Context, layer: &Layer, keys: &[&[u8; 4]]) -> Result<Option<([u8; 4], Vec<u8>)>> {
    for key in keys {
        if let Some(bytes) = context.block(layer, key)? {
            return Ok(Some((**key, bytes)));
        }
    }
    Ok(None)
}

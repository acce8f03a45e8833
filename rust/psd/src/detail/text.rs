use imageparser_base::{Error, Result, SliceSource};

use super::runs::TextRun;
use super::{first_block, old_text, runs};
use crate::context::Context;
use crate::descriptor::{Descriptor, Value};
use crate::engine_data;
use crate::layers::Layer;
use crate::section::Section;

/// What a type layer says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TypeLayer {
    /// The text, lines separated by `\n`.
    pub text: String,
    /// Its parts in one style each; empty where the engine data cannot be read.
    pub runs: Vec<TextRun>,
    /// From text to canvas: `[xx, xy, yx, yy, tx, ty]`, x' = xx x + yx y + tx.
    pub transform: [f64; 6],
    /// Written from top to bottom.
    pub vertical: bool,
    /// How it is bent, `"none"` where it is not.
    pub warp: String,
    /// Faults that did not stop the reading.
    pub(super) faults: Vec<String>,
}

impl TypeLayer {
    /// The fonts of its runs, each once, in the order of the text.
    pub fn fonts(&self) -> Vec<&str> {
        let mut fonts = Vec::new();
        for font in self.runs.iter().filter_map(|run| run.font.as_deref()) {
            if !fonts.contains(&font) {
                fonts.push(font);
            }
        }
        fonts
    }
}

/// The text of a type layer ("Type Tool Object Setting" of the file format specification).
pub(super) fn read(context: &Context, layer: &Layer) -> Result<Option<TypeLayer>> {
    let Some((key, bytes)) = first_block(context, layer, &[b"TySh", b"tySh"])? else { return Ok(None) };
    let mut source = SliceSource(&bytes);
    let mut section = Section::new(&mut source, "type layer", 0, u64::MAX);
    if key == *b"tySh" {
        return old_text::read(&mut section).map(Some);
    }
    type_layer(&mut section, context.limits.max_metadata).map(Some)
}

fn type_layer(section: &mut Section<'_>, most: u64) -> Result<TypeLayer> {
    version(section, 1)?;
    let transform = transform(section)?;
    version(section, 50)?;
    let descriptor = Descriptor::read_versioned(section, most)?;
    let mut layer = TypeLayer {
        text: runs::lines(descriptor.text("Txt ").unwrap_or_default()),
        transform,
        vertical: descriptor.choice("Ornt") == Some("Vrtc"),
        ..TypeLayer::default()
    };
    if let Some(Value::Raw(data)) = descriptor.get("EngineData") {
        match engine_data::parse(data) {
            Ok(engine) => layer.runs = runs::read(&engine, scale(transform)),
            Err(error) => layer.faults.push(error.message().to_owned()),
        }
    }
    layer.warp = warp(section, most).unwrap_or_else(|_| "none".to_owned());
    Ok(layer)
}

/// The style of the warp, such as `"arc"`.
fn warp(section: &mut Section<'_>, most: u64) -> Result<String> {
    version(section, 1)?;
    let descriptor = Descriptor::read_versioned(section, most)?;
    let style = descriptor.choice("warpStyle").unwrap_or_default();
    let word = style.strip_prefix("warp").unwrap_or("none");
    Ok(word.to_ascii_lowercase())
}

pub(super) fn version(section: &mut Section<'_>, expected: u16) -> Result<()> {
    let at = section.at();
    let found = section.u16()?;
    if found == expected {
        return Ok(());
    }
    Err(Error::unsupported(format!("type layer at offset {at}: version {found}")))
}

pub(super) fn transform(section: &mut Section<'_>) -> Result<[f64; 6]> {
    let mut numbers = [0.0; 6];
    for number in &mut numbers {
        *number = f64::from_be_bytes(section.array()?);
    }
    Ok(numbers)
}

/// How much the transform stretches the height of a line.
pub(super) fn scale([_, _, yx, yy, _, _]: [f64; 6]) -> f64 {
    let scale = yx.hypot(yy);
    if scale.is_finite() && scale > 0.0 { scale } else { 1.0 }
}

use imageparser_base::{Error, Result, SliceSource};

use super::first_block;
use super::linked::{LinkKind, LinkedFile};
use crate::context::Context;
use crate::descriptor::{Descriptor, Value, from_block};
use crate::layers::Layer;
use crate::section::Section;

/// What is in the file of a smart object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmartKind {
    /// Not told.
    #[default]
    Unknown,
    /// Paths.
    Vector,
    /// Pixels.
    Raster,
    /// Several pictures.
    ImageStack,
}

/// A smart object: a file that is shown through a transform.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SmartObject {
    /// The id under which the document lists the file; see [`Context::linked_file`].
    pub id: String,
    /// What the file holds.
    pub kind: SmartKind,
    /// Where the corners of the file lie on the canvas: left top, right top, right bottom, left bottom.
    pub corners: [(f64, f64); 4],
    /// Width and height of the file, in its own pixels or points.
    pub size: Option<(f64, f64)>,
    /// Whether smart filters change it.
    pub filtered: bool,
    /// Whether the file lies beside the document and not in it.
    pub linked: bool,
    /// The file, where the document lists it.
    pub file: Option<LinkedFile>,
}

/// The smart object of a layer ("Placed Layer" and "Placed Layer Data" of the file format specification).
pub(super) fn read(context: &Context, layer: &Layer) -> Result<Option<SmartObject>> {
    let found = first_block(context, layer, &[b"SoLd", b"SoLE", b"plLd", b"PlLd"])?;
    let Some((key, bytes)) = found else { return Ok(None) };
    let most = context.limits.max_metadata;
    let mut smart = if key.starts_with(b"So") { placed(&bytes, most)? } else { old(&bytes)? };
    smart.file = context.linked_file(&smart.id)?.cloned();
    let outside = smart.file.as_ref().is_some_and(|file| file.kind != LinkKind::Embedded);
    smart.linked = key == *b"SoLE" || outside;
    Ok(Some(smart))
}

/// A signature, a version, a descriptor.
fn placed(bytes: &[u8], most: u64) -> Result<SmartObject> {
    if !bytes.starts_with(b"soLD") {
        return Err(Error::corrupt("placed layer at offset 0: no signature"));
    }
    let descriptor = from_block(bytes, 8, most)?;
    let bent = numbers(&descriptor, "nonAffineTransform").or_else(|| numbers(&descriptor, "Trnf"));
    let size = descriptor.object("Sz  ").and_then(|size| Some((size.number("Wdth")?, size.number("Hght")?)));
    Ok(SmartObject {
        id: descriptor.text("Idnt").unwrap_or_default().to_owned(),
        kind: kind(descriptor.integer("Type").unwrap_or_default()),
        corners: bent.unwrap_or_default(),
        size,
        filtered: descriptor.object("filterFX").is_some_and(|filters| filters.flag("enab") != Some(false)),
        ..SmartObject::default()
    })
}

fn numbers(descriptor: &Descriptor, key: &str) -> Option<[(f64, f64); 4]> {
    let values: Vec<f64> = descriptor.list(key).iter().filter_map(number).collect();
    let [a, b, c, d, e, f, g, h] = <[f64; 8]>::try_from(values).ok()?;
    Some([(a, b), (c, d), (e, f), (g, h)])
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Double(number) | Value::Unit(_, number) => Some(*number),
        Value::Integer(number) => Some(f64::from(*number)),
        _ => None,
    }
}

fn kind(number: i64) -> SmartKind {
    match number {
        1 => SmartKind::Vector,
        2 => SmartKind::Raster,
        3 => SmartKind::ImageStack,
        _ => SmartKind::Unknown,
    }
}

/// The block of Photoshop CS to CS2, which newer versions write beside the new one.
fn old(bytes: &[u8]) -> Result<SmartObject> {
    const VERSION: u32 = 3;
    let mut source = SliceSource(bytes);
    let mut section = Section::new(&mut source, "placed layer", 0, u64::MAX);
    let (signature, version) = (section.array()?, section.u32()?);
    if signature != *b"plcL" || version != VERSION {
        return Err(Error::unsupported(format!("placed layer at offset 0: version {version}")));
    }
    let length = u64::from(section.u8()?);
    let id = section.bytes(length, 255)?;
    section.skip(12)?; // page, pages, anti-aliasing
    let kind = kind(i64::from(section.u32()?));
    let mut corners = [(0.0, 0.0); 4];
    for corner in &mut corners {
        *corner = (f64::from_be_bytes(section.array()?), f64::from_be_bytes(section.array()?));
    }
    Ok(SmartObject { id: String::from_utf8_lossy(&id).into_owned(), kind, corners, ..SmartObject::default() })
}

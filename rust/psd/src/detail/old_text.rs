//! Text of Photoshop 5 ("Type Tool Info" of the file format specification).

use imageparser_base::{Error, Result};

use super::runs::{TextRun, lines};
use super::text::{TypeLayer, scale, transform, version};
use crate::layers::names;
use crate::section::Section;

const MOST_FACES: u16 = 1000;
const MOST_LINES: u16 = 10_000;
const MOST_CHARACTERS: usize = 1 << 20;
const ONE: f64 = 65536.0;

struct Style {
    mark: u16,
    face: u16,
    size: f64,
}

/// Read the block at the cursor.
pub(super) fn read(section: &mut Section<'_>) -> Result<TypeLayer> {
    version(section, 1)?;
    let transform = transform(section)?;
    version(section, 6)?;
    let faces = counted(section, MOST_FACES, face)?;
    let styles = counted(section, MOST_FACES, style)?;
    section.skip(2 + 4)?; // type, scaling
    section.skip(4)?; // characters
    section.skip(16)?; // place and selection
    let mut layer = TypeLayer { transform, warp: "none".to_owned(), ..TypeLayer::default() };
    let characters = text(section, &mut layer)?;
    for part in characters.chunk_by(|a, b| a.1 == b.1) {
        let units: Vec<u16> = part.iter().map(|(unit, _)| *unit).collect();
        let style = styles.iter().find(|style| style.mark == part[0].1);
        let font = style.and_then(|style| faces.iter().find(|face| face.0 == style.face)).map(|face| face.1.clone());
        let size = style.map(|style| (style.size * scale(transform)) as f32);
        let text = lines(&String::from_utf16_lossy(&units));
        layer.runs.push(TextRun { text, font, size, bold: false, italic: false, color: None });
    }
    layer.text = layer.runs.iter().map(|run| run.text.as_str()).collect();
    Ok(layer)
}

fn counted<T>(section: &mut Section<'_>, most: u16, each: fn(&mut Section<'_>) -> Result<T>) -> Result<Vec<T>> {
    let count = section.u16()?;
    if count > most {
        return Err(section.error(&format!("a list of {count}")));
    }
    (0..count).map(|_| each(section)).collect()
}

/// Mark and name of a font.
fn face(section: &mut Section<'_>) -> Result<(u16, String)> {
    let mark = section.u16()?;
    section.skip(4)?; // kind of font
    let name = pascal(section)?;
    pascal(section)?; // family
    pascal(section)?; // style
    section.skip(2)?; // script
    let axes = section.u32()?;
    section.skip(u64::from(axes) * 4)?;
    Ok((mark, name))
}

fn pascal(section: &mut Section<'_>) -> Result<String> {
    let length = u64::from(section.u8()?);
    Ok(names::decode(&section.bytes(length, 255)?))
}

fn style(section: &mut Section<'_>) -> Result<Style> {
    let (mark, face, size) = (section.u16()?, section.u16()?, f64::from(section.i32()?) / ONE);
    section.skip(16)?; // tracking, kerning, leading, base shift
    section.skip(3)?; // automatic kerning, a byte of old versions, rotation
    Ok(Style { mark, face, size })
}

/// The characters of all lines with the marks of their styles.
fn text(section: &mut Section<'_>, layer: &mut TypeLayer) -> Result<Vec<(u16, u16)>> {
    let mut characters: Vec<(u16, u16)> = Vec::new();
    let count = section.u16()?.min(MOST_LINES);
    for _ in 0..count {
        let length = section.u32()? as usize;
        layer.vertical = section.u16()? != 0;
        section.skip(2)?; // alignment
        if length > MOST_CHARACTERS - characters.len() {
            return Err(Error::too_large(format!("type layer at offset {}: {length} characters", section.at())));
        }
        if let Some(&(_, last)) = characters.last() {
            characters.push((0x0D, last));
        }
        for _ in 0..length {
            characters.push((section.u16()?, section.u16()?));
        }
    }
    Ok(characters)
}

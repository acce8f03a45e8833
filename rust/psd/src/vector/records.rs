use imageparser_base::{Error, Result, SliceSource};
use imageparser_raster::path::{Component, FillRule, Knot, Operation, Path, Point, Subpath};

use crate::section::Section;

/// A vector mask block: version 3, flags (1 inverted, 2 not linked with the layer, 4 switched off), then path records.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Records {
    /// In canvas pixels.
    pub(super) path: Path,
    /// What the path covers is hidden.
    pub(super) inverted: bool,
    /// Switched off.
    pub(super) disabled: bool,
}

/// Bytes of a path record: a selector of two bytes, 24 of data.
const RECORD: u64 = 26;
/// 8.24 fixed point numbers; 1 is the whole canvas.
const ONE: f64 = 16_777_216.0;

/// Read a block `vmsk` or `vsms` of a document of `size` pixels ("Path resource format" and "Vector mask setting" of the
/// file format specification).
///
/// Not in it, but in files: the length record of a subpath goes on after its count with the operation (0 exclude, 1 unite,
/// 2 subtract, 3 intersect, -1 filled together with the subpath before), then the fill rule (2 non-zero, else even-odd).
pub(super) fn read(bytes: &[u8], size: (u32, u32)) -> Result<Records> {
    let mut source = SliceSource(bytes);
    let mut section = Section::new(&mut source, "vector mask", 0, u64::MAX);
    let version = section.u32()?;
    if version != 3 {
        return Err(Error::unsupported(format!("vector mask of version {version}")));
    }
    let flags = section.u32()?;
    let mut records = Records { inverted: flags & 1 != 0, disabled: flags & 4 != 0, ..Records::default() };
    while section.left() >= RECORD {
        let next = section.at() + RECORD;
        record(&mut section, &mut records.path, size)?;
        section.seek(next)?;
    }
    records.path.components.iter_mut().for_each(|part| part.subpaths.retain(|sub| !sub.knots.is_empty()));
    Ok(records)
}

fn record(section: &mut Section<'_>, path: &mut Path, size: (u32, u32)) -> Result<()> {
    let selector = section.u16()?;
    match selector {
        0 | 3 => subpath(section, selector == 0, path),
        1 | 2 | 4 | 5 => {
            let knot = knot(section, size)?;
            let last = path.components.last_mut().and_then(|component| component.subpaths.last_mut());
            let Some(subpath) = last else { return Err(section.error("a knot without a subpath")) };
            subpath.knots.push(knot);
            Ok(())
        }
        6 | 7 => Ok(()),
        8 => {
            path.full = section.u16()? != 0;
            Ok(())
        }
        _ => Err(section.error(&format!("path record of unknown kind {selector}"))),
    }
}

fn subpath(section: &mut Section<'_>, closed: bool, path: &mut Path) -> Result<()> {
    section.u16()?;
    let operation = section.i16()?;
    let rule = if section.u16()? == 2 { FillRule::NonZero } else { FillRule::EvenOdd };
    let subpath = Subpath { knots: Vec::new(), closed };
    if let (-1, Some(component)) = (operation, path.components.last_mut()) {
        component.subpaths.push(subpath);
        return Ok(());
    }
    let operation = match operation {
        0 => Operation::Exclude,
        -1 | 1 => Operation::Unite,
        2 => Operation::Subtract,
        3 => Operation::Intersect,
        _ => return Err(Error::unsupported(format!("path operation {operation}"))),
    };
    path.components.push(Component { operation, rule, subpaths: vec![subpath] });
    Ok(())
}

/// Three points, each row first.
fn knot(section: &mut Section<'_>, (width, height): (u32, u32)) -> Result<Knot> {
    let mut point = || -> Result<Point> {
        let (y, x) = (section.i32()?, section.i32()?);
        Ok(Point::new(f64::from(x) / ONE * f64::from(width), f64::from(y) / ONE * f64::from(height)))
    };
    Ok(Knot { before: point()?, anchor: point()?, after: point()? })
}

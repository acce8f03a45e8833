//! AVIF: the EXIF and XMP items of the top-level meta box (ISO 14496-12, section 8.11).

use imageparser_base::{ByteSource, Format, Result};

use crate::metadata::{Collector, array, no_signature};

/// Boxes before the meta box; real files have one or two.
const MAX_BOXES: u32 = 1000;
const XMP_TYPE: &[u8] = b"application/rdf+xml\0";

pub(crate) fn read(source: &mut dyn ByteSource, found: &mut Collector) -> Result<()> {
    let head = array::<32>(source, 0)?.and_then(|head| Format::sniff(&head));
    if head != Some(Format::Avif) {
        return Err(no_signature("AVIF"));
    }
    let mut at = 0;
    for _ in 0..MAX_BOXES {
        let Some([a, b, c, d, name @ ..]) = array::<8>(source, at)? else {
            return Ok(());
        };
        let (header, length) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (8, source.len() - at),
            1 => (16, array::<8>(source, at + 8)?.map_or(0, u64::from_be_bytes)),
            short => (8, u64::from(short)),
        };
        if length < header || at.checked_add(length).is_none() {
            found.warn(format!("a box at offset {at} has no valid length"));
            return Ok(());
        }
        if &name == b"meta" {
            let meta = found.fetch(source, at + header, length - header, "the meta box")?;
            return meta.map_or(Ok(()), |meta| items(source, &meta, found));
        }
        at += length;
    }
    Ok(())
}

/// What an item is for us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Exif,
    Xmp,
}

fn items(source: &mut dyn ByteSource, meta: &[u8], found: &mut Collector) -> Result<()> {
    // A full box: version and flags come first.
    let boxes = meta.get(4..).unwrap_or(&[]);
    let (Some(info), Some(places)) = (child(boxes, *b"iinf"), child(boxes, *b"iloc")) else {
        return Ok(());
    };
    for (id, role) in roles(info).unwrap_or_default() {
        let Some(place) = Places::new(places).and_then(|mut places| places.find(id)) else {
            found.warn(format!("item {id} has no usable place"));
            continue;
        };
        let held = match place.method {
            0 => found.fetch(source, place.offset, place.length, "a metadata item")?,
            1 => inside(child(boxes, *b"idat").unwrap_or(&[]), &place).map(<[u8]>::to_vec),
            _ => None,
        };
        match (role, held) {
            // Four bytes say how far behind them the TIFF header stands.
            (Role::Exif, Some(block)) => {
                let skip = block.first_chunk::<4>().map_or(0, |skip| u32::from_be_bytes(*skip) as usize);
                found.add_exif(block.get(skip.saturating_add(4)..).unwrap_or(&[]));
            }
            (Role::Xmp, Some(packet)) => _ = found.add_xmp(&packet),
            (_, None) => found.warn(format!("item {id} cannot be read")),
        }
    }
    Ok(())
}

fn inside<'a>(data: &'a [u8], place: &Place) -> Option<&'a [u8]> {
    data.get(usize::try_from(place.offset).ok()?..)?.get(..usize::try_from(place.length).ok()?)
}

/// The payload of the first child box of that name.
fn child(boxes: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    let mut rest = boxes;
    loop {
        let (name, payload, next) = next_box(rest)?;
        if name == wanted {
            return Some(payload);
        }
        rest = next;
    }
}

fn next_box(bytes: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let (head, _) = bytes.split_first_chunk::<8>()?;
    let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    let (whole, next) = bytes.split_at_checked(if length == 0 { bytes.len() } else { length })?;
    Some(([head[4], head[5], head[6], head[7]], whole.get(8..)?, next))
}

/// The EXIF and XMP items that `iinf` names.
fn roles(info: &[u8]) -> Option<Vec<(u32, Role)>> {
    let skip = if *info.first()? == 0 { 6 } else { 8 };
    let mut rest = info.get(skip..)?;
    let mut roles = Vec::new();
    while let Some((name, payload, next)) = next_box(rest) {
        if &name == b"infe" {
            roles.extend(role(payload).filter(|_| roles.len() < 16));
        }
        rest = next;
    }
    Some(roles)
}

fn role(entry: &[u8]) -> Option<(u32, Role)> {
    let version = *entry.first()?;
    let mut fields = Fields(entry.get(4..)?);
    let id = fields.number(if version == 3 { 4 } else { 2 })? as u32;
    let [_, _, kind @ ..] = *fields.0.first_chunk::<6>()?;
    match &kind {
        b"Exif" => Some((id, Role::Exif)),
        // The item's name ends with a NUL, then comes the content type.
        b"mime" => {
            let names = fields.0.get(6..)?;
            let content = names.get(names.iter().position(|&byte| byte == 0)? + 1..)?;
            content.starts_with(XMP_TYPE).then_some((id, Role::Xmp))
        }
        _ => None,
    }
}

/// Big-endian numbers of the widths that `iloc` declares.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn number(&mut self, width: usize) -> Option<u64> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        self.0 = rest;
        Some(digits.iter().fold(0, |sum, &digit| sum << 8 | u64::from(digit)))
    }
}

struct Place {
    method: u64,
    offset: u64,
    length: u64,
}

/// The `iloc` box.
struct Places<'a> {
    version: u8,
    widths: [usize; 4],
    count: u64,
    fields: Fields<'a>,
}

impl<'a> Places<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let version = *bytes.first()?;
        let mut fields = Fields(bytes.get(4..)?);
        let nibbles = fields.number(2)? as usize;
        let widths = [nibbles >> 12 & 15, nibbles >> 8 & 15, nibbles >> 4 & 15, nibbles & 15];
        let count = fields.number(if version < 2 { 2 } else { 4 })?;
        widths.iter().all(|width| matches!(width, 0 | 4 | 8)).then_some(Self { version, widths, count, fields })
    }

    /// The place of an item that lies in one piece.
    fn find(&mut self, id: u32) -> Option<Place> {
        let [offset_width, length_width, base_width, index_width] = self.widths;
        let index_width = if self.version == 0 { 0 } else { index_width };
        for _ in 0..self.count {
            let item = self.fields.number(if self.version < 2 { 2 } else { 4 })?;
            let method = if self.version == 0 { 0 } else { self.fields.number(2)? & 15 };
            self.fields.number(2)?;
            let base = self.fields.number(base_width)?;
            let extents = self.fields.number(2)?;
            for _ in 0..extents {
                self.fields.number(index_width)?;
                let offset = base.checked_add(self.fields.number(offset_width)?)?;
                let length = self.fields.number(length_width)?;
                if item == u64::from(id) {
                    return (extents == 1).then_some(Place { method, offset, length });
                }
            }
        }
        None
    }
}

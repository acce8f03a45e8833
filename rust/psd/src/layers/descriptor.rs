//! Descriptors: named, typed items, nested. Only as much as it takes to walk to one text item.

use imageparser_base::{Error, Result};

use crate::section::Section;

const DEEPEST: u32 = 32;

/// The text item `key` at the top level of the descriptor at the cursor.
///
/// # Errors
/// `Corrupt` where it ends early, `Unsupported` where an item of unknown type stands before the text.
pub(crate) fn find_text(data: &mut Section<'_>, key: &[u8], most: u64) -> Result<Option<String>> {
    let count = open(data)?;
    for _ in 0..count {
        let found = name(data, most)? == key;
        let kind = data.array()?;
        if found && kind == *b"TEXT" {
            return data.unicode(most).map(Some);
        }
        skip_value(data, kind, DEEPEST)?;
    }
    Ok(None)
}

/// Skip the display name and class; gives the number of items.
fn open(data: &mut Section<'_>) -> Result<u32> {
    skip_unicode(data)?;
    skip_name(data)?;
    data.u32()
}

fn skip_descriptor(data: &mut Section<'_>, deeper: u32) -> Result<()> {
    for _ in 0..open(data)? {
        skip_name(data)?;
        let kind = data.array()?;
        skip_value(data, kind, deeper)?;
    }
    Ok(())
}

fn skip_value(data: &mut Section<'_>, kind: [u8; 4], deeper: u32) -> Result<()> {
    let Some(deeper) = deeper.checked_sub(1) else {
        return Err(data.error("descriptors are nested too deep"));
    };
    match &kind {
        b"Objc" | b"GlbO" => skip_descriptor(data, deeper),
        b"VlLs" => skip_list(data, deeper),
        b"obj " => skip_reference(data),
        b"TEXT" => skip_unicode(data),
        b"doub" | b"comp" => data.skip(8),
        b"UntF" => data.skip(12),
        b"long" => data.skip(4),
        b"bool" => data.skip(1),
        b"enum" => skip_name(data).and_then(|()| skip_name(data)),
        b"type" | b"GlbC" => skip_class(data),
        b"alis" | b"tdta" | b"Pth " => {
            let length = u64::from(data.u32()?);
            data.skip(length)
        }
        b"UnFl" => {
            data.skip(4)?;
            let count = u64::from(data.u32()?);
            data.skip(count * 8)
        }
        b"ObAr" => data.skip(4).and_then(|()| skip_descriptor(data, deeper)),
        _ => {
            let at = data.at();
            Err(Error::unsupported(format!("descriptor at offset {at}: unknown type '{}'", kind.escape_ascii())))
        }
    }
}

fn skip_list(data: &mut Section<'_>, deeper: u32) -> Result<()> {
    for _ in 0..data.u32()? {
        let kind = data.array()?;
        skip_value(data, kind, deeper)?;
    }
    Ok(())
}

fn skip_reference(data: &mut Section<'_>) -> Result<()> {
    for _ in 0..data.u32()? {
        let form: [u8; 4] = data.array()?;
        match &form {
            b"prop" => skip_class(data).and_then(|()| skip_name(data))?,
            b"Clss" => skip_class(data)?,
            b"Enmr" => {
                skip_class(data)?;
                skip_name(data)?;
                skip_name(data)?;
            }
            b"rele" => skip_class(data).and_then(|()| data.skip(4))?,
            b"Idnt" | b"indx" => data.skip(4)?,
            b"name" => skip_class(data).and_then(|()| skip_unicode(data))?,
            _ => return Err(Error::unsupported(format!("descriptor at offset {}: unknown reference", data.at()))),
        }
    }
    Ok(())
}

fn skip_class(data: &mut Section<'_>) -> Result<()> {
    skip_unicode(data)?;
    skip_name(data)
}

/// A name is a length and as many characters; length 0 stands for four.
fn name(data: &mut Section<'_>, most: u64) -> Result<Vec<u8>> {
    let length = name_length(data)?;
    data.bytes(length, most)
}

fn skip_name(data: &mut Section<'_>) -> Result<()> {
    let length = name_length(data)?;
    data.skip(length)
}

fn name_length(data: &mut Section<'_>) -> Result<u64> {
    let length = u64::from(data.u32()?);
    Ok(if length == 0 { 4 } else { length })
}

fn skip_unicode(data: &mut Section<'_>) -> Result<()> {
    let count = u64::from(data.u32()?);
    data.skip(count * 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use imageparser_base::{ErrorKind, SliceSource};

    fn unicode(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
        [&(units.len() as u32 / 2).to_be_bytes(), units.as_slice()].concat()
    }

    fn descriptor(items: &[Vec<u8>]) -> Vec<u8> {
        [&unicode(""), b"\0\0\0\0null".as_slice(), &(items.len() as u32).to_be_bytes(), &items.concat()].concat()
    }

    fn item(key: &[u8], kind: &[u8], value: &[u8]) -> Vec<u8> {
        [b"\0\0\0\0".as_slice(), key, kind, value].concat()
    }

    fn find(bytes: &[u8]) -> Result<Option<String>> {
        let mut source = SliceSource(bytes);
        find_text(&mut Section::new(&mut source, "t", 0, u64::MAX), b"Txt ", 1000)
    }

    #[test]
    fn every_type_is_walked_over() {
        let class = [unicode("n"), b"\0\0\0\x05class".to_vec()].concat();
        let id = b"\0\0\0\0abcd".as_slice();
        let list = [b"\0\0\0\x02long".as_slice(), &[0; 4], b"TEXT", &unicode("no")].concat();
        let reference = [
            b"\0\0\0\x06prop".as_slice(),
            &class,
            id,
            b"Clss",
            &class,
            b"Enmr",
            &class,
            id,
            id,
            b"rele",
            &class,
            &[0; 4],
            b"Idnt",
            &[0; 4],
            b"name",
            &class,
            &unicode("r"),
        ]
        .concat();
        let items = [
            item(b"dble", b"doub", &[0; 8]),
            item(b"unit", b"UntF", &[0; 12]),
            item(b"enum", b"enum", &[id, id].concat()),
            item(b"bool", b"bool", &[1]),
            item(b"list", b"VlLs", &list),
            item(b"refe", b"obj ", &reference),
            item(b"raw ", b"tdta", b"\0\0\0\x03xyz"),
            item(b"unfl", b"UnFl", &[b"#Pxl\0\0\0\x01".as_slice(), &[0; 8]].concat()),
            item(b"clas", b"type", &class),
            item(b"nest", b"Objc", &descriptor(&[item(b"Txt ", b"TEXT", &unicode("inner"))])),
            item(b"Txt ", b"TEXT", &unicode("안녕\rhi")),
        ];
        assert_eq!(find(&descriptor(&items)).expect("good"), Some("안녕\rhi".to_owned()));
        assert_eq!(find(&descriptor(&items[..10])).expect("good"), None, "only the top level counts");
    }

    #[test]
    fn unknown_types_and_deep_nesting_are_named() {
        let odd = find(&descriptor(&[item(b"what", b"????", b"")])).expect_err("unknown");
        assert_eq!(odd.kind(), ErrorKind::Unsupported);
        let deep = (0..40).fold(descriptor(&[]), |inner, _| descriptor(&[item(b"nest", b"Objc", &inner)]));
        assert!(find(&deep).expect_err("deep").message().contains("too deep"));
    }
}

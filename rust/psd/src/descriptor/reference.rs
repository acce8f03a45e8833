use imageparser_base::{Error, Result};

use super::read::name;
use crate::section::Section;

/// Forms of one reference; the format itself has a handful.
const MOST_FORMS: u32 = 4096;

/// The forms of the reference at the cursor as readable text ("Reference structure" of the specification).
pub(super) fn read(section: &mut Section<'_>, most: u64) -> Result<Vec<String>> {
    let count = section.u32()?;
    if count > MOST_FORMS {
        return Err(section.error(&format!("a reference of {count} forms")));
    }
    let mut forms = Vec::new();
    for _ in 0..count {
        forms.push(form(section, most)?);
    }
    Ok(forms)
}

fn form(section: &mut Section<'_>, most: u64) -> Result<String> {
    let at = section.at();
    let kind: [u8; 4] = section.array()?;
    Ok(match &kind {
        b"prop" => format!("prop {} {}", class(section, most)?, name(section)?),
        b"Clss" => format!("Clss {}", class(section, most)?),
        b"Enmr" => format!("Enmr {} {} {}", class(section, most)?, name(section)?, name(section)?),
        b"rele" => format!("rele {} {}", class(section, most)?, section.i32()?),
        b"Idnt" => format!("Idnt {}", section.u32()?),
        b"indx" => format!("indx {}", section.u32()?),
        b"name" => format!("name {} {}", class(section, most)?, section.unicode(most)?),
        _ => {
            let kind = kind.escape_ascii();
            return Err(Error::unsupported(format!("descriptor at offset {at}: unknown reference '{kind}'")));
        }
    })
}

/// The class id; its display name says nothing more.
fn class(section: &mut Section<'_>, most: u64) -> Result<String> {
    section.unicode(most)?;
    name(section)
}

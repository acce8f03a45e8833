use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::Tables;
use imageparser_raster::scene::{Adjust, Model};

use super::{Setup, lookup_text};
use crate::descriptor::{Descriptor, Value};

/// `clrL`: a version, then a descriptor with the table as the text of a file, or a profile.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    let settings = setup.descriptor(block, 2)?;
    let Some(text) = raw(&settings, "LUT3DFileData") else {
        if raw(&settings, "profile").is_none() {
            // Nothing was chosen yet.
            return Ok(Arc::new(Tables(Vec::new())));
        }
        let kind = settings.choice("lookupType").unwrap_or("unknown");
        return Err(Error::unsupported(format!("colour lookup by an ICC profile ({kind})")));
    };
    setup.only(&[Model::Rgb], "colour lookup")?;
    let format = settings.choice("LUTFormat").unwrap_or("");
    let bgr = |key: &str| settings.choice(key) == Some("bgrOrder");
    let lookup = lookup_text::read(format, text, bgr("dataOrder"), bgr("tableOrder"))?;
    Ok(Arc::new(lookup))
}

fn raw<'a>(settings: &'a Descriptor, key: &str) -> Option<&'a [u8]> {
    match settings.get(key)? {
        Value::Raw(bytes) if !bytes.is_empty() => Some(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CMYK, RGB, pixel, survives};
    use super::*;
    use crate::descriptor::write::{made, versioned};

    fn block(items: &[(&str, Value)]) -> Vec<u8> {
        [vec![0, 1], versioned(&made("null", items))].concat()
    }

    fn cube() -> Vec<u8> {
        // Red and blue change places.
        let line = |i: i32| format!("{} {} {}\n", i / 4, i / 2 % 2, i % 2);
        let text = format!("LUT_3D_SIZE 2\n{}", (0..8).map(line).collect::<String>());
        let format = Value::Enum("LUTFormatType".to_owned(), "LUTFormatCUBE".to_owned());
        block(&[("LUTFormat", format), ("LUT3DFileData", Value::Raw(text.into_bytes()))])
    }

    #[test]
    fn a_table_in_the_file_is_used() {
        let adjust = read(&RGB, &cube()).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[10, 100, 200]), [200, 100, 10]);
        assert!(read(&CMYK, &cube()).is_err());
        survives(read, &cube());
    }

    #[test]
    fn nothing_chosen_changes_nothing_and_profiles_are_named() {
        let adjust = read(&RGB, &block(&[])).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[10, 100, 200]), [10, 100, 200]);
        let kind = Value::Enum("colorLookupType".to_owned(), "abstractProfile".to_owned());
        let error = read(&RGB, &block(&[("lookupType", kind), ("profile", Value::Raw(vec![1]))])).expect_err("ICC");
        assert_eq!(error.message(), "colour lookup by an ICC profile (abstractProfile)");
    }
}

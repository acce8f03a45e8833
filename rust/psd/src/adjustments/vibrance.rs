use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::adjust::Vibrance;
use imageparser_raster::scene::{Adjust, Model};

use super::Setup;

/// `vibA`: a descriptor with two percentages.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb], "vibrance")?;
    let settings = setup.descriptor(block, 0)?;
    let share = |key: &str| (settings.number(key).unwrap_or(0.0) / 100.0).clamp(-1.0, 1.0);
    Ok(Arc::new(Vibrance::new(setup.depth, share("vibrance"), share("Strt"))))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{GREY, RGB, pixel, survives};
    use super::*;
    use crate::descriptor::Value;
    use crate::descriptor::write::{made, versioned};

    #[test]
    fn both_settings_are_read() {
        let items = [("vibrance", Value::Integer(0)), ("Strt", Value::Integer(-100))];
        let bytes = versioned(&made("null", &items));
        let adjust = read(&RGB, &bytes).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[255, 0, 0]), [146, 146, 146]);
        assert!(read(&GREY, &bytes).is_err());
        survives(read, &bytes);
    }
}

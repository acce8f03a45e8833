use std::sync::Arc;

use imageparser_base::{Error, Result};
use imageparser_raster::adjust::BlackWhite;
use imageparser_raster::scene::{Adjust, Model};

use super::Setup;
use crate::descriptor::Descriptor;

/// `blwh`: a descriptor with a percentage for each of six hues, and a tint.
pub(super) fn read(setup: &Setup, block: &[u8]) -> Result<Arc<dyn Adjust>> {
    setup.only(&[Model::Rgb], "black & white")?;
    let settings = setup.descriptor(block, 0)?;
    let share = |key: &str, usual: f64| (settings.number(key).unwrap_or(usual) / 100.0).clamp(-2.0, 3.0) as f32;
    let tint = if settings.flag("useTint").unwrap_or(false) { Some(tint(&settings)?) } else { None };
    Ok(Arc::new(BlackWhite {
        primaries: [share("Rd  ", 40.0), share("Grn ", 40.0), share("Bl  ", 20.0)],
        secondaries: [share("Yllw", 60.0), share("Cyn ", 60.0), share("Mgnt", 80.0)],
        tint,
    }))
}

fn tint(settings: &Descriptor) -> Result<[f32; 3]> {
    let color = settings.object("tintColor");
    let value =
        |key: &str| color.and_then(|color| color.number(key)).map(|value| (value / 255.0).clamp(0.0, 1.0) as f32);
    match (value("Rd  "), value("Grn "), value("Bl  ")) {
        (Some(red), Some(green), Some(blue)) => Ok([red, green, blue]),
        _ => Err(Error::unsupported("black & white with a tint that is not RGB")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{LAB, RGB, pixel, survives};
    use super::*;
    use crate::descriptor::Value;
    use crate::descriptor::write::{made, versioned};

    fn block(tint: Option<Descriptor>) -> Vec<u8> {
        let mut items = vec![
            ("Rd  ", Value::Integer(40)),
            ("Yllw", Value::Integer(100)),
            ("Grn ", Value::Integer(40)),
            ("Cyn ", Value::Integer(60)),
            ("Bl  ", Value::Integer(20)),
            ("Mgnt", Value::Integer(80)),
            ("useTint", Value::Bool(tint.is_some())),
        ];
        items.extend(tint.map(|tint| ("tintColor", Value::Object(tint))));
        versioned(&made("null", &items))
    }

    #[test]
    fn sliders_are_percentages() {
        let adjust = read(&RGB, &block(None)).expect("good");
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[255, 255, 0]), [255, 255, 255]);
        assert_eq!(pixel(&RGB, adjust.as_ref(), &[255, 0, 0]), [102, 102, 102]);
        assert!(read(&LAB, &block(None)).is_err());
    }

    #[test]
    fn the_tint_colours_greys() {
        let rgb = |value: f64| Value::Double(value);
        let tint = made("RGBC", &[("Rd  ", rgb(225.0)), ("Grn ", rgb(211.0)), ("Bl  ", rgb(179.0))]);
        let bytes = block(Some(tint));
        let made_of_grey = pixel(&RGB, read(&RGB, &bytes).expect("good").as_ref(), &[100, 100, 100]);
        assert!(made_of_grey[0] > 100 && made_of_grey[2] < 100, "{made_of_grey:?}");
        assert!(read(&RGB, &block(Some(made("HSBC", &[])))).is_err());
        survives(read, &bytes);
    }
}

//! XMP properties to fields of the table.

use crate::exif_values::{list, orientation, rating, unique};
use crate::metadata::{Facts, Value};
use crate::table::{FIELDS, Field, Kind};
use crate::xmp::Packet;
use crate::{dates, gps, text};

pub(crate) fn facts(packet: &Packet) -> Facts {
    FIELDS
        .iter()
        .filter_map(|field| {
            let value = field.xmp.iter().find_map(|property| value(packet, field, property))?;
            Some((field.name, value))
        })
        .collect()
}

/// Properties in which generators leave their records.
const GENERATOR_PROPERTIES: &[&str] =
    &["exif:UserComment", "dc:description", "tiff:ImageDescription", "dc:title", "xmp:CreatorTool", "tiff:Software"];

/// The texts of [`GENERATOR_PROPERTIES`] that are there.
pub(crate) fn generator_texts(packet: &Packet) -> Vec<(&'static str, String)> {
    let text = |&name: &&'static str| Some((name, text::clean(packet.values.get(name)?.first()?)?));
    GENERATOR_PROPERTIES.iter().filter_map(text).collect()
}

fn value(packet: &Packet, field: &Field, property: &str) -> Option<Value> {
    let values = packet.values.get(property)?;
    let first = text::clean(values.first()?)?;
    match field.kind {
        Kind::Text if property == "dc:creator" => text::clean(&values.join("; ")).map(Value::Text),
        Kind::Text => Some(Value::Text(first)),
        // A bag written as plain text is separated by semicolons.
        Kind::List if values.len() == 1 => list(&first),
        Kind::List => unique(values.iter().filter_map(|item| text::clean(item))),
        Kind::Integer => number(&first).filter(|n| (0.0..=1e12).contains(n)).map(|n| Value::Integer(n as i64)),
        Kind::Float => number(&first).map(Value::Float),
        Kind::Orientation => orientation(number(&first)?),
        Kind::Rating => rating(number(&first)?, property.starts_with("MicrosoftPhoto")),
        Kind::Date => dates::iso(&first, None, None).map(Value::Text),
        Kind::Position => position(packet, property, &first).map(Value::Float),
    }
}

/// A decimal number or a fraction `1/200`.
fn number(text: &str) -> Option<f64> {
    let value = match text.split_once('/') {
        Some((above, below)) => above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?,
        None => text.parse::<f64>().ok()?,
    };
    value.is_finite().then_some(value)
}

fn position(packet: &Packet, property: &str, text: &str) -> Option<f64> {
    match property {
        "exif:GPSLatitude" => gps::from_text(text, 90.0),
        "exif:GPSLongitude" => gps::from_text(text, 180.0),
        _ => {
            let reference = packet.values.get("exif:GPSAltitudeRef").and_then(|values| values.first());
            gps::altitude(number(text)?, reference.is_some_and(|reference| reference == "1"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(pairs: &[(&str, &str)]) -> Facts {
        let values = pairs.iter().map(|(k, v)| ((*k).to_owned(), vec![(*v).to_owned()])).collect();
        facts(&Packet { values, extension: None })
    }

    #[test]
    fn kinds() {
        let found = packet(&[
            ("exif:ExposureTime", "1/200"),
            ("exif:FNumber", "1/0"),
            ("xmp:Rating", "-1"),
            ("exif:GPSLatitude", "37,30N"),
            ("exif:GPSAltitude", "25/2"),
            ("exif:GPSAltitudeRef", "1"),
            ("dc:subject", "one; two;one"),
            ("xmp:ModifyDate", "2020-07-23T11:32:20Z"),
        ]);
        assert_eq!(found["exposure_time"], Value::Float(0.005));
        assert!(!found.contains_key("f_number"));
        assert_eq!(found["rating"], Value::Integer(0));
        assert_eq!(found["gps_lat"], Value::Float(37.5));
        assert_eq!(found["gps_alt"], Value::Float(-12.5));
        assert_eq!(found["keywords"], Value::List(vec!["one".to_owned(), "two".to_owned()]));
        assert_eq!(found["datetime"].as_text(), Some("2020-07-23T11:32:20Z"));
    }

    #[test]
    fn windows_percent_to_stars() {
        for (percent, stars) in [("0", 0), ("1", 1), ("25", 2), ("50", 3), ("75", 4), ("99", 5)] {
            assert_eq!(packet(&[("MicrosoftPhoto:Rating", percent)])["rating"], Value::Integer(stars));
        }
    }
}

//! EXIF tags to fields of the table.

use crate::exif::{Dir, Tag, Tags};
use crate::metadata::{Facts, Value};
use crate::table::{FIELDS, Field, Kind};
use crate::{dates, gps, text};

const USER_COMMENT: u16 = 0x9286;
/// XPTitle, XPComment, XPAuthor, XPKeywords, XPSubject.
const WINDOWS_TAGS: std::ops::RangeInclusive<u16> = 0x9C9B..=0x9C9F;
const RATING_PERCENT: u16 = 0x4749;
const GPS_DATE: (Dir, u16) = (Dir::Gps, 0x001D);
const ALTITUDE: u16 = 0x0006;

pub(crate) fn facts(tags: &Tags) -> Facts {
    FIELDS
        .iter()
        .filter_map(|field| {
            let value = field.exif.iter().find_map(|&place| value(tags, field, place))?;
            Some((field.name, value))
        })
        .collect()
}

/// Tags in which generators leave their records: IFD0 may hold a UserComment of its own.
const GENERATOR_TAGS: &[(&str, (Dir, u16))] = &[
    ("UserComment", (Dir::Exif, USER_COMMENT)),
    ("IFD0:UserComment", (Dir::Main, USER_COMMENT)),
    ("ImageDescription", (Dir::Main, 0x010E)),
    ("Make", (Dir::Main, 0x010F)),
    ("Model", (Dir::Main, 0x0110)),
    ("Software", (Dir::Main, 0x0131)),
    ("DocumentName", (Dir::Main, 0x010D)),
    ("Artist", (Dir::Main, 0x013B)),
    ("XPTitle", (Dir::Main, 0x9C9B)),
    ("XPComment", (Dir::Main, 0x9C9C)),
    ("XPKeywords", (Dir::Main, 0x9C9E)),
    ("XPSubject", (Dir::Main, 0x9C9F)),
];

/// The texts of [`GENERATOR_TAGS`] that are there.
pub(crate) fn generator_texts(tags: &Tags) -> Vec<(&'static str, String)> {
    let text = |&(name, place): &(&'static str, (Dir, u16))| Some((name, words(tags, place.1, tags.get(place)?)?));
    GENERATOR_TAGS.iter().filter_map(text).collect()
}

fn value(tags: &Tags, field: &Field, place: (Dir, u16)) -> Option<Value> {
    let tag = tags.get(place)?;
    match field.kind {
        Kind::Text => words(tags, place.1, tag).map(Value::Text),
        Kind::List => list(&words(tags, place.1, tag)?),
        Kind::Integer => tag.number(0).filter(|n| (0.0..=1e12).contains(n)).map(|n| Value::Integer(n as i64)),
        Kind::Float => tag.number(0).map(Value::Float),
        Kind::Orientation => orientation(tag.number(0)?),
        Kind::Rating => rating(tag.number(0)?, place.1 == RATING_PERCENT),
        Kind::Date => date(tags, place).map(Value::Text),
        Kind::Position => position(tags, place).map(Value::Float),
    }
}

fn words(tags: &Tags, number: u16, tag: &Tag) -> Option<String> {
    let bytes = tag.text()?;
    match number {
        USER_COMMENT => text::user_comment(bytes, tags.big_endian),
        number if WINDOWS_TAGS.contains(&number) => text::utf16_le(bytes),
        _ => text::field(bytes),
    }
}

/// Several texts in one value are separated by semicolons (MWG guidelines 2.0, section 5.4).
pub(crate) fn list(joined: &str) -> Option<Value> {
    unique(joined.split(';').filter_map(text::clean))
}

/// A list in order, without repeats; an empty one is no value.
pub(crate) fn unique(items: impl Iterator<Item = String>) -> Option<Value> {
    let mut seen = std::collections::HashSet::new();
    let kept: Vec<String> = items.filter(|item| seen.insert(item.clone())).collect();
    (!kept.is_empty()).then_some(Value::List(kept))
}

pub(crate) fn orientation(number: f64) -> Option<Value> {
    (1.0..=8.0).contains(&number).then_some(Value::Integer(number as i64))
}

/// Stars, or Windows' percent (1, 25, 50, 75, 99 for one to five stars).
pub(crate) fn rating(number: f64, percent: bool) -> Option<Value> {
    let stars = if percent && number > 0.0 { ((number + 1.0) / 25.0).floor() + 1.0 } else { number };
    (-1.0..=5.0).contains(&stars).then(|| Value::Integer(stars.max(0.0).round() as i64))
}

fn date(tags: &Tags, place: (Dir, u16)) -> Option<String> {
    let text_of = |tag: u16| tags.get((Dir::Exif, tag)).and_then(Tag::text).and_then(text::field);
    let (fraction, offset) = match place {
        (Dir::Main, 0x0132) => (0x9290, 0x9010),
        (Dir::Exif, 0x9003) => (0x9291, 0x9011),
        (Dir::Exif, 0x9004) => (0x9292, 0x9012),
        _ => return gps_date(tags, place),
    };
    let stamp = text::field(tags.get(place)?.text()?)?;
    dates::iso(&stamp, text_of(fraction).as_deref(), text_of(offset).as_deref())
}

/// GPS time stands in three fractions, its date in another tag; both are UTC.
fn gps_date(tags: &Tags, place: (Dir, u16)) -> Option<String> {
    let day = text::field(tags.get(GPS_DATE)?.text()?)?;
    let clock = tags.get(place)?;
    let (h, m, s) = (clock.number(0)?, clock.number(1)?, clock.number(2).unwrap_or(0.0));
    if !(0.0..24.0).contains(&h) || !(0.0..60.0).contains(&m) || !(0.0..61.0).contains(&s) {
        return None;
    }
    dates::iso(&format!("{day} {h:02.0}:{m:02.0}:{:02.0}Z", s.floor()), None, None)
}

fn position(tags: &Tags, (dir, number): (Dir, u16)) -> Option<f64> {
    let tag = tags.get((dir, number))?;
    let reference = tags.get((dir, number - 1));
    if number == ALTITUDE {
        let below = reference.and_then(|tag| tag.number(0)) == Some(1.0);
        return gps::altitude(tag.number(0)?, below);
    }
    let letter = reference.and_then(Tag::text).and_then(|bytes| bytes.first().copied());
    let parts = [tag.number(0)?, tag.number(1).unwrap_or(0.0), tag.number(2).unwrap_or(0.0)];
    gps::degrees(parts, letter.unwrap_or(0), if number == 0x0002 { 90.0 } else { 180.0 })
}

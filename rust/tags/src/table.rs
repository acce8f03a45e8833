//! The field table: the one place that says which names exist, what fills them and which block wins.

use crate::exif::Dir::{self, Exif, Gps, Main};

/// What a field's value looks like and how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// List of texts.
    List,
    /// Whole number.
    Integer,
    /// Finite number.
    Float,
    /// ISO 8601, as exact as the file says: date, time, fraction, offset.
    Date,
    /// 0 to 5 stars; "rejected" (-1) is 0, percent values are mapped to stars.
    Rating,
    /// 1 to 8; anything else is left out.
    Orientation,
    /// Signed decimal degrees, or metres for the altitude.
    Position,
}

/// The kinds of block, as indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// EXIF or TIFF directories.
    Exif,
    /// XMP packet.
    Xmp,
    /// IPTC data sets.
    Iptc,
}

/// Which block wins where several give a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Facts that a camera writes: EXIF, then XMP, then IPTC.
    Camera,
    /// Words that people write: XMP, then IPTC, then EXIF.
    Words,
}

impl Order {
    pub(crate) fn sources(self) -> [Source; 3] {
        match self {
            Self::Camera => [Source::Exif, Source::Xmp, Source::Iptc],
            Self::Words => [Source::Xmp, Source::Iptc, Source::Exif],
        }
    }
}

/// One field of [`crate::Metadata::exif`].
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The stable name.
    pub name: &'static str,
    /// How it is read.
    pub kind: Kind,
    /// Which block wins.
    pub order: Order,
    /// EXIF directory and tag, the first present one wins.
    pub exif: &'static [(Dir, u16)],
    /// XMP properties with the usual prefixes, the first present one wins.
    pub xmp: &'static [&'static str],
    /// IPTC data sets of record 2, the first present one wins.
    pub iptc: &'static [u8],
}

type Tags = &'static [(Dir, u16)];
type Properties = &'static [&'static str];

const fn camera(name: &'static str, kind: Kind, exif: Tags, xmp: Properties) -> Field {
    Field { name, kind, order: Order::Camera, exif, xmp, iptc: &[] }
}

const fn dated(name: &'static str, exif: Tags, xmp: Properties, iptc: &'static [u8]) -> Field {
    Field { name, kind: Kind::Date, order: Order::Camera, exif, xmp, iptc }
}

const fn words(name: &'static str, kind: Kind, exif: Tags, xmp: Properties, iptc: &'static [u8]) -> Field {
    Field { name, kind, order: Order::Words, exif, xmp, iptc }
}

/// Every field, in the order of the names' families.
pub const FIELDS: &[Field] = &[
    // The camera and its settings.
    camera("make", Kind::Text, &[(Main, 0x010F)], &["tiff:Make"]),
    camera("model", Kind::Text, &[(Main, 0x0110)], &["tiff:Model"]),
    camera("lens", Kind::Text, &[(Exif, 0xA434)], &["exifEX:LensModel", "aux:Lens"]),
    camera("software", Kind::Text, &[(Main, 0x0131)], &["tiff:Software"]),
    camera("orientation", Kind::Orientation, &[(Main, 0x0112)], &["tiff:Orientation"]),
    camera("exposure_time", Kind::Float, &[(Exif, 0x829A)], &["exif:ExposureTime"]),
    camera("exposure_bias", Kind::Float, &[(Exif, 0x9204)], &["exif:ExposureBiasValue"]),
    camera("f_number", Kind::Float, &[(Exif, 0x829D)], &["exif:FNumber"]),
    camera(
        "iso",
        Kind::Integer,
        &[(Exif, 0x8827), (Exif, 0x8833), (Exif, 0x8832)],
        &["exif:ISOSpeedRatings", "exifEX:PhotographicSensitivity"],
    ),
    camera("focal_length", Kind::Float, &[(Exif, 0x920A)], &["exif:FocalLength"]),
    camera("focal_length_35mm", Kind::Integer, &[(Exif, 0xA405)], &["exif:FocalLengthIn35mmFilm"]),
    // When. IPTC gives a date set; its time set stands beside it (see `iptc`).
    dated("datetime_original", &[(Exif, 0x9003)], &["exif:DateTimeOriginal", "photoshop:DateCreated"], &[55]),
    dated("datetime_digitized", &[(Exif, 0x9004)], &["exif:DateTimeDigitized", "xmp:CreateDate"], &[62]),
    dated("datetime", &[(Main, 0x0132)], &["xmp:ModifyDate", "tiff:DateTime"], &[]),
    dated("gps_datetime", &[(Gps, 0x0007)], &["exif:GPSTimeStamp", "exif:GPSDateTime"], &[]),
    // Where.
    camera("gps_lat", Kind::Position, &[(Gps, 0x0002)], &["exif:GPSLatitude"]),
    camera("gps_lon", Kind::Position, &[(Gps, 0x0004)], &["exif:GPSLongitude"]),
    camera("gps_alt", Kind::Position, &[(Gps, 0x0006)], &["exif:GPSAltitude"]),
    words("location", Kind::Text, &[], &["Iptc4xmpCore:Location"], &[92]),
    words("city", Kind::Text, &[], &["photoshop:City"], &[90]),
    words("state", Kind::Text, &[], &["photoshop:State"], &[95]),
    words("country", Kind::Text, &[], &["photoshop:Country"], &[101]),
    // Words. 0x9C9B and on are the UTF-16 tags of Windows.
    words("title", Kind::Text, &[(Main, 0x9C9B), (Main, 0x010D)], &["dc:title"], &[5]),
    words("headline", Kind::Text, &[], &["photoshop:Headline"], &[105]),
    words(
        "description",
        Kind::Text,
        &[(Main, 0x010E), (Main, 0x9C9F)],
        &["dc:description", "tiff:ImageDescription"],
        &[120],
    ),
    words("user_comment", Kind::Text, &[(Exif, 0x9286), (Main, 0x9286), (Main, 0x9C9C)], &["exif:UserComment"], &[]),
    words("keywords", Kind::List, &[(Main, 0x9C9E)], &["dc:subject"], &[25]),
    words("hierarchical_keywords", Kind::List, &[], &["lr:hierarchicalSubject"], &[]),
    words("rating", Kind::Rating, &[(Main, 0x4746), (Main, 0x4749)], &["xmp:Rating", "MicrosoftPhoto:Rating"], &[]),
    words("label", Kind::Text, &[], &["xmp:Label"], &[]),
    // People and rights. `artist` is the camera owner's setting, `creator` what an archive wrote.
    Field {
        name: "artist",
        kind: Kind::Text,
        order: Order::Camera,
        exif: &[(Main, 0x013B), (Main, 0x9C9D)],
        xmp: &["tiff:Artist", "dc:creator"],
        iptc: &[80],
    },
    words("creator", Kind::List, &[(Main, 0x013B), (Main, 0x9C9D)], &["dc:creator", "tiff:Artist"], &[80]),
    words("copyright", Kind::Text, &[(Main, 0x8298)], &["dc:rights", "tiff:Copyright"], &[116]),
    words("credit", Kind::Text, &[], &["photoshop:Credit"], &[110]),
    // The document's history.
    words("creator_tool", Kind::Text, &[], &["xmp:CreatorTool"], &[65]),
    words("document_id", Kind::Text, &[], &["xmpMM:DocumentID"], &[]),
    words("original_document_id", Kind::Text, &[], &["xmpMM:OriginalDocumentID"], &[]),
    words("history", Kind::List, &[], &["xmpMM:History/stEvt:softwareAgent"], &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_snake_case() {
        let names: BTreeSet<_> = FIELDS.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), FIELDS.len());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(names.iter().all(|name| name.chars().all(plain)));
    }

    #[test]
    fn every_property_has_a_known_prefix() {
        for property in FIELDS.iter().flat_map(|field| field.xmp).flat_map(|path| path.split('/')) {
            let prefix = property.split(':').next().expect("a prefix");
            assert!(crate::xmp::NAMESPACES.iter().any(|(_, known)| *known == prefix), "{property}");
        }
    }
}

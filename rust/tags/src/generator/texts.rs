//! What a generator may have written, as each place of a file holds it.

use serde::{Deserialize, Serialize};

/// A place of a file in which generators leave their record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// PNG text chunks; the names are the keywords.
    PngText,
    /// EXIF tags: `UserComment` (of the Exif directory), `IFD0:UserComment`, `Make`, `XPComment` ....
    Exif,
    /// XMP properties: `exif:UserComment`, `dc:description`, `xmp:CreatorTool` ...
    Xmp,
    /// JPEG comment segments; the name is `comment`.
    JpegComment,
    /// The lowest bits of the alpha channel.
    StealthAlpha,
    /// The lowest bits of the three colours.
    StealthRgb,
}

impl Place {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::PngText => "png_text",
            Self::Exif => "exif",
            Self::Xmp => "xmp",
            Self::JpegComment => "jpeg_comment",
            Self::StealthAlpha => "stealth_alpha",
            Self::StealthRgb => "stealth_rgb",
        }
    }
}

/// A text that generators may have written outside PNG text chunks and JPEG comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawText {
    /// `Exif` or `Xmp`.
    pub place: Place,
    /// The name of the tag or property.
    pub name: &'static str,
    /// Its text, decoded; NULs and blanks around it are gone.
    pub text: String,
}

/// The texts of one place, in file order.
#[derive(Debug, Clone)]
pub struct Texts<'a> {
    /// Where they stand.
    pub place: Place,
    entries: Vec<(&'a str, &'a str)>,
}

impl<'a> Texts<'a> {
    /// The texts of `place` by name.
    pub fn new(place: Place, entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { place, entries: entries.into_iter().collect() }
    }

    /// The first text of that name.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.entries.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The first text that one of the names has, with its name.
    pub fn first(&self, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
        names.iter().find_map(|name| self.get(name).map(|text| (*name, text)))
    }

    /// Every text with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.entries.iter().copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

//! The four-character keys of the blend modes.

use imageparser_raster::blend::BlendMode;

const KEYS: [(&[u8; 4], BlendMode); 28] = [
    (b"pass", BlendMode::PassThrough),
    (b"norm", BlendMode::Normal),
    (b"diss", BlendMode::Dissolve),
    (b"dark", BlendMode::Darken),
    (b"mul ", BlendMode::Multiply),
    (b"idiv", BlendMode::ColorBurn),
    (b"lbrn", BlendMode::LinearBurn),
    (b"dkCl", BlendMode::DarkerColor),
    (b"lite", BlendMode::Lighten),
    (b"scrn", BlendMode::Screen),
    (b"div ", BlendMode::ColorDodge),
    (b"lddg", BlendMode::LinearDodge),
    (b"lgCl", BlendMode::LighterColor),
    (b"over", BlendMode::Overlay),
    (b"sLit", BlendMode::SoftLight),
    (b"hLit", BlendMode::HardLight),
    (b"vLit", BlendMode::VividLight),
    (b"lLit", BlendMode::LinearLight),
    (b"pLit", BlendMode::PinLight),
    (b"hMix", BlendMode::HardMix),
    (b"diff", BlendMode::Difference),
    (b"smud", BlendMode::Exclusion),
    (b"fsub", BlendMode::Subtract),
    (b"fdiv", BlendMode::Divide),
    (b"hue ", BlendMode::Hue),
    (b"sat ", BlendMode::Saturation),
    (b"colr", BlendMode::Color),
    (b"lum ", BlendMode::Luminosity),
];

/// The mode of a stored key.
pub(crate) fn from_key(key: [u8; 4]) -> Option<BlendMode> {
    KEYS.iter().find(|(stored, _)| **stored == key).map(|(_, mode)| *mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_one_key() {
        for mode in BlendMode::ALL {
            assert_eq!(KEYS.iter().filter(|(_, keyed)| keyed == mode).count(), 1, "{mode}");
        }
        assert_eq!(from_key(*b"mul "), Some(BlendMode::Multiply));
        assert_eq!(from_key(*b"BoEF"), None);
    }
}

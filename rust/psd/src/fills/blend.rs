use imageparser_raster::blend::BlendMode;

/// The blend modes as descriptors name them (type `BlnM`): old modes by four characters, later ones by words.
const CHOICES: [(&str, BlendMode); 27] = [
    ("Nrml", BlendMode::Normal),
    ("Dslv", BlendMode::Dissolve),
    ("Drkn", BlendMode::Darken),
    ("Mltp", BlendMode::Multiply),
    ("CBrn", BlendMode::ColorBurn),
    ("linearBurn", BlendMode::LinearBurn),
    ("darkerColor", BlendMode::DarkerColor),
    ("Lghn", BlendMode::Lighten),
    ("Scrn", BlendMode::Screen),
    ("CDdg", BlendMode::ColorDodge),
    ("linearDodge", BlendMode::LinearDodge),
    ("lighterColor", BlendMode::LighterColor),
    ("Ovrl", BlendMode::Overlay),
    ("SftL", BlendMode::SoftLight),
    ("HrdL", BlendMode::HardLight),
    ("vividLight", BlendMode::VividLight),
    ("linearLight", BlendMode::LinearLight),
    ("pinLight", BlendMode::PinLight),
    ("hardMix", BlendMode::HardMix),
    ("Dfrn", BlendMode::Difference),
    ("Xclu", BlendMode::Exclusion),
    ("blendSubtraction", BlendMode::Subtract),
    ("blendDivide", BlendMode::Divide),
    ("H   ", BlendMode::Hue),
    ("Strt", BlendMode::Saturation),
    ("Clr ", BlendMode::Color),
    ("Lmns", BlendMode::Luminosity),
];

/// The mode of a value of the enumeration `BlnM`.
pub(crate) fn blend_mode(choice: &str) -> Option<BlendMode> {
    CHOICES.iter().find(|(name, _)| *name == choice).map(|(_, mode)| *mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_of_a_layer_has_one_name() {
        for mode in BlendMode::ALL.iter().filter(|mode| **mode != BlendMode::PassThrough) {
            assert_eq!(CHOICES.iter().filter(|(_, named)| named == mode).count(), 1, "{mode}");
        }
        assert_eq!(blend_mode("Mltp"), Some(BlendMode::Multiply));
        assert_eq!(blend_mode(""), None);
    }
}

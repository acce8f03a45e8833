use std::fmt;

macro_rules! blend_modes {
    ($($name:ident $word:literal $doc:literal;)*) => {
        /// How a layer mixes with what is below it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum BlendMode {
            $(#[doc = $doc] $name,)*
        }

        impl BlendMode {
            /// Every mode, in Photoshop's menu order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The lower-case name used in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

blend_modes! {
    PassThrough "pass_through" "Groups only: members mix with what is below the group.";
    Normal "normal" "Normal.";
    Dissolve "dissolve" "Dissolve.";
    Darken "darken" "Darken.";
    Multiply "multiply" "Multiply.";
    ColorBurn "color_burn" "Color burn.";
    LinearBurn "linear_burn" "Linear burn.";
    DarkerColor "darker_color" "Darker color.";
    Lighten "lighten" "Lighten.";
    Screen "screen" "Screen.";
    ColorDodge "color_dodge" "Color dodge.";
    LinearDodge "linear_dodge" "Linear dodge (add).";
    LighterColor "lighter_color" "Lighter color.";
    Overlay "overlay" "Overlay.";
    SoftLight "soft_light" "Soft light.";
    HardLight "hard_light" "Hard light.";
    VividLight "vivid_light" "Vivid light.";
    LinearLight "linear_light" "Linear light.";
    PinLight "pin_light" "Pin light.";
    HardMix "hard_mix" "Hard mix.";
    Difference "difference" "Difference.";
    Exclusion "exclusion" "Exclusion.";
    Subtract "subtract" "Subtract.";
    Divide "divide" "Divide.";
    Hue "hue" "Hue.";
    Saturation "saturation" "Saturation.";
    Color "color" "Color.";
    Luminosity "luminosity" "Luminosity.";
}

impl fmt::Display for BlendMode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        assert_eq!(BlendMode::ALL.len(), 28);
        let mut names: Vec<_> = BlendMode::ALL.iter().map(|mode| mode.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 28);
        assert_eq!(BlendMode::Multiply.to_string(), "multiply");
    }
}

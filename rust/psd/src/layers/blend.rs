use std::fmt;

macro_rules! blend_modes {
    ($($key:literal $name:ident $word:literal $doc:literal;)*) => {
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

            /// The mode of a stored key.
            pub const fn from_key(key: [u8; 4]) -> Option<Self> {
                match &key { $($key => Some(Self::$name),)* _ => None }
            }
        }
    };
}

blend_modes! {
    b"pass" PassThrough "pass_through" "Groups only: members mix with what is below the group.";
    b"norm" Normal "normal" "Normal.";
    b"diss" Dissolve "dissolve" "Dissolve.";
    b"dark" Darken "darken" "Darken.";
    b"mul " Multiply "multiply" "Multiply.";
    b"idiv" ColorBurn "color_burn" "Color burn.";
    b"lbrn" LinearBurn "linear_burn" "Linear burn.";
    b"dkCl" DarkerColor "darker_color" "Darker color.";
    b"lite" Lighten "lighten" "Lighten.";
    b"scrn" Screen "screen" "Screen.";
    b"div " ColorDodge "color_dodge" "Color dodge.";
    b"lddg" LinearDodge "linear_dodge" "Linear dodge (add).";
    b"lgCl" LighterColor "lighter_color" "Lighter color.";
    b"over" Overlay "overlay" "Overlay.";
    b"sLit" SoftLight "soft_light" "Soft light.";
    b"hLit" HardLight "hard_light" "Hard light.";
    b"vLit" VividLight "vivid_light" "Vivid light.";
    b"lLit" LinearLight "linear_light" "Linear light.";
    b"pLit" PinLight "pin_light" "Pin light.";
    b"hMix" HardMix "hard_mix" "Hard mix.";
    b"diff" Difference "difference" "Difference.";
    b"smud" Exclusion "exclusion" "Exclusion.";
    b"fsub" Subtract "subtract" "Subtract.";
    b"fdiv" Divide "divide" "Divide.";
    b"hue " Hue "hue" "Hue.";
    b"sat " Saturation "saturation" "Saturation.";
    b"colr" Color "color" "Color.";
    b"lum " Luminosity "luminosity" "Luminosity.";
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
    fn names_are_unique_and_keys_known() {
        assert_eq!(BlendMode::ALL.len(), 28);
        let mut names: Vec<_> = BlendMode::ALL.iter().map(|mode| mode.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 28);
        assert_eq!(BlendMode::from_key(*b"mul "), Some(BlendMode::Multiply));
        assert_eq!(BlendMode::from_key(*b"BoEF"), None);
        assert_eq!(BlendMode::Multiply.to_string(), "multiply");
    }
}

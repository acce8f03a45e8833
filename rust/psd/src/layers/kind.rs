use super::blocks::Block;

macro_rules! layer_kinds {
    ($($name:ident $word:literal $doc:literal;)*) => {
        /// What a layer is; the words are those of psd-tools.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LayerKind {
            $(#[doc = $doc] $name,)*
        }

        impl LayerKind {
            /// The lower-case name used in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

layer_kinds! {
    Group "group" "Folder of layers.";
    Artboard "artboard" "Folder with a canvas of its own.";
    Pixel "pixel" "Pixels.";
    Type "type" "Text.";
    Shape "shape" "Vector shape.";
    SmartObject "smartobject" "Embedded or linked picture.";
    SolidColorFill "solidcolorfill" "Fill with one colour.";
    PatternFill "patternfill" "Fill with a pattern.";
    GradientFill "gradientfill" "Fill with a gradient.";
    BrightnessContrast "brightnesscontrast" "Adjustment.";
    Curves "curves" "Adjustment.";
    Exposure "exposure" "Adjustment.";
    Levels "levels" "Adjustment.";
    Vibrance "vibrance" "Adjustment.";
    HueSaturation "huesaturation" "Adjustment.";
    ColorBalance "colorbalance" "Adjustment.";
    BlackAndWhite "blackandwhite" "Adjustment.";
    PhotoFilter "photofilter" "Adjustment.";
    ChannelMixer "channelmixer" "Adjustment.";
    ColorLookup "colorlookup" "Adjustment.";
    Invert "invert" "Adjustment.";
    Posterize "posterize" "Adjustment.";
    Threshold "threshold" "Adjustment.";
    SelectiveColor "selectivecolor" "Adjustment.";
    GradientMap "gradientmap" "Adjustment.";
}

use LayerKind as K;

/// The block that makes a layer what it is; the first row that is present counts.
const BY_BLOCK: [(&[u8; 4], LayerKind); 27] = [
    (b"TySh", K::Type),
    (b"tySh", K::Type),
    (b"SoLd", K::SmartObject),
    (b"SoLE", K::SmartObject),
    (b"plLd", K::SmartObject),
    (b"PlLd", K::SmartObject),
    (b"SoCo", K::SolidColorFill),
    (b"PtFl", K::PatternFill),
    (b"GdFl", K::GradientFill),
    (b"CgEd", K::BrightnessContrast),
    (b"brit", K::BrightnessContrast),
    (b"curv", K::Curves),
    (b"expA", K::Exposure),
    (b"levl", K::Levels),
    (b"vibA", K::Vibrance),
    (b"hue2", K::HueSaturation),
    (b"hue ", K::HueSaturation),
    (b"blnc", K::ColorBalance),
    (b"blwh", K::BlackAndWhite),
    (b"phfl", K::PhotoFilter),
    (b"mixr", K::ChannelMixer),
    (b"clrL", K::ColorLookup),
    (b"nvrt", K::Invert),
    (b"post", K::Posterize),
    (b"thrs", K::Threshold),
    (b"selc", K::SelectiveColor),
    (b"grdm", K::GradientMap),
];
const VECTOR: [&[u8; 4]; 5] = [b"vogk", b"vmsk", b"vsms", b"vstk", b"vscg"];

impl LayerKind {
    /// The kind of a layer that is no group.
    pub(crate) fn of_layer(blocks: &[Block], pixels_irrelevant: bool) -> Self {
        let has = |key: &[u8; 4]| blocks.iter().any(|block| block.key == *key);
        let found = BY_BLOCK.iter().find(|(key, _)| has(key)).map(|(_, kind)| *kind);
        let fill = matches!(found, None | Some(K::SolidColorFill | K::PatternFill | K::GradientFill));
        if fill && pixels_irrelevant && VECTOR.into_iter().any(has) { K::Shape } else { found.unwrap_or(K::Pixel) }
    }

    /// A group, or an artboard where a block says so.
    pub(crate) fn of_group(blocks: &[Block]) -> Self {
        let artboard = blocks.iter().any(|block| matches!(&block.key, b"artb" | b"artd" | b"abdd"));
        if artboard { K::Artboard } else { K::Group }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(keys: &[&[u8; 4]], irrelevant: bool) -> &'static str {
        let blocks: Vec<Block> = keys.iter().map(|key| Block { key: **key, offset: 0, length: 0 }).collect();
        LayerKind::of_layer(&blocks, irrelevant).name()
    }

    #[test]
    fn blocks_decide() {
        assert_eq!(kind(&[b"luni", b"lyid"], false), "pixel");
        assert_eq!(kind(&[b"vmsk", b"TySh"], true), "type");
        assert_eq!(kind(&[b"SoCo", b"vmsk"], true), "shape");
        assert_eq!(kind(&[b"SoCo", b"vmsk"], false), "solidcolorfill");
        assert_eq!(kind(&[b"vogk"], true), "shape");
        assert_eq!(kind(&[b"vmsk", b"nvrt"], true), "invert");
        let artboard = [Block { key: *b"artb", offset: 0, length: 0 }];
        assert_eq!((LayerKind::of_group(&artboard), LayerKind::of_group(&[])), (K::Artboard, K::Group));
    }
}

use imageparser_base::{Rect, Result};
use imageparser_raster::scene::Mask;

use super::build::Builder;
use crate::layers::Layer;
use crate::layers::flags::Flags;
use crate::layers::kind::LayerKind;
use crate::layers::mask::MaskData;
use crate::{pixels, vector};

/// Channel ids of masks: the one in use, and the drawn one where a vector mask was mixed into the first.
const USER: i16 = -2;
const REAL: i16 = -3;

impl Builder<'_> {
    /// The masks of a layer that are switched on; `is_fill`: it is drawn as a paint over the whole canvas.
    pub(super) fn masks(&mut self, layer: &Layer, flags: &Flags, is_fill: bool) -> Result<Vec<Mask>> {
        let mut masks = Vec::new();
        let data = self.context.mask(layer);
        let data = self.soften(layer, "mask", data)?.flatten();
        let path = self.vector_mask(layer)?;
        if let Some(data) = &data {
            masks.extend(self.pixel_mask(layer, data, path.is_some(), flags)?);
        }
        // That of a shape or fill layer is part of its pixels already, unless only its paint is drawn.
        if let Some(shape) = path.filter(|_| is_fill || !is_painted(layer.kind)) {
            masks.push(Mask {
                source: shape.source,
                outside: if shape.inverted { 1.0 } else { 0.0 },
                inverted: false,
                density: data.as_ref().map_or(1.0, |data| data.vector_softness.density),
                feather: data.as_ref().map_or(0.0, |data| data.vector_softness.feather),
                shapes_effects: !flags.vector_mask_hides_effects,
            });
        }
        Ok(masks)
    }

    /// The path of a layer, where it is switched on.
    fn vector_mask(&mut self, layer: &Layer) -> Result<Option<vector::VectorMask>> {
        let shape = vector::mask(self.context, layer);
        Ok(self.soften(layer, "vector mask", shape)?.flatten().filter(|shape| !shape.disabled))
    }

    /// The drawn mask. Where there is a vector mask too, the user mask may be a rendering of both: then the real one
    /// counts, and without a real one there is no drawn mask at all.
    fn pixel_mask(&mut self, layer: &Layer, data: &MaskData, vector: bool, flags: &Flags) -> Result<Option<Mask>> {
        let has_real = layer.channels.iter().any(|channel| channel.id == REAL);
        let (id, part) = match &data.real {
            Some(real) if vector && has_real => (REAL, real),
            _ if vector && data.user.flags.rendered() => return Ok(None),
            _ => (USER, &data.user),
        };
        if part.flags.disabled() {
            return Ok(None);
        }
        let outside = f32::from(part.default_color) / 255.0;
        let source = pixels::mask_source(self.context, layer, id, part.rect);
        let source = self.soften(layer, "mask", source)?.flatten();
        let empty = || -> std::sync::Arc<dyn imageparser_raster::scene::Source> { std::sync::Arc::new(Nothing) };
        Ok(Some(Mask {
            source: source.unwrap_or_else(empty),
            outside,
            inverted: part.flags.inverted(),
            density: data.user_softness.density,
            feather: data.user_softness.feather,
            shapes_effects: !flags.mask_hides_effects,
        }))
    }
}

/// Whether the pixels of a layer are those of its fill, cut by its path.
pub(super) const fn is_painted(kind: LayerKind) -> bool {
    use LayerKind::{GradientFill, PatternFill, Shape, SolidColorFill};
    matches!(kind, Shape | SolidColorFill | GradientFill | PatternFill)
}

/// A mask without samples: its default colour counts everywhere.
#[derive(Debug)]
struct Nothing;

impl imageparser_raster::scene::Source for Nothing {
    fn bounds(&self) -> Rect {
        Rect::default()
    }

    fn has_alpha(&self) -> bool {
        false
    }

    fn read(&self, _rows: std::ops::Range<i32>, band: &mut imageparser_raster::scene::Band) -> Result<()> {
        band.reset_u8(Rect::default(), 1);
        Ok(())
    }
}

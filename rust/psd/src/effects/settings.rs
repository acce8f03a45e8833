//! The settings that effects share.

use std::sync::Arc;

use imageparser_base::Result;
use imageparser_raster::blend::BlendMode;
use imageparser_raster::effects::{Contour, ContourPoint, Falloff, Look, MOST_DISTANCE, MOST_SIZE, offset};
use imageparser_raster::fill::Ramp;
use imageparser_raster::scene::{Paint, Solid};

use super::{Style, missing};
use crate::context::Context;
use crate::descriptor::{Descriptor, Value};
use crate::fills;

/// The words that newer writers give to the modes that once had four characters.
const WORDS: [(&str, BlendMode); 18] = [
    ("normal", BlendMode::Normal),
    ("dissolve", BlendMode::Dissolve),
    ("darken", BlendMode::Darken),
    ("multiply", BlendMode::Multiply),
    ("colorBurn", BlendMode::ColorBurn),
    ("lighten", BlendMode::Lighten),
    ("screen", BlendMode::Screen),
    ("colorDodge", BlendMode::ColorDodge),
    ("overlay", BlendMode::Overlay),
    ("softLight", BlendMode::SoftLight),
    ("hardLight", BlendMode::HardLight),
    ("difference", BlendMode::Difference),
    ("exclusion", BlendMode::Exclusion),
    ("hue", BlendMode::Hue),
    ("saturation", BlendMode::Saturation),
    ("color", BlendMode::Color),
    ("luminosity", BlendMode::Luminosity),
    ("passThrough", BlendMode::Normal),
];

/// Points of a contour that are read at most.
const MOST_POINTS: usize = 256;

/// The descriptor of one effect.
pub(super) struct Settings<'d>(pub &'d Descriptor);

impl Settings<'_> {
    /// A number between two bounds.
    pub fn number(&self, key: &str, default: f64, low: f64, high: f64) -> f32 {
        let found = self.0.number(key).filter(|value| value.is_finite());
        found.unwrap_or(default).clamp(low, high) as f32
    }

    /// A number of pixels.
    pub fn size(&self, key: &str, default: f64) -> f32 {
        self.number(key, default, 0.0, f64::from(MOST_SIZE))
    }

    /// A share of 1, stored in per cent.
    pub fn share(&self, key: &str, default: f64) -> f32 {
        self.number(key, default, 0.0, 100.0) / 100.0
    }

    pub fn flag(&self, key: &str, default: bool) -> bool {
        self.0.flag(key).unwrap_or(default)
    }

    pub fn choice(&self, key: &str) -> &str {
        self.0.choice(key).unwrap_or_default()
    }

    /// A blend mode; one that is not known counts as the default.
    pub fn blend(&self, key: &str, default: BlendMode) -> BlendMode {
        self.0.choice(key).and_then(blend_mode).unwrap_or(default)
    }

    /// A curve; a point without `Cnty` is smooth.
    pub fn contour(&self, key: &str, smooth: &str) -> Option<Contour> {
        let points = self.0.object(key)?.list("Crv ").iter().take(MOST_POINTS).filter_map(|value| {
            let Value::Object(point) = value else { return None };
            let corner = !point.flag("Cnty").unwrap_or(true);
            Some(ContourPoint { x: point.number("Hrzn")? as f32, y: point.number("Vrtc")? as f32, corner })
        });
        Contour::new(&points.collect::<Vec<_>>(), self.flag(smooth, false))
    }

    /// Size, spread or choke, contour and noise.
    pub fn falloff(&self) -> Falloff {
        Falloff {
            size: self.size("blur", 5.0),
            spread: self.share("Ckmt", 0.0),
            contour: self.contour("TrnS", "AntA"),
            noise: self.share("Nose", 0.0),
            ..Falloff::default()
        }
    }

    /// The angle of the light: that of the document where the effect follows it.
    pub fn angle(&self, style: &Style<'_>) -> f32 {
        let own = self.number("lagl", 120.0, -3600.0, 3600.0);
        if self.flag("uglg", false) { style.global.0 as f32 } else { own }
    }

    /// How far the effect lies from the layer.
    pub fn offset(&self, angle: f32, default: f64) -> (i32, i32) {
        offset(angle, self.number("Dstn", default, 0.0, f64::from(MOST_DISTANCE)))
    }

    /// A paint of one colour; black where the effect names none.
    pub fn solid(&self, context: &Context, key: &str) -> Result<Arc<dyn Paint>> {
        let color = match self.0.object(key) {
            Some(color) => fills::color(context, color)?,
            None => fills::color(context, &black())?,
        };
        Ok(Arc::new(Solid { color }))
    }

    /// Mode, opacity and colour under their usual keys.
    pub fn look(&self, context: &Context, blend: BlendMode, opacity: f64) -> Result<Look> {
        let paint = self.solid(context, "Clr ")?;
        Ok(Look { paint, blend: self.blend("Md  ", blend), opacity: self.share("Opct", opacity) })
    }

    /// The gradient of the effect.
    pub fn ramp(&self, context: &Context) -> Result<Ramp> {
        let gradient = self.0.object("Grad").ok_or_else(|| missing("gradient"))?;
        fills::ramp(context, gradient, fills::mixing(context, self.0)?)
    }
}

/// A mode by any of its names: of old and of new descriptors, and of layers, which `lrFX` has.
fn blend_mode(name: &str) -> Option<BlendMode> {
    let key = || name.as_bytes().try_into().ok().and_then(crate::layers::blend::from_key);
    let word = || WORDS.iter().find(|(word, _)| *word == name).map(|(_, mode)| *mode);
    fills::blend_mode(name).or_else(word).or_else(key)
}

fn black() -> Descriptor {
    let item = |key: &str| (key.to_owned(), Value::Double(0.0));
    Descriptor { class: "RGBC".to_owned(), items: ["Rd  ", "Grn ", "Bl  "].map(item).to_vec(), ..Descriptor::default() }
}

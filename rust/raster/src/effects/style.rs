use std::sync::Arc;

use imageparser_base::Rect;

use super::field::byte;
use crate::blend::BlendMode;
use crate::fill::Ramp;
use crate::scene::{Coat, CoatColor, CoatPlace, Paint};

/// The greatest size of an effect, in canvas pixels.
pub const MOST_SIZE: f32 = 250.0;

/// The greatest distance of a shadow, in canvas pixels.
pub const MOST_DISTANCE: f32 = 30_000.0;

/// How an effect that has one paint looks.
#[derive(Debug, Clone)]
pub struct Look {
    /// Its colour.
    pub paint: Arc<dyn Paint>,
    /// How it mixes with what is below.
    pub blend: BlendMode,
    /// 0-1.
    pub opacity: f32,
}

impl Look {
    pub(super) fn coat(&self, place: CoatPlace, area: Rect, coverage: Vec<u8>) -> Coat {
        let color = CoatColor::Paint(self.paint.clone());
        Coat { place, area, coverage, color, blend: self.blend, opacity: self.opacity.clamp(0.0, 1.0) }
    }
}

/// Where the light comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// Degrees against the clock from the right.
    pub angle: f32,
    /// Degrees above the canvas.
    pub altitude: f32,
}

impl Light {
    /// The unit vector to the light: right, down, up from the canvas.
    pub(super) fn vector(self) -> [f32; 3] {
        let (angle, altitude) = (self.angle.to_radians(), self.altitude.clamp(0.0, 90.0).to_radians());
        [altitude.cos() * angle.cos(), -altitude.cos() * angle.sin(), altitude.sin()]
    }
}

/// How far something at `distance` from the light of `angle` lies, in canvas pixels: shadows fall away from the light.
///
/// Photoshop moves by whole pixels.
pub fn offset(angle: f32, distance: f32) -> (i32, i32) {
    let distance = if distance.is_finite() { distance.clamp(-MOST_DISTANCE, MOST_DISTANCE) } else { 0.0 };
    let radians = if angle.is_finite() { angle.to_radians() } else { 0.0 };
    ((-radians.cos() * distance).round() as i32, (radians.sin() * distance).round() as i32)
}

/// A size in cells.
pub(super) fn in_cells(size: f32, factor: u32) -> f32 {
    size.clamp(0.0, MOST_SIZE) / factor.max(1) as f32
}

/// An offset in cells.
pub(super) fn moved(offset: (i32, i32), factor: u32) -> (i32, i32) {
    let factor = factor.max(1) as f32;
    ((offset.0 as f32 / factor).round() as i32, (offset.1 as f32 / factor).round() as i32)
}

/// The area moved by whole cells.
pub(super) fn shifted(area: Rect, by: (i32, i32)) -> Rect {
    Rect::new(
        area.left.saturating_add(by.0),
        area.top.saturating_add(by.1),
        area.right.saturating_add(by.0),
        area.bottom.saturating_add(by.1),
    )
}

/// Colour planes and alpha of a gradient at the given places.
pub(super) fn ramp_planes(ramp: &Ramp, reverse: bool, shares: &[f32]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let place = |share: f32| if reverse { 1.0 - share } else { share };
    let plane =
        |channel: usize| -> Vec<u8> { shares.iter().map(|share| byte(ramp.at(place(*share))[channel])).collect() };
    let channels = ramp.at(0.0).len() - 1;
    ((0..channels).map(plane).collect(), plane(channels))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadows_fall_away_from_the_light() {
        assert_eq!(offset(90.0, 3.0), (0, 3));
        assert_eq!(offset(120.0, 10.0), (5, 9));
        assert_eq!(offset(180.0, 4.0), (4, 0));
        assert_eq!(offset(f32::NAN, f32::INFINITY), (0, 0));
        assert_eq!(offset(0.0, 1e9), (-30_000, 0));
        assert_eq!(moved((7, -8), 4), (2, -2));
    }

    #[test]
    fn the_light_of_an_angle_lies_there() {
        let [x, y, z] = Light { angle: 90.0, altitude: 30.0 }.vector();
        assert!(x.abs() < 1e-6 && (y + 0.866).abs() < 1e-3 && (z - 0.5).abs() < 1e-6);
    }
}

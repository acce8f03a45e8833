use std::sync::Arc;

use crate::scene::{Paint, Span};

/// Entries of a ramp.
const ENTRIES: usize = 256;

/// A gradient as a table, for effects that follow it with their coverage or distance.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// One plane per channel, then alpha; each of 256 entries.
    planes: Vec<Vec<f32>>,
}

impl Ramp {
    /// From a paint that runs along the columns 0 to 256.
    pub fn of_paint(paint: &Arc<dyn Paint>, channels: usize) -> Self {
        let mut planes = vec![vec![0.0; ENTRIES]; channels + 1];
        let mut rows: Vec<&mut [f32]> = planes.iter_mut().map(Vec::as_mut_slice).collect();
        paint.row(Span { x: 0.5, y: 0.5, step: 1.0 }, &mut rows);
        Self { planes }
    }

    /// Colour channels.
    pub(super) fn channels(&self) -> usize {
        self.planes.len() - 1
    }

    /// The alpha at a share of its length.
    pub(super) fn alpha(&self, share: f32) -> f32 {
        self.planes[self.channels()][entry(share)]
    }

    /// Colour planes for the shares.
    pub(super) fn colors(&self, shares: &[f32]) -> Vec<Vec<u8>> {
        let color = |plane: &Vec<f32>| shares.iter().map(|share| super::field::byte(plane[entry(*share)])).collect();
        self.planes[..self.channels()].iter().map(color).collect()
    }
}

fn entry(share: f32) -> usize {
    (share.clamp(0.0, 1.0) * (ENTRIES - 1) as f32).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effects::test_shapes::Stripe;

    #[test]
    fn follows_the_paint() {
        let ramp = Ramp::of_paint(&(Arc::new(Stripe) as Arc<dyn Paint>), 1);
        assert_eq!(ramp.channels(), 1);
        assert_eq!(ramp.colors(&[0.0, 0.5, 1.0, 7.0]), [vec![0, 128, 255, 255]]);
        assert!((ramp.alpha(0.0) - 1.0).abs() < 0.01 && ramp.alpha(1.0) < 0.01);
    }
}

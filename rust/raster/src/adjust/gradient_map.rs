use crate::scene::{Adjust, Model};

use super::tone::luma;

/// Places of the sampled gradient.
const LAST: usize = 1023;
const SIZE: usize = 1024;

/// Gradient map: each lightness gets a colour.
#[derive(Debug, Clone)]
pub struct GradientMap {
    planes: Vec<Box<[f32; SIZE]>>,
}

impl GradientMap {
    /// Sample `gradient`, which gives the channels of the model for each place from 0 to 1.
    pub fn new(model: Model, gradient: impl Fn(f32) -> Vec<f32>) -> Self {
        let mut planes = vec![Box::new([0.0; SIZE]); model.channels()];
        for node in 0..SIZE {
            let color = gradient(node as f32 / LAST as f32);
            for (plane, value) in planes.iter_mut().zip(color) {
                plane[node] = value;
            }
        }
        Self { planes }
    }
}

/// The lightness that picks the colour, put into the first row.
fn lightness(model: Model, colors: &mut [&mut [f32]]) {
    match (model, colors) {
        (Model::Rgb, [r, g, b]) => {
            for ((r, g), b) in r.iter_mut().zip(g.iter()).zip(b.iter()) {
                *r = luma([*r, *g, *b]);
            }
        }
        (Model::Cmyk, [c, m, y, k]) => {
            for (((c, m), y), k) in c.iter_mut().zip(m.iter()).zip(y.iter()).zip(k.iter()) {
                *c = luma([*c, *m, *y]) * k;
            }
        }
        _ => {}
    }
}

impl Adjust for GradientMap {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        lightness(model, colors);
        let Some((first, others)) = colors.split_first_mut() else { return };
        for (row, plane) in others.iter_mut().zip(self.planes.iter().skip(1)) {
            for (sample, place) in row.iter_mut().zip(first.iter()) {
                *sample = looked_up(plane, *place);
            }
        }
        if let Some(plane) = self.planes.first() {
            first.iter_mut().for_each(|sample| *sample = looked_up(plane, *sample));
        }
    }
}

#[inline]
fn looked_up(plane: &[f32; SIZE], place: f32) -> f32 {
    let place = place.clamp(0.0, 1.0) * LAST as f32;
    let node = place as usize;
    let low = plane[node & (SIZE - 1)];
    let high = plane[(node + 1).min(LAST)];
    low + (high - low) * (place - node as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lightness_picks_the_colour() {
        let map = GradientMap::new(Model::Rgb, |t| vec![t, 1.0 - t, 0.25]);
        let (mut r, mut g, mut b) = ([1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]);
        map.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        for (found, expected) in r.iter().chain(&g).zip([0.3, 0.0, 1.0, 0.7, 1.0, 0.0]) {
            assert!((found - expected).abs() < 1e-5);
        }
        assert_eq!(b, [0.25; 3]);
        let mut grey = [0.5];
        GradientMap::new(Model::Grey, |t| vec![t * t]).apply(Model::Grey, &mut [&mut grey]);
        assert!((grey[0] - 0.25).abs() < 1e-3);
    }
}

use crate::scene::{Adjust, Model};

use super::tone::each_rgb;

/// Colour lookup: a cube of colours, interpolated in tetrahedra (Kasson et al., "Performing color space conversions
/// with three-dimensional linear interpolation", 1995).
#[derive(Debug, Clone)]
pub struct Lookup {
    size: usize,
    low: [f32; 3],
    scale: [f32; 3],
    colors: Vec<[f32; 3]>,
}

impl Lookup {
    /// The most places along an edge.
    pub const MOST: usize = 256;

    /// A cube of `size` places along each edge, red changing fastest; `domain` is what its first and last place mean.
    /// `None` unless there are as many colours as places.
    pub fn new(size: usize, domain: [[f32; 3]; 2], colors: Vec<[f32; 3]>) -> Option<Self> {
        if !(2..=Self::MOST).contains(&size) || colors.len() != size.pow(3) {
            return None;
        }
        let span = |i: usize| (domain[1][i] - domain[0][i]).max(1e-6);
        let scale = [0, 1, 2].map(|i| (size - 1) as f32 / span(i));
        Some(Self { size, low: domain[0], scale, colors })
    }

    #[inline]
    fn change(&self, color: [f32; 3]) -> [f32; 3] {
        let last = (self.size - 1) as f32;
        let places = [0, 1, 2].map(|i| {
            let place = (color[i] - self.low[i]) * self.scale[i];
            // Not `clamp`: what is no number becomes 0.
            if place > 0.0 { place.min(last) } else { 0.0 }
        });
        let nodes = places.map(|place| (place as usize).min(self.size - 2));
        let [r, g, b] = [0, 1, 2].map(|i| places[i] - nodes[i] as f32);
        let steps = [1, self.size, self.size * self.size];
        let origin = nodes[0] + nodes[1] * steps[1] + nodes[2] * steps[2];
        // From the corner at the origin along the axes in falling order of their shares.
        let order = match (r >= g, g >= b, r >= b) {
            (true, true, _) => [0, 1, 2],
            (true, false, true) => [0, 2, 1],
            (true, false, false) => [2, 0, 1],
            (false, true, true) => [1, 0, 2],
            (false, true, false) => [1, 2, 0],
            (false, false, _) => [2, 1, 0],
        };
        let shares = [r, g, b];
        let corner = |at: usize| self.colors.get(at).copied().unwrap_or([0.0; 3]);
        let (mut at, mut before) = (origin, 1.0);
        let mut sum = [0.0; 3];
        for axis in order {
            let weight = before - shares[axis];
            let found = corner(at);
            sum = [0, 1, 2].map(|i| sum[i] + weight * found[i]);
            before = shares[axis];
            at += steps[axis];
        }
        let found = corner(at);
        [0, 1, 2].map(|i| sum[i] + before * found[i])
    }
}

impl Adjust for Lookup {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model == Model::Rgb {
            each_rgb(colors, |color| self.change(color));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UNIT: [[f32; 3]; 2] = [[0.0; 3], [1.0; 3]];

    fn cube(size: usize, color: impl Fn([f32; 3]) -> [f32; 3]) -> Lookup {
        let last = (size - 1) as f32;
        let at = |i: usize| color([i % size, i / size % size, i / size / size].map(|v| v as f32 / last));
        Lookup::new(size, UNIT, (0..size.pow(3)).map(at).collect()).expect("as many colours as places")
    }

    #[test]
    fn wrong_sizes_are_refused() {
        assert!(Lookup::new(1, UNIT, vec![[0.0; 3]]).is_none());
        assert!(Lookup::new(2, UNIT, vec![[0.0; 3]; 7]).is_none());
        assert!(Lookup::new(257, UNIT, Vec::new()).is_none());
    }

    proptest! {
        #[test]
        fn a_linear_cube_is_exact(r in 0.0_f32..=1.0, g in 0.0_f32..=1.0, b in 0.0_f32..=1.0, size in 2_usize..9) {
            let linear = |[r, g, b]: [f32; 3]| [0.2 + 0.5 * r - 0.1 * b, g, 0.3 * r + 0.3 * g + 0.4 * b];
            let (found, expected) = (cube(size, linear).change([r, g, b]), linear([r, g, b]));
            for (a, b) in found.iter().zip(expected) {
                prop_assert!((a - b).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn the_domain_moves_the_places() {
        let colors = (0..8).map(|i| [(i % 2) as f32, 0.0, 0.0]).collect();
        let lookup = Lookup::new(2, [[0.5, 0.0, 0.0], [1.0; 3]], colors).expect("eight");
        assert_eq!(lookup.change([0.75, 0.2, 0.9])[0], 0.5);
        assert_eq!(lookup.change([0.1, 0.2, 0.9])[0], 0.0);
        assert!(lookup.change([f32::NAN, 2.0, -1.0])[1].is_finite());
    }
}

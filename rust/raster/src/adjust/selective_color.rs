use crate::scene::{Adjust, Model};

/// Selective colour: ink added to or taken from nine groups of colours.
///
/// How much a pixel belongs to a group and what a correction does to it follow the measurements of C. Boesch
/// ("Selective Color", blog.pkh.me, 2015; also FFmpeg's filter of that name): a correction of `a` and of black `k`
/// changes a value `v` by `(-1 - a) k - a`, times `1 - v` if relative, never beyond 0-1, times the share of the group.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectiveColor {
    /// Reds, yellows, greens, cyans, blues, magentas, whites, neutrals, blacks; each cyan, magenta, yellow, black, -1-1.
    pub groups: [[f32; 4]; 9],
    /// Corrections are shares of the ink that is there, else amounts.
    pub relative: bool,
}

/// How much a colour belongs to each of the groups.
#[inline]
fn shares([r, g, b]: [f32; 3]) -> [f32; 9] {
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let above = |value: f32, other: f32| (value - other).max(0.0);
    [
        above(r, g.max(b)),
        above(r.min(g), b),
        above(g, r.max(b)),
        above(g.min(b), r),
        above(b, r.max(g)),
        above(r.min(b), g),
        (2.0 * low - 1.0).max(0.0),
        1.0 - (high - 0.5).abs() - (low - 0.5).abs(),
        (1.0 - 2.0 * high).max(0.0),
    ]
}

/// A share; what is no number counts as nothing.
#[inline]
fn bounded(value: f32) -> f32 {
    value.max(0.0).min(1.0)
}

impl SelectiveColor {
    #[inline]
    fn moved(&self, value: f32, ink: usize, with_black: bool, shares: &[f32; 9]) -> f32 {
        let mut sum = value;
        for (group, share) in self.groups.iter().zip(shares) {
            let black = if with_black { group[3] } else { 0.0 };
            let change = (-1.0 - group[ink]) * black - group[ink];
            let change = if self.relative { change * (1.0 - value) } else { change };
            sum += change.clamp(-value, 1.0 - value) * share;
        }
        sum.clamp(0.0, 1.0)
    }
}

impl Adjust for SelectiveColor {
    fn apply(&self, _model: Model, colors: &mut [&mut [f32]]) {
        match colors {
            [r, g, b] => {
                for ((r, g), b) in r.iter_mut().zip(g.iter_mut()).zip(b.iter_mut()) {
                    let color = [*r, *g, *b].map(bounded);
                    let own = shares(color);
                    *r = self.moved(color[0], 0, true, &own);
                    *g = self.moved(color[1], 1, true, &own);
                    *b = self.moved(color[2], 2, true, &own);
                }
            }
            // Of CMYK the black plate is corrected by itself.
            [c, m, y, k] => {
                let four = c.iter_mut().zip(m.iter_mut()).zip(y.iter_mut()).zip(k.iter_mut());
                for (((c, m), y), k) in four {
                    let color = [*c, *m, *y].map(bounded);
                    let own = shares(color);
                    *c = self.moved(color[0], 0, false, &own);
                    *m = self.moved(color[1], 1, false, &own);
                    *y = self.moved(color[2], 2, false, &own);
                    *k = self.moved(bounded(*k), 3, false, &own);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(adjust: &SelectiveColor, color: [f32; 3]) -> [f32; 3] {
        let [mut r, mut g, mut b] = color.map(|value| [value]);
        adjust.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        [r[0], g[0], b[0]]
    }

    fn group(index: usize, inks: [f32; 4], relative: bool) -> SelectiveColor {
        let mut groups = [[0.0; 4]; 9];
        groups[index] = inks;
        SelectiveColor { groups, relative }
    }

    #[test]
    fn groups_share_a_colour() {
        let own = shares([0.8, 0.5, 0.1]);
        let expected = [0.3, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.0];
        assert!(own.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{own:?}");
        assert_eq!(shares([1.0; 3])[6..], [1.0, 0.0, 0.0]);
        assert_eq!(shares([0.0; 3])[6..], [0.0, 0.0, 1.0]);
        assert_eq!(shares([0.5; 3])[6..], [0.0, 1.0, 0.0]);
    }

    #[test]
    fn corrections_follow_the_formula() {
        // Pure red, absolutely half of cyan: 1 - 0.5.
        assert_eq!(one(&group(0, [0.5, 0.0, 0.0, 0.0], false), [1.0, 0.0, 0.0]), [0.5, 0.0, 0.0]);
        // Relatively there is no cyan to change.
        assert_eq!(one(&group(0, [0.5, 0.0, 0.0, 0.0], true), [1.0, 0.0, 0.0]), [1.0, 0.0, 0.0]);
        // Neutral grey, relatively 40 % magenta: 0.5 - 0.4 * 0.5.
        let made = one(&group(7, [0.0, 0.4, 0.0, 0.0], true), [0.5; 3]);
        assert!((made[1] - 0.3).abs() < 1e-6 && made[0] == 0.5);
        // Black ink of whites darkens all.
        let made = one(&group(6, [0.0, 0.0, 0.0, 0.25], false), [1.0; 3]);
        assert!(made.iter().all(|value| (value - 0.75).abs() < 1e-6));
    }

    #[test]
    fn the_black_plate_has_its_own_correction() {
        let adjust = group(0, [0.0, 0.0, 0.0, 0.5], false);
        let (mut c, mut m, mut y, mut k) = ([1.0], [0.0], [0.0], [1.0]);
        adjust.apply(Model::Cmyk, &mut [&mut c, &mut m, &mut y, &mut k]);
        assert_eq!([c, m, y, k], [[1.0], [0.0], [0.0], [0.5]]);
    }

    #[test]
    fn what_is_no_number_stays_bounded() {
        let adjust = group(0, [0.5, 0.0, 0.0, 0.0], false);
        let (mut r, mut g, mut b) = ([f32::NAN], [0.5], [f32::INFINITY]);
        adjust.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        assert!([r[0], g[0], b[0]].iter().all(|value| (0.0..=1.0).contains(value)));
    }
}

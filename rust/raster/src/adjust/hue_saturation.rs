use crate::scene::{Adjust, Model};

use super::tone::each_rgb;

/// How much a hue is shifted, and its saturation and lightness changed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HslShift {
    /// Degrees.
    pub hue: f32,
    /// -1 to 1.
    pub saturation: f32,
    /// -1 to 1.
    pub lightness: f32,
}

/// One of the six ranges: its fall-off starts and ends at these hues (degrees, clockwise), fully in between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HueRange {
    /// Where it begins, is full, is full to, and ends.
    pub edges: [f32; 4],
    /// What happens to it.
    pub shift: HslShift,
}

impl HueRange {
    /// How much of `hue` (degrees) belongs to the range, 0-1.
    fn weight(&self, hue: f32) -> f32 {
        let [begin, full, to, end] = self.edges;
        let from_begin = |edge: f32| (edge - begin).rem_euclid(360.0);
        let (place, full, to, end) = (from_begin(hue), from_begin(full), from_begin(to), from_begin(end));
        if place >= full && place <= to {
            1.0
        } else if place < full {
            place / full
        } else if place < end {
            (end - place) / (end - to)
        } else {
            0.0
        }
    }
}

/// Places of the table of hues, a part of a sextant each.
const PARTS: usize = 128;
const HUES: usize = 6 * PARTS;
/// A power of two above `HUES`.
const SIZE: usize = 1024;

/// Hue/saturation: a change of all colours and one of each range of hues.
///
/// In the HSL hexcone, as published measurements of Photoshop show it: the master lightness mixes with white or black;
/// the lightness of a range mixes with the largest or smallest of the three values of the pixel; saturation `s` scales
/// by `1 + s` down and `1 / (1 - s)` up, where the gains of ranges (less 1) add by their weights; hues shift together.
#[derive(Debug, Clone)]
pub struct HueSaturation {
    master: HslShift,
    gain: f32,
    /// Hue shift in sextants, gain less 1, lightness.
    hues: Box<[[f32; 3]; SIZE]>,
    plain: bool,
}

/// The gain less 1 of a saturation; bounded, since 1 means "as saturated as it can be".
fn gain(saturation: f32) -> f32 {
    if saturation > 0.0 { saturation / (1.0 - saturation).max(1e-4) } else { saturation.max(-1.0) }
}

impl HueSaturation {
    /// From the master and the ranges.
    pub fn new(master: HslShift, ranges: &[HueRange]) -> Self {
        let mut hues = Box::new([[0.0; 3]; SIZE]);
        for (place, entry) in hues.iter_mut().enumerate() {
            let hue = (place % HUES) as f32 * (360.0 / HUES as f32);
            let mut sum = HslShift { hue: master.hue, ..HslShift::default() };
            for range in ranges {
                let weight = range.weight(hue);
                sum.hue += weight * range.shift.hue;
                sum.saturation += weight * gain(range.shift.saturation);
                sum.lightness = (sum.lightness + weight * range.shift.lightness).clamp(-1.0, 1.0);
            }
            *entry = [sum.hue / 60.0, sum.saturation.max(-1.0), sum.lightness];
        }
        let plain = hues.iter().flatten().all(|value| *value == 0.0);
        Self { master, gain: 1.0 + gain(master.saturation), hues, plain }
    }

    #[inline]
    fn shift_at(&self, hue: f32) -> [f32; 3] {
        let place = hue * PARTS as f32;
        let node = place as usize;
        let share = place - node as f32;
        let low = self.hues[node & (SIZE - 1)];
        let high = self.hues[(node + 1) & (SIZE - 1)];
        [0, 1, 2].map(|i| low[i] + (high[i] - low[i]) * share)
    }

    #[inline]
    fn change(&self, color: [f32; 3]) -> [f32; 3] {
        let color = lighten(color, self.master.lightness);
        let high = color[0].max(color[1]).max(color[2]);
        let low = color[0].min(color[1]).min(color[2]);
        if high <= low {
            return color;
        }
        let hue = hue_of(color, high, high - low);
        let [turn, more, light] = self.shift_at(hue);
        let (high, low) =
            if light >= 0.0 { (high, low + (high - low) * light) } else { (high + (high - low) * light, low) };
        let middle = 0.5 * (high + low);
        let most = (2.0 * middle.min(1.0 - middle)).max(0.0);
        let chroma = ((high - low) * self.gain).min(most);
        let chroma = (chroma * (1.0 + more)).clamp(0.0, most);
        rebuilt(hue + turn, chroma, middle)
    }
}

impl Adjust for HueSaturation {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        let idle = self.plain && self.master == HslShift::default();
        if model == Model::Rgb && !idle {
            each_rgb(colors, |color| self.change(color));
        }
    }
}

/// All colours get one hue and saturation; their lightness stays and may be shifted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colorize(pub HslShift);

impl Adjust for Colorize {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model != Model::Rgb {
            return;
        }
        let HslShift { hue, saturation, lightness } = self.0;
        let hue = hue.rem_euclid(360.0) / 60.0;
        let saturation = saturation.clamp(0.0, 1.0);
        each_rgb(colors, |color| {
            let high = color[0].max(color[1]).max(color[2]);
            let low = color[0].min(color[1]).min(color[2]);
            let [middle, _, _] = lighten([0.5 * (high + low); 3], lightness);
            rebuilt(hue, saturation * (2.0 * middle.min(1.0 - middle)).max(0.0), middle)
        });
    }
}

#[inline]
fn lighten(color: [f32; 3], lightness: f32) -> [f32; 3] {
    let target = if lightness > 0.0 { 1.0 } else { 0.0 };
    color.map(|value| value + (target - value) * lightness.abs())
}

/// The hue in sextants, 0-6.
#[inline]
fn hue_of([red, green, blue]: [f32; 3], high: f32, chroma: f32) -> f32 {
    let hue = if red >= high {
        (green - blue) / chroma
    } else if green >= high {
        (blue - red) / chroma + 2.0
    } else {
        (red - green) / chroma + 4.0
    };
    if hue < 0.0 { hue + 6.0 } else { hue }
}

/// The colour of a hue in sextants (-12 to 18), a chroma and a middle between largest and smallest value.
#[inline]
fn rebuilt(hue: f32, chroma: f32, middle: f32) -> [f32; 3] {
    let turned = hue - 6.0 * (hue * (1.0 / 6.0)).floor();
    let channel = |peak: f32| {
        let away = (turned - peak).abs();
        let away = away.min(6.0 - away);
        middle + chroma * ((2.0 - away).clamp(0.0, 1.0) - 0.5)
    };
    [channel(0.0), channel(2.0), channel(4.0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(adjust: &dyn Adjust, color: [f32; 3]) -> [f32; 3] {
        let [mut r, mut g, mut b] = color.map(|value| [value]);
        adjust.apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        [r[0], g[0], b[0]]
    }

    fn near(found: [f32; 3], expected: [f32; 3]) {
        let off = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(off < 1e-4, "{found:?}, not {expected:?}");
    }

    fn master(hue: f32, saturation: f32, lightness: f32) -> HueSaturation {
        HueSaturation::new(HslShift { hue, saturation, lightness }, &[])
    }

    #[test]
    fn the_master_turns_saturates_and_lightens() {
        near(one(&master(120.0, 0.0, 0.0), [0.8, 0.2, 0.4]), [0.4, 0.8, 0.2]);
        near(one(&master(-60.0, 0.0, 0.0), [0.8, 0.2, 0.2]), [0.8, 0.2, 0.8]);
        near(one(&master(0.0, -1.0, 0.0), [0.8, 0.2, 0.4]), [0.5; 3]);
        near(one(&master(0.0, 0.5, 0.0), [0.6, 0.4, 0.5]), [0.7, 0.3, 0.5]);
        near(one(&master(0.0, 1.0, 0.0), [0.6, 0.4, 0.5]), [1.0, 0.0, 0.5]);
        near(one(&master(0.0, 0.0, 0.5), [0.6, 0.4, 0.0]), [0.8, 0.7, 0.5]);
        near(one(&master(0.0, 0.0, -0.5), [0.6, 0.4, 0.0]), [0.3, 0.2, 0.0]);
    }

    #[test]
    fn a_range_fades_at_its_edges() {
        let range = HueRange { edges: [315.0, 345.0, 15.0, 45.0], shift: HslShift::default() };
        let weights = [0.0, 330.0, 30.0, 350.0, 46.0, 180.0, 315.0].map(|hue| range.weight(hue));
        near([weights[0], weights[1], weights[2]], [1.0, 0.5, 0.5]);
        assert_eq!(weights[3..], [1.0, 0.0, 0.0, 0.0]);
        let sharp = HueRange { edges: [10.0; 4], shift: HslShift::default() };
        assert!([0.0, 10.0, 20.0].iter().all(|&hue| sharp.weight(hue).is_finite()));
    }

    #[test]
    fn a_range_leaves_other_hues() {
        let shift = HslShift { hue: 0.0, saturation: -1.0, lightness: 0.0 };
        let reds = HueSaturation::new(HslShift::default(), &[HueRange { edges: [315.0, 345.0, 15.0, 45.0], shift }]);
        near(one(&reds, [1.0, 0.0, 0.0]), [0.5; 3]);
        near(one(&reds, [0.0, 1.0, 0.2]), [0.0, 1.0, 0.2]);
        let shift = HslShift { hue: 0.0, saturation: 0.0, lightness: 1.0 };
        let reds = HueSaturation::new(HslShift::default(), &[HueRange { edges: [315.0, 345.0, 15.0, 45.0], shift }]);
        near(one(&reds, [0.7, 0.1, 0.1]), [0.7; 3]);
        near(one(&reds, [0.5, 0.5, 0.5]), [0.5; 3]);
    }

    #[test]
    fn colorize_has_one_hue() {
        let adjust = Colorize(HslShift { hue: 240.0, saturation: 0.5, lightness: 0.0 });
        near(one(&adjust, [0.5, 0.5, 0.5]), [0.25, 0.25, 0.75]);
        near(one(&adjust, [1.0, 1.0, 1.0]), [1.0; 3]);
        let dark = Colorize(HslShift { hue: 0.0, saturation: 1.0, lightness: -0.5 });
        near(one(&dark, [0.5, 0.5, 0.5]), [0.5, 0.0, 0.0]);
    }

    proptest! {
        #[test]
        fn whatever_is_set_stays_in_range(
            color: [u8; 3], hue in -180.0_f32..180.0, saturation in -1.0_f32..=1.0, lightness in -1.0_f32..=1.0,
            edges: [u16; 4],
        ) {
            let shift = HslShift { hue, saturation, lightness };
            let range = HueRange { edges: edges.map(f32::from), shift };
            let adjust = HueSaturation::new(shift, &[range; 6]);
            for value in one(&adjust, color.map(|value| f32::from(value) / 255.0)) {
                prop_assert!((-1e-5..=1.00001).contains(&value), "{}", value);
            }
        }

        #[test]
        fn a_full_turn_changes_nothing(color: [u8; 3]) {
            let color = color.map(|value| f32::from(value) / 255.0);
            near(one(&master(360.0, 0.0, 0.0), color), color);
        }
    }
}

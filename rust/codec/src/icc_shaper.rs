//! Profiles of three curves and a matrix, converted to sRGB with rounding.
//!
//! moxcms cuts its tables off instead of rounding them, which makes every second colour one step darker; its profiles,
//! curves and matrices are used, and the last step is done here.

use std::sync::OnceLock;

use moxcms::{ColorProfile, DataColorSpace, ToneReprCurve};

/// The steps of linear light that are told apart: 255 steps of sRGB need 3294 of them at black.
const STEPS: usize = 65_535;

/// sRGB bytes of linear light.
fn encoded() -> &'static [u8] {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let byte = |step: usize| {
            let light = step as f64 / STEPS as f64;
            let share = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (share * 255.0).round() as u8
        };
        (0..=STEPS).map(byte).collect()
    })
}

#[inline]
fn encode(table: &[u8], light: f32) -> u8 {
    // A cast keeps to the range of its target; what is no number becomes 0.
    let step = (light * STEPS as f32 + 0.5) as usize;
    table[step.min(STEPS)]
}

type Curve = Box<[f32; 256]>;

/// What a profile of curves and a matrix does with colours.
pub(crate) struct Shaper {
    curves: [Curve; 3],
    matrix: [[f32; 3]; 3],
}

impl Shaper {
    /// `None` for a profile that is something else.
    pub(crate) fn of(profile: &ColorProfile) -> Option<Self> {
        if profile.pcs != DataColorSpace::Xyz || !profile.is_matrix_shaper() || profile.cicp.is_some() {
            return None;
        }
        let curve = |trc: &Option<ToneReprCurve>| profile.build_8bit_lin_table(trc).ok();
        let curves = [curve(&profile.red_trc)?, curve(&profile.green_trc)?, curve(&profile.blue_trc)?];
        let matrix = profile.transform_matrix(&ColorProfile::new_srgb()).v.map(|row| row.map(|cell| cell as f32));
        Some(Self { curves, matrix })
    }

    /// Convert pixels of red, green, blue, and alpha where they have one.
    pub(crate) fn convert(&self, data: &mut [u8], with_alpha: bool) {
        if with_alpha { self.each::<4>(data) } else { self.each::<3>(data) }
    }

    fn each<const N: usize>(&self, data: &mut [u8]) {
        let table = encoded();
        let [reds, greens, blues] = &self.curves;
        for pixel in data.as_chunks_mut::<N>().0 {
            let light = [reds[usize::from(pixel[0])], greens[usize::from(pixel[1])], blues[usize::from(pixel[2])]];
            for (sample, row) in pixel.iter_mut().zip(&self.matrix) {
                *sample = encode(table, row[0] * light[0] + row[1] * light[1] + row[2] * light[2]);
            }
        }
    }
}

/// What each of the 256 greys of a grey profile of one curve becomes; `None` for a profile that is something else.
pub(crate) fn grey_ramp(profile: &ColorProfile) -> Option<[u8; 256]> {
    if profile.color_space != DataColorSpace::Gray || profile.pcs != DataColorSpace::Xyz {
        return None;
    }
    let curve = profile.build_8bit_lin_table(&profile.gray_trc).ok()?;
    Some(curve.map(|light| encode(encoded(), light)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_srgb(light: f64) -> f64 {
        let light = light.clamp(0.0, 1.0);
        if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
    }

    #[test]
    fn every_grey_is_rounded() {
        let shaper = Shaper::of(&ColorProfile::new_adobe_rgb()).expect("a matrix profile");
        let gamma = grey_ramp(&ColorProfile::new_gray_with_gamma(1.8)).expect("a grey profile");
        for grey in 0..=255_u8 {
            let mut pixel = [grey; 4];
            shaper.convert(&mut pixel, true);
            let exact = to_srgb((f64::from(grey) / 255.0).powf(2.199_218_75)) * 255.0;
            assert!(pixel[..3].iter().all(|&v| (f64::from(v) - exact).abs() < 0.56), "{grey}: {pixel:?} for {exact}");
            assert_eq!(pixel[3], grey, "alpha stays");
            let exact = to_srgb((f64::from(grey) / 255.0).powf(1.8)) * 255.0;
            assert!(
                (f64::from(gamma[usize::from(grey)]) - exact).abs() < 0.6,
                "{grey}: {} for {exact}",
                gamma[usize::from(grey)]
            );
        }
    }

    #[test]
    fn colours_equal_the_double_precision_twin() {
        let profile = ColorProfile::new_adobe_rgb();
        let shaper = Shaper::of(&profile).expect("a matrix profile");
        let matrix = profile.transform_matrix(&ColorProfile::new_srgb()).v;
        for color in [[255, 0, 0], [10, 200, 30], [36, 36, 36], [100, 150, 200], [1, 2, 3], [255, 255, 255]] {
            let mut pixel = color;
            shaper.convert(&mut pixel, false);
            let light = color.map(|v| (f64::from(v) / 255.0).powf(2.199_218_75));
            for (got, row) in pixel.iter().zip(matrix) {
                let exact = to_srgb(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]) * 255.0;
                assert!((f64::from(*got) - exact).abs() < 0.6, "{color:?}: {got} for {exact}");
            }
        }
    }

    #[test]
    fn other_profiles_are_left_to_others() {
        assert!(Shaper::of(&ColorProfile::new_gray_with_gamma(2.2)).is_none());
        assert!(grey_ramp(&ColorProfile::new_adobe_rgb()).is_none());
        assert_eq!(encode(encoded(), f32::NAN), 0);
        assert_eq!((encode(encoded(), -3.0), encode(encoded(), 7.0)), (0, 255));
    }
}

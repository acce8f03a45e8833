use crate::scene::{Adjust, Model};

use super::tone::{each_rgb, luma};

/// Every value becomes its complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invert;

impl Adjust for Invert {
    fn apply(&self, _model: Model, colors: &mut [&mut [f32]]) {
        for sample in colors.iter_mut().flat_map(|row| row.iter_mut()) {
            *sample = 1.0 - *sample;
        }
    }
}

/// Each channel keeps so many levels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterize {
    levels: f32,
    scale: f32,
}

impl Posterize {
    /// `levels` from 2 to 255; the width of a step depends on how many values a sample can have.
    pub fn new(depth: u16, levels: u16) -> Self {
        let values = if depth <= 8 { 256.0 } else { 65536.0 };
        Self { levels: f32::from(levels.clamp(2, 255)), scale: (values - 1.0) / values }
    }
}

impl Adjust for Posterize {
    fn apply(&self, _model: Model, colors: &mut [&mut [f32]]) {
        let (wide, last) = (self.levels * self.scale, self.levels - 1.0);
        for sample in colors.iter_mut().flat_map(|row| row.iter_mut()) {
            // A tenth of a thousandth of a step: samples that arithmetic has brought just below a value belong to it.
            *sample = (sample.clamp(0.0, 1.0) * wide + 1e-4).floor().min(last) / last;
        }
    }
}

/// Black or white by lightness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// The least share that becomes white.
    pub level: f32,
}

impl Threshold {
    /// `level` from 1 to 255, as a share of what 8 bits hold; half a value lower, since samples are not rounded here.
    pub fn new(level: u16) -> Self {
        Self { level: (f32::from(level) - 0.5) / 255.0 }
    }

    fn of(self, value: f32) -> f32 {
        f32::from(u8::from(value >= self.level))
    }
}

impl Adjust for Threshold {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        match (model, colors) {
            (Model::Rgb, colors) => each_rgb(colors, |color| [self.of(luma(color)); 3]),
            (Model::Lab, [lightness, a, b]) => {
                lightness.iter_mut().for_each(|value| *value = self.of(*value));
                a.fill(128.0 / 255.0);
                b.fill(128.0 / 255.0);
            }
            // All goes into the black plate; measured from `threshold_cmyk.psd` of psd-tools.
            (Model::Cmyk, [c, m, y, k]) => {
                for (((c, m), y), k) in c.iter_mut().zip(m.iter_mut()).zip(y.iter_mut()).zip(k.iter_mut()) {
                    *k = self.of(luma([*c, *m, *y]) * *k);
                    (*c, *m, *y) = (1.0, 1.0, 1.0);
                }
            }
            (_, colors) => {
                for value in colors.iter_mut().flat_map(|row| row.iter_mut()) {
                    *value = self.of(*value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invert_is_its_own_inverse() {
        let mut row = [0.0, 0.25, 1.0];
        Invert.apply(Model::Grey, &mut [&mut row]);
        assert_eq!(row, [1.0, 0.75, 0.0]);
    }

    #[test]
    fn posterize_takes_equal_parts_of_256() {
        let mut row: Vec<f32> = (0..256_u16).map(|i| f32::from(i) / 255.0).collect();
        Posterize::new(8, 4).apply(Model::Grey, &mut [&mut row]);
        for (i, value) in row.iter().enumerate() {
            assert!((value * 3.0 - (i / 64) as f32).abs() < 1e-5, "{i}");
        }
    }

    #[test]
    fn of_cmyk_only_black_is_left() {
        let (mut c, mut m, mut y, mut k) = ([0.9, 0.9], [0.9, 0.9], [0.9, 0.9], [0.5, 0.9]);
        Threshold::new(128).apply(Model::Cmyk, &mut [&mut c, &mut m, &mut y, &mut k]);
        assert_eq!((c, m, y, k), ([1.0; 2], [1.0; 2], [1.0; 2], [0.0, 1.0]));
    }

    #[test]
    fn threshold_begins_at_its_level() {
        let (mut r, mut g, mut b) =
            ([127.0 / 255.0, 128.0 / 255.0], [127.0 / 255.0, 128.0 / 255.0], [127.0 / 255.0, 128.0 / 255.0]);
        Threshold::new(128).apply(Model::Rgb, &mut [&mut r, &mut g, &mut b]);
        assert_eq!((r, g, b), ([0.0, 1.0], [0.0, 1.0], [0.0, 1.0]));
    }
}

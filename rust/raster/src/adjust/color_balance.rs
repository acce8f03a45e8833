use super::table::Table;
use crate::scene::{Adjust, Model};

/// Colour balance: cyan-red, magenta-green, yellow-blue of shadows, midtones and highlights, -1 to 1 each.
///
/// Adobe tells no formula; this one was found by what another renderer gives for grey ramps, and it meets the picture that
/// Photoshop stored in `fillAdjustments.psd` of webtoon/psd. Each channel has levels: shadows move its black point,
/// highlights its white point, midtones its gamma. Where luminosity is kept, the three sliders of a tone move together
/// until no channel loses its end: shadows only darken, highlights only lighten, midtones do as much of both.
/// Otherwise shadows and highlights bend the gamma too.
#[derive(Debug, Clone)]
pub struct ColorBalance {
    tables: [Table; 3],
}

/// The most a slider moves a level.
const REACH: f64 = 100.0 / 255.0;

/// The sliders of each tone as they count where luminosity is kept.
fn kept([shadows, midtones, highlights]: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let most = |tone: [f64; 3]| tone.into_iter().fold(f64::MIN, f64::max);
    let least = |tone: [f64; 3]| tone.into_iter().fold(f64::MAX, f64::min);
    let middle = f64::midpoint(most(midtones), least(midtones));
    let (top, bottom) = (most(shadows), least(highlights));
    [
        shadows.map(|slider| slider - top),
        midtones.map(|slider| slider - middle),
        highlights.map(|slider| slider - bottom),
    ]
}

/// The new level of `x` under one channel's shadows, midtones and highlights; `bends`: all of them change the gamma.
fn balanced([shadows, midtones, highlights]: [f64; 3], bends: bool, x: f64) -> f64 {
    let black = REACH * (-shadows).max(0.0);
    let white = 1.0 - REACH * highlights.max(0.0);
    let power = if bends { midtones + f64::midpoint(shadows, highlights) } else { midtones };
    ((x - black) / (white - black).max(1.0 / 255.0)).clamp(0.0, 1.0).powf((-power).exp2())
}

impl ColorBalance {
    /// `tones` are shadows, midtones and highlights, each for red, green and blue.
    pub fn new(depth: u16, tones: [[f64; 3]; 3], keep_luma: bool) -> Self {
        let tones = if keep_luma { kept(tones) } else { tones };
        let table = |channel: usize| {
            let own = tones.map(|tone| tone[channel]);
            Table::new(depth, move |x| balanced(own, !keep_luma, x))
        };
        Self { tables: [table(0), table(1), table(2)] }
    }
}

impl Adjust for ColorBalance {
    fn apply(&self, model: Model, colors: &mut [&mut [f32]]) {
        if model == Model::Rgb {
            colors.iter_mut().zip(&self.tables).for_each(|(row, table)| table.apply(row));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of greys, in steps of 255.
    fn greys<const N: usize>(tones: [[i32; 3]; 3], keep_luma: bool, greys: [u8; N]) -> [[i32; N]; 3] {
        let tones = tones.map(|tone| tone.map(|slider| f64::from(slider) / 100.0));
        let adjust = ColorBalance::new(8, tones, keep_luma);
        let mut rows = [(); 3].map(|()| greys.map(|grey| f32::from(grey) / 255.0));
        let [red, green, blue] = &mut rows;
        adjust.apply(Model::Rgb, &mut [red, green, blue]);
        rows.map(|row| row.map(|share| (share * 255.0).round() as i32))
    }

    const NONE: [i32; 3] = [0; 3];

    #[test]
    fn nothing_set_changes_nothing() {
        for keep_luma in [false, true] {
            assert_eq!(greys([NONE; 3], keep_luma, [0, 51, 128, 255]), [[0, 51, 128, 255]; 3]);
        }
    }

    #[test]
    fn greys_that_were_measured() {
        let near = |made: [[i32; 4]; 3], expected: [[i32; 4]; 3]| {
            let off = made.iter().flatten().zip(expected.iter().flatten()).map(|(a, b)| (a - b).abs()).max();
            assert!(off <= Some(1), "{made:?} for {expected:?}");
        };
        let at = [16, 64, 128, 240];
        let (same, red) = ([16, 64, 128, 240], |value| [value, 0, 0]);
        near(greys([NONE, [50, 0, -50], NONE], false, at), [[35, 96, 157, 244], same, [5, 36, 96, 234]]);
        near(greys([red(50), NONE, NONE], false, at), [[25, 80, 143, 242], same, same]);
        near(greys([red(-50), NONE, NONE], false, at), [[0, 10, 81, 233], same, same]);
        near(greys([NONE, NONE, red(50)], false, at), [[30, 96, 171, 255], same, same]);
        near(greys([NONE, NONE, red(-50)], false, at), [[9, 49, 112, 237], same, same]);
        let all = [[-4, 2, -5], [10, 4, -9], [1, -9, -3]];
        near(greys(all, true, at), [[13, 68, 136, 250], [17, 66, 130, 240], [7, 54, 122, 245]]);
    }

    #[test]
    fn kept_luminosity_takes_the_whole_of_a_tone_away() {
        assert_eq!(greys([[40; 3], [-30; 3], [70; 3]], true, [0, 51, 128, 255]), [[0, 51, 128, 255]; 3]);
    }

    #[test]
    fn curves_rise_and_stay_in_range() {
        for tones in [[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0], [-2.0, 1.0, 2.0], [0.3, -0.8, 0.9]] {
            let values: Vec<f64> = (0..=255).map(|i| balanced(tones, true, f64::from(i) / 255.0)).collect();
            assert!(values.is_sorted() && values.iter().all(|value| (0.0..=1.0).contains(value)), "{tones:?}");
        }
    }
}

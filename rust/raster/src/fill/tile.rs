/// The samples of a tile: colours in the order of the model, then alpha, pixel by pixel.
#[derive(Debug, Clone, PartialEq)]
pub enum TileSamples {
    /// 8 bits: 255 is 1.
    U8(Vec<u8>),
    /// Shares of 1.
    F32(Vec<f32>),
}

/// A picture that is repeated in both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    width: usize,
    height: usize,
    /// Colours and alpha.
    channels: usize,
    samples: TileSamples,
}

/// Colours and alpha of the models.
const MOST: usize = 5;

impl Tile {
    /// A tile of `channels` samples a pixel, alpha among them; `None` where the samples do not fill it.
    pub fn new(width: usize, height: usize, channels: usize, samples: TileSamples) -> Option<Self> {
        let count = match &samples {
            TileSamples::U8(samples) => samples.len(),
            TileSamples::F32(samples) => samples.len(),
        };
        let whole = width.checked_mul(height)?.checked_mul(channels)? == count;
        (whole && count > 0 && (2..=MOST).contains(&channels)).then_some(Self { width, height, channels, samples })
    }

    /// Columns and rows.
    pub const fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    fn sample(&self, x: usize, y: usize) -> [f32; MOST] {
        let start = (y * self.width + x) * self.channels;
        let places = start..start + self.channels;
        let mut out = [0.0; MOST];
        match &self.samples {
            TileSamples::U8(samples) => {
                out.iter_mut().zip(&samples[places]).for_each(|(out, &sample)| *out = f32::from(sample) / 255.0);
            }
            TileSamples::F32(samples) => out[..self.channels].copy_from_slice(&samples[places]),
        }
        out
    }

    /// Between four samples around a place, which is repeated; colours count by their alpha. Only every `side`th sample
    /// of a tile counts, from its first; the last may be nearer to the next tile.
    pub(super) fn between(&self, x: f64, y: f64, side: usize) -> [f32; MOST] {
        let (x, y) = (wrapped(x, self.width), wrapped(y, self.height));
        let (left, right, across) = neighbours(x, self.width, side);
        let (top, bottom, down) = neighbours(y, self.height, side);
        let mut sum = Weighed::default();
        sum.add(self.sample(left, top), (1.0 - across) * (1.0 - down), self.channels);
        sum.add(self.sample(right, top), across * (1.0 - down), self.channels);
        sum.add(self.sample(left, bottom), (1.0 - across) * down, self.channels);
        sum.add(self.sample(right, bottom), across * down, self.channels);
        sum.mean(self.channels)
    }

    /// The tile with every sample replaced by the mean of the `side` x `side` samples that begin there.
    pub(super) fn averaged(&self, side: f64) -> Self {
        let mut samples = Vec::with_capacity(self.width * self.height * self.channels);
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sample = self.sample(x, y);
                let alpha = sample[self.channels - 1];
                sample[..self.channels - 1].iter_mut().for_each(|value| *value *= alpha);
                samples.extend_from_slice(&sample[..self.channels]);
            }
        }
        let row = self.width * self.channels;
        for line in samples.chunks_exact_mut(row) {
            for channel in 0..self.channels {
                average(line, channel, self.channels, side);
            }
        }
        for column in 0..row {
            average(&mut samples, column, row, side);
        }
        for sample in samples.chunks_exact_mut(self.channels) {
            if let Some((alpha, colors)) = sample.split_last_mut() {
                colors.iter_mut().for_each(|value| *value = if *alpha > 0.0 { *value / *alpha } else { 0.0 });
            }
        }
        Self { samples: TileSamples::F32(samples), ..*self }
    }
}

/// A mean in which colours count by weight and alpha, alpha by weight alone.
#[derive(Default)]
struct Weighed {
    sums: [f32; MOST],
}

impl Weighed {
    fn add(&mut self, sample: [f32; MOST], weight: f32, channels: usize) {
        let alpha = sample[channels - 1] * weight;
        for (sum, value) in self.sums[..channels - 1].iter_mut().zip(sample) {
            *sum += value * alpha;
        }
        self.sums[channels - 1] += alpha;
    }

    fn mean(mut self, channels: usize) -> [f32; MOST] {
        let alpha = self.sums[channels - 1];
        if alpha > 0.0 {
            self.sums[..channels - 1].iter_mut().for_each(|sum| *sum /= alpha);
        }
        self.sums
    }
}

/// The sample before a place, the sample after it, and the share of the way between them.
fn neighbours(place: f64, count: usize, side: usize) -> (usize, usize, f32) {
    let before = (place as usize).min(count - 1) / side * side;
    let after = (before + side).min(count);
    (before, after % count, ((place - before as f64) / (after - before) as f64) as f32)
}

fn wrapped(place: f64, size: usize) -> f64 {
    let place = if place.is_finite() { place } else { 0.0 };
    place.rem_euclid(size as f64)
}

/// Replace every `stride`-th value from `first` on by the mean of the `side` values that begin there, round and round.
fn average(values: &mut [f32], first: usize, stride: usize, side: f64) {
    let mut sums = vec![0.0];
    let mut total = 0.0;
    for value in values.iter().skip(first).step_by(stride) {
        total += f64::from(*value);
        sums.push(total);
    }
    let count = sums.len() - 1;
    let until = |place: f64| {
        let rounds = (place / count as f64).floor();
        let rest = place - rounds * count as f64;
        let index = (rest as usize).min(count - 1);
        rounds * total + sums[index] + (rest - index as f64) * (sums[index + 1] - sums[index])
    };
    for (index, value) in values.iter_mut().skip(first).step_by(stride).enumerate() {
        *value = ((until(index as f64 + side) - sums[index]) / side) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, values: &[f32]) -> Tile {
        let samples = values.iter().flat_map(|&value| [value, 1.0]).collect();
        Tile::new(width, values.len() / width, 2, TileSamples::F32(samples)).expect("whole")
    }

    #[test]
    fn samples_must_fill_the_tile() {
        assert!(Tile::new(2, 1, 2, TileSamples::U8(vec![0; 3])).is_none());
        assert!(Tile::new(0, 1, 2, TileSamples::U8(vec![])).is_none());
        assert!(Tile::new(usize::MAX, 9, 2, TileSamples::U8(vec![0; 4])).is_none());
        assert!(Tile::new(1, 1, 6, TileSamples::U8(vec![0; 6])).is_none());
    }

    #[test]
    fn places_go_round() {
        let tile = grey(4, &[0.0, 1.0, 0.5, 0.25]);
        for (x, expected) in [(0.0, 0.0), (0.5, 0.5), (3.5, 0.125), (-1.0, 0.25), (4001.0, 1.0), (f64::NAN, 0.0)] {
            assert_eq!(tile.between(x, -7.25, 1)[0], expected, "{x}");
        }
    }

    #[test]
    fn clear_samples_have_no_colour() {
        let samples = vec![255, 0, 0, 255];
        let tile = Tile::new(2, 1, 2, TileSamples::U8(samples)).expect("whole");
        assert_eq!(tile.between(0.5, 0.0, 1)[..2], [0.0, 0.5]);
        assert_eq!(tile.averaged(2.0).between(0.0, 0.0, 1)[..2], [0.0, 0.5]);
    }

    #[test]
    fn means_of_any_side() {
        let tile = grey(4, &[0.0, 1.0, 0.5, 0.25]);
        for (side, expected) in [(1.0, 0.0), (2.0, 0.5), (1.5, 1.0 / 3.0), (4.0, 0.4375), (4000.0, 0.4375)] {
            let mean = tile.averaged(side).between(0.0, 0.0, 1)[0];
            assert!((mean - expected as f32).abs() < 1e-5, "{side}: {mean}");
        }
    }
}

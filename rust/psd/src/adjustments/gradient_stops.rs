use imageparser_base::{Error, Result};
use imageparser_raster::fill::Color;
use imageparser_raster::scene::Model;

use super::raw_color;
use crate::section::Section;

/// Places of a gradient count from 0 to this.
const WHOLE: f64 = 4096.0;
/// Stops of a gradient; Photoshop makes far fewer.
const MOST: u16 = 1000;

/// The colours of a gradient as old structures hold them: by place, with the middle between each and the next.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stops {
    stops: Vec<Stop>,
}

#[derive(Debug, Clone, PartialEq)]
struct Stop {
    place: f64,
    /// Where the colour is half way from the stop before, as a share of the distance.
    middle: f64,
    color: Vec<f64>,
}

impl Stops {
    /// A count, then for each stop its place, middle, colour and two bytes that say who chose it.
    pub(super) fn read(section: &mut Section<'_>, model: Model, color: impl Fn(Vec<f64>) -> Vec<f64>) -> Result<Self> {
        let count = section.u16()?;
        if !(1..=MOST).contains(&count) {
            return Err(section.error("a gradient has too few or too many colours"));
        }
        let mut stops = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (place, middle) = (f64::from(section.u32()?) / WHOLE, f64::from(section.u32()?) / 100.0);
            let found: Color = raw_color::read(section)?;
            section.skip(2)?;
            let samples = found.in_model(model).into_iter().map(f64::from).collect();
            stops.push(Stop { place: place.min(1.0), middle: middle.clamp(0.01, 0.99), color: color(samples) });
        }
        stops.sort_by(|a, b| a.place.total_cmp(&b.place));
        Ok(Self { stops })
    }

    /// The colour at `place`.
    pub(super) fn at(&self, place: f64) -> Vec<f64> {
        let next = self.stops.partition_point(|stop| stop.place <= place);
        let (Some(before), Some(after)) = (next.checked_sub(1).and_then(|i| self.stops.get(i)), self.stops.get(next))
        else {
            let nearest = self.stops.get(next.min(self.stops.len().saturating_sub(1)));
            return nearest.map(|stop| stop.color.clone()).unwrap_or_default();
        };
        let way = (place - before.place) / (after.place - before.place);
        let middle = before.middle;
        let way = if way < middle { 0.5 * way / middle } else { 0.5 + 0.5 * (way - middle) / (1.0 - middle) };
        before.color.iter().zip(&after.color).map(|(a, b)| a + (b - a) * way).collect()
    }
}

/// The transparency of a gradient: read over, since a gradient map ignores it.
pub(super) fn skip_transparency(section: &mut Section<'_>) -> Result<()> {
    let count = section.u16()?;
    section.skip(u64::from(count) * 10)
}

/// What follows the stops; noise gradients are refused. The smoothness (0 to 4096) comes back as a share.
pub(super) fn tail(section: &mut Section<'_>) -> Result<f64> {
    let _expansion = section.u16()?;
    let smoothness = f64::from(section.u16()?.min(4096)) / WHOLE;
    let _length = section.u16()?;
    if section.u16()? == 1 {
        return Err(Error::unsupported("gradient map with a noise gradient"));
    }
    Ok(smoothness)
}

#[cfg(test)]
mod tests {
    use super::super::testing::words;
    use super::super::with_section;
    use super::*;

    fn stops(stops: &[(u32, u32, [i32; 3])]) -> Result<Stops> {
        let mut bytes = (stops.len() as u16).to_be_bytes().to_vec();
        for (place, middle, [r, g, b]) in stops {
            bytes.extend(place.to_be_bytes().into_iter().chain(middle.to_be_bytes()));
            bytes.extend(words(&[0, *r, *g, *b, 0, 0]));
        }
        with_section(&bytes, "gradient", |section| Stops::read(section, Model::Rgb, |color| color))
    }

    #[test]
    fn the_middle_may_move() {
        let gradient = stops(&[(4096, 50, [65535; 3]), (0, 25, [0; 3])]).expect("good");
        let reds = [0.0, 0.125, 0.25, 0.625, 1.0].map(|place| gradient.at(place)[0]);
        for (found, expected) in reds.iter().zip([0.0, 0.25, 0.5, 0.75, 1.0]) {
            assert!((found - expected).abs() < 1e-6, "{reds:?}");
        }
    }

    #[test]
    fn colours_reach_to_the_ends() {
        let gradient = stops(&[(1024, 50, [65535, 0, 0]), (2048, 50, [0, 65535, 0])]).expect("good");
        assert_eq!((gradient.at(0.0), gradient.at(1.0)), (vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]));
        let sharp = stops(&[(2048, 50, [0; 3]), (2048, 50, [65535; 3])]).expect("good");
        assert_eq!((sharp.at(0.4)[0], sharp.at(0.6)[0]), (0.0, 1.0));
        assert!(stops(&[]).is_err());
    }
}

use super::color::{to_linear, to_srgb};
use super::oklab;
use crate::scene::Model;

/// A value at a place of a ramp.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// 0-1.
    pub position: f64,
    /// Where between the stop before and this one both have the same weight, 0-1.
    pub midpoint: f64,
    /// Samples in the order of the model, or one opacity.
    pub value: Vec<f32>,
}

/// In which space colours between two stops are mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interpolation {
    /// As stored ("classic").
    Stored,
    /// Linear light.
    Linear,
    /// Oklab ("perceptual").
    Perceptual,
}

/// The colours of a gradient from 0 to 1, opacity last, as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// One row of `channels` samples for each step.
    table: Vec<f32>,
    channels: usize,
}

/// Steps of the table; Photoshop counts places of stops in the same units.
const STEPS: usize = 4096;

impl Ramp {
    /// Colours and opacities (0-1) at their stops; `smoothness` 0-1 goes from straight lines to a spline.
    ///
    /// Found from gradients that Photoshop drew: the share `u` between two stops is bent by the midpoint (straight to 0.5,
    /// straight on to 1), then the values follow a cubic Hermite spline whose slopes at the stops are the half
    /// difference of the neighbours (Catmull-Rom with doubled ends), each segment counting as one step whatever its
    /// length; smoothness fades between the straight line and this spline. Values that overshoot are cut.
    pub fn new(model: Model, colors: &[Stop], opacities: &[Stop], smoothness: f64, mixing: Interpolation) -> Self {
        let space = Space { model, mixing };
        let inner: Vec<Knot> = knots(colors, model.channels(), &|value| space.enter(value));
        let alpha = knots(opacities, 1, &|value| value.iter().map(|&v| f64::from(v)).collect());
        let channels = model.channels() + 1;
        let mut table = Vec::with_capacity((STEPS + 1) * channels);
        for step in 0..=STEPS {
            let place = step as f64 / STEPS as f64;
            let color = space.leave(&at(&inner, place, smoothness, 0.0, model.channels()));
            let opacity = at(&alpha, place, smoothness, 1.0, 1);
            table.extend(color.iter().chain(&opacity).map(|&value| value.max(0.0).min(1.0) as f32));
        }
        Self { table, channels }
    }

    /// Samples in the order of the model, then opacity, at a place 0-1; what lies outside continues the ends.
    #[inline]
    pub fn at(&self, place: f32) -> &[f32] {
        let step = ((place.clamp(0.0, 1.0) * STEPS as f32 + 0.5) as usize).min(STEPS);
        &self.table[step * self.channels..(step + 1) * self.channels]
    }
}

/// A stop with its value in the space of mixing.
struct Knot {
    position: f64,
    midpoint: f64,
    value: Vec<f64>,
}

fn knots(stops: &[Stop], channels: usize, enter: &dyn Fn(&[f32]) -> Vec<f64>) -> Vec<Knot> {
    let whole = stops.iter().filter(|stop| stop.value.len() == channels && stop.position.is_finite());
    let knot = |stop: &Stop| {
        let midpoint = if stop.midpoint > 0.0 && stop.midpoint < 1.0 { stop.midpoint } else { 0.5 };
        Knot { position: stop.position, midpoint, value: enter(&stop.value) }
    };
    let mut knots: Vec<Knot> = whole.map(knot).collect();
    knots.sort_by(|a, b| a.position.total_cmp(&b.position));
    knots
}

/// The values at a place; `default` where there is no stop.
fn at(knots: &[Knot], place: f64, smoothness: f64, default: f64, channels: usize) -> Vec<f64> {
    let next = knots.partition_point(|knot| knot.position <= place);
    let Some(from) = next.checked_sub(1) else {
        return knots.first().map_or_else(|| vec![default; channels], |knot| knot.value.clone());
    };
    let Some(to) = knots.get(next) else { return knots[from].value.clone() };
    let share = bent((place - knots[from].position) / (to.position - knots[from].position), to.midpoint);
    let before = &knots[from.saturating_sub(1)].value;
    let after = &knots[(next + 1).min(knots.len() - 1)].value;
    let (start, end) = (&knots[from].value, &to.value);
    (0..start.len()).map(|c| between([before[c], start[c], end[c], after[c]], share, smoothness)).collect()
}

fn bent(share: f64, midpoint: f64) -> f64 {
    if share < midpoint { 0.5 * share / midpoint } else { 0.5 + 0.5 * (share - midpoint) / (1.0 - midpoint) }
}

fn between([before, start, end, after]: [f64; 4], u: f64, smoothness: f64) -> f64 {
    let straight = start + (end - start) * u;
    let (leave, arrive) = ((end - before) / 2.0, (after - start) / 2.0);
    let (u2, u3) = (u * u, u * u * u);
    let spline = (2.0 * u3 - 3.0 * u2 + 1.0) * start
        + (u3 - 2.0 * u2 + u) * leave
        + (3.0 * u2 - 2.0 * u3) * end
        + (u3 - u2) * arrive;
    straight + (spline - straight) * smoothness
}

/// Between the samples of a model and the numbers that are mixed.
#[derive(Clone, Copy)]
struct Space {
    model: Model,
    mixing: Interpolation,
}

impl Space {
    fn enter(self, samples: &[f32]) -> Vec<f64> {
        let samples = samples.iter().map(|&sample| f64::from(sample));
        match (self.mixing, self.model) {
            (Interpolation::Linear, Model::Rgb | Model::Grey) => samples.map(to_linear).collect(),
            (Interpolation::Perceptual, Model::Rgb | Model::Grey) => {
                let linear: Vec<f64> = samples.map(to_linear).collect();
                oklab::of_linear(&linear)
            }
            _ => samples.collect(),
        }
    }

    fn leave(self, mixed: &[f64]) -> Vec<f64> {
        match (self.mixing, self.model) {
            (Interpolation::Linear, Model::Rgb | Model::Grey) => mixed.iter().map(|&value| to_srgb(value)).collect(),
            (Interpolation::Perceptual, Model::Rgb | Model::Grey) => {
                oklab::to_linear(mixed).into_iter().map(to_srgb).collect()
            }
            _ => mixed.to_vec(),
        }
    }
}

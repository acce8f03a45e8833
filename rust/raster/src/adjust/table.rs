use crate::scene::{Adjust, Model};

/// Parts of a table between two neighbouring 8-bit values.
const PARTS: usize = 16;
/// The last node; the nodes of 8-bit values are among them.
const LAST: usize = 255 * PARTS;
/// A power of two, so that a masked index needs no check.
const SIZE: usize = 4096;

/// A function of one sample, tabulated; straight between the nodes, so that 8-bit samples are exact.
#[derive(Clone)]
pub struct Table {
    nodes: Box<[f32; SIZE]>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Table({} .. {} .. {})", self.nodes[0], self.nodes[LAST / 2], self.nodes[LAST])
    }
}

impl Table {
    /// Tabulate `function` over 0-1. Of 8-bit documents Photoshop keeps 256 rounded entries; they are followed.
    pub fn new(depth: u16, function: impl Fn(f64) -> f64) -> Self {
        let value = |x: f64| {
            let y = function(x);
            if y.is_nan() { x } else { y.clamp(0.0, 1.0) }
        };
        if depth <= 8 {
            let entries: Vec<f64> = (0..256).map(|i| (value(f64::from(i) / 255.0) * 255.0).round() / 255.0).collect();
            return Self::of_nodes(|node| {
                let (entry, part) = (node / PARTS, node % PARTS);
                let next = entries[(entry + 1).min(255)];
                entries[entry] + (next - entries[entry]) * part as f64 / PARTS as f64
            });
        }
        Self::of_nodes(|node| value(node as f64 / LAST as f64))
    }

    fn of_nodes(value: impl Fn(usize) -> f64) -> Self {
        let nodes: Vec<f32> = (0..SIZE).map(|node| value(node.min(LAST)) as f32).collect();
        let nodes = <Box<[f32; SIZE]>>::try_from(nodes.into_boxed_slice()).unwrap_or_else(|_| Box::new([0.0; SIZE]));
        Self { nodes }
    }

    /// The value at `x`; what lies outside 0-1 counts as its edge.
    #[inline]
    pub fn at(&self, x: f32) -> f32 {
        // Not `clamp`: what is no number becomes 0.
        let place = if x > 0.0 { x.min(1.0) * LAST as f32 } else { 0.0 };
        let node = place as usize;
        let share = place - node as f32;
        let low = self.nodes[node & (SIZE - 1)];
        let high = self.nodes[(node + 1) & (SIZE - 1)];
        low + (high - low) * share
    }

    /// Change a row in place.
    pub fn apply(&self, row: &mut [f32]) {
        for sample in row {
            *sample = self.at(*sample);
        }
    }
}

/// A table for each channel; `None` leaves a channel as it is.
#[derive(Debug, Clone)]
pub struct Tables(pub Vec<Option<Table>>);

impl Tables {
    /// The same table for all channels of `model`.
    pub fn same(model: Model, table: &Table) -> Self {
        Self(vec![Some(table.clone()); model.channels()])
    }
}

impl Adjust for Tables {
    fn apply(&self, _model: Model, colors: &mut [&mut [f32]]) {
        for (row, table) in colors.iter_mut().zip(&self.0) {
            if let Some(table) = table {
                table.apply(row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bit_samples_meet_rounded_entries() {
        let table = Table::new(8, |x| x * x);
        for i in 0..=255_u16 {
            let x = f64::from(i) / 255.0;
            let expected = (x * x * 255.0).round() / 255.0;
            assert!((f64::from(table.at(x as f32)) - expected).abs() < 2e-6, "{i}");
        }
    }

    #[test]
    fn deep_samples_are_near_the_function() {
        let table = Table::new(16, f64::sqrt);
        for i in 40..=10_000 {
            let x = f64::from(i) / 10_000.0;
            assert!((f64::from(table.at(x as f32)) - x.sqrt()).abs() < 1e-4, "{x}");
        }
    }

    #[test]
    fn what_is_outside_counts_as_the_edge() {
        let table = Table::new(16, |x| 0.25 + x / 2.0);
        assert_eq!([table.at(-9.0), table.at(7.0), table.at(1.0)], [0.25, 0.75, 0.75]);
        assert!(Table::new(8, |_| f64::NAN).at(f32::NAN).is_finite());
        assert!((0.0..=1.0).contains(&Table::new(16, |x| x * 9.0 - 3.0).at(0.9)));
    }

    #[test]
    fn channels_without_a_table_stay() {
        let tables = Tables(vec![None, Some(Table::new(8, |x| 1.0 - x))]);
        let (mut a, mut b, mut c) = ([0.2], [0.2], [0.2]);
        tables.apply(Model::Rgb, &mut [&mut a, &mut b, &mut c]);
        assert_eq!((a, c), ([0.2], [0.2]));
        assert!((b[0] - 0.8).abs() < 1e-6);
    }
}

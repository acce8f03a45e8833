//! Weights of nested groups that are only known where a group ends.

/// A span of text with one weight, or a border between tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atom {
    /// Bytes of the prompt.
    Text(usize, usize),
    /// A separator.
    Border,
    /// The word `AND`, which ends a part of its own weight.
    Also,
}

/// Atoms and the factors that begin or end at each of them, so that any nesting costs one pass.
#[derive(Default)]
pub(super) struct Atoms {
    pub(super) list: Vec<Atom>,
    changes: Vec<Change>,
}

/// Logarithm of the size, number of zeros, number of minus signs: what a product needs to be undone.
#[derive(Clone, Copy, Default)]
struct Change {
    log: f64,
    zeros: i32,
    minus: i32,
}

impl Atoms {
    pub(super) fn text(&mut self, start: usize, end: usize) {
        let joined = self.changes.len() <= self.list.len();
        match self.list.last_mut() {
            // Neighbours grow together unless a factor begins between them.
            Some(Atom::Text(_, last)) if *last == start && joined => *last = end,
            _ if start < end => self.list.push(Atom::Text(start, end)),
            _ => {}
        }
    }

    pub(super) fn push(&mut self, atom: Atom) {
        self.list.push(atom);
    }

    /// The index of the next atom; text that follows begins an atom of its own.
    pub(super) fn mark(&mut self) -> usize {
        self.changes.resize_with(self.changes.len().max(self.list.len() + 1), Change::default);
        self.list.len()
    }

    /// Multiply everything from `start` to here.
    pub(super) fn scale(&mut self, start: usize, by: f64) {
        let end = self.mark();
        let change = Change {
            log: if by == 0.0 { 0.0 } else { by.abs().ln() },
            zeros: (by == 0.0).into(),
            minus: (by < 0.0).into(),
        };
        self.add(start, change, 1);
        self.add(end, change, -1);
    }

    fn add(&mut self, at: usize, change: Change, sign: i32) {
        let here = &mut self.changes[at];
        here.log += change.log * f64::from(sign);
        here.zeros += change.zeros * sign;
        here.minus += change.minus * sign;
    }

    /// The atoms with their weights.
    pub(super) fn weighted(&self) -> impl Iterator<Item = (Atom, f64)> + '_ {
        let mut sum = Change::default();
        self.list.iter().enumerate().map(move |(index, atom)| {
            if let Some(change) = self.changes.get(index) {
                sum.log += change.log;
                sum.zeros += change.zeros;
                sum.minus += change.minus;
            }
            let size = if sum.zeros > 0 { 0.0 } else { sum.log.clamp(-20.0, 20.0).exp() };
            (*atom, if sum.minus % 2 == 0 { size } else { -size })
        })
    }
}

/// The weight of a tag whose parts have several: the one that differs most from none.
#[derive(Clone, Copy)]
pub(super) struct Strongest(pub(super) f64);

impl Strongest {
    pub(super) fn none() -> Self {
        Self(1.0)
    }

    pub(super) fn see(&mut self, weight: f64) {
        if (weight - 1.0).abs() > (self.0 - 1.0).abs() {
            self.0 = weight;
        }
    }
}

use std::sync::Arc;

use imageparser_base::Rect;

use crate::blend::{BlendMode, Curve};
use crate::scene::{Adjust, BlendIf, Coat, CoatPlace, Knockout, Paint};

/// A node made ready: its sources have numbers, its bounds are known in cells, its effects are coats.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) content: Shown,
    pub(super) blend: BlendMode,
    pub(super) edges: Option<Curve>,
    pub(super) opacity: f32,
    pub(super) fill: f32,
    pub(super) masks: Vec<DrawnMask>,
    pub(super) clipped: Vec<Drawn>,
    pub(super) clipped_as_group: bool,
    pub(super) interior_as_group: bool,
    pub(super) knockout: Knockout,
    pub(super) blend_if: Option<Arc<BlendIf>>,
    pub(super) locked_channels: u8,
    pub(super) coats: Vec<Coat>,
    /// Where its content can show, in cells; coats have areas of their own.
    pub(super) bounds: Rect,
}

#[derive(Debug)]
pub(super) enum Shown {
    /// The number of a source.
    Pixels(usize),
    Fill(Arc<dyn Paint>),
    Adjustment(Arc<dyn Adjust>),
    Group {
        members: Vec<Drawn>,
        pass_through: bool,
    },
}

#[derive(Debug)]
pub(super) struct DrawnMask {
    /// The number of its source.
    pub(super) source: usize,
    pub(super) outside: f32,
    pub(super) inverted: bool,
    pub(super) density: f32,
    pub(super) shapes_effects: bool,
}

impl Drawn {
    /// Whether coverage and colour can be mixed in one step: nothing depends on the layer being drawn by itself.
    pub(super) fn is_plain(&self) -> bool {
        self.coats.is_empty()
            && self.clipped.is_empty()
            && self.knockout == Knockout::None
            && self.blend_if.is_none()
            && self.locked_channels == 0
            && !matches!(self.content, Shown::Adjustment(_))
    }

    /// Whether effects follow the coverage of a painted shape: where its gradient is transparent they stay whole, and
    /// only the paint is thin (psd-tools' stroke-effects.psd).
    pub(super) fn by_coverage(&self) -> bool {
        let together = self.clipped_as_group && !self.clipped.is_empty();
        matches!(self.content, Shown::Fill(_)) && !self.coats.is_empty() && !together && !self.interior_as_group
    }

    /// Whether it is half opaque with coats beside it, which fade together with it. Dissolve keeps pixels whole instead.
    pub(super) fn fades_with_coats(&self) -> bool {
        let beside = |coat: &Coat| !matches!(coat.place, CoatPlace::Inside | CoatPlace::Instead);
        self.opacity < 1.0 && self.blend != BlendMode::Dissolve && self.coats.iter().any(beside)
    }

    /// Whether it or a layer in it shows what lies below its group.
    pub(super) fn knocks_out(&self) -> bool {
        let members: &[Self] = if let Shown::Group { members, .. } = &self.content { members } else { &[] };
        self.knockout != Knockout::None || members.iter().chain(&self.clipped).any(Self::knocks_out)
    }

    /// Everything that it may change, with its coats, in cells.
    pub(super) fn reach(&self) -> Rect {
        self.coats
            .iter()
            .fold(self.bounds, |reach, coat| if coat.coverage.is_empty() { reach } else { reach.union(coat.area) })
    }

    /// Append the numbers of all sources in it.
    pub(super) fn sources(&self, found: &mut Vec<usize>) {
        if let Shown::Pixels(source) = self.content {
            found.push(source);
        }
        found.extend(self.masks.iter().map(|mask| mask.source));
        let members: &[Self] = if let Shown::Group { members, .. } = &self.content { members } else { &[] };
        members.iter().chain(&self.clipped).for_each(|node| node.sources(found));
    }
}

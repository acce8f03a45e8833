//! Makes a scene ready to be drawn: numbers its sources, shrinks them, blurs feathered masks, turns effects into coats.

use std::sync::{Arc, Mutex};

use imageparser_base::{Rect, Result};

use super::bands::{Bands, Named};
use super::draw;
use super::drawn::{Drawn, DrawnMask, Shown};
use super::feather;
use super::rows::{Env, Rows};
use crate::blend::BlendMode;
use crate::scene::{Coat, Content, Mask, Model, Node, Scene, Shape};

/// Rows that are read at once while an outline is made.
const ROWS: usize = 64;

pub(super) struct Prepare<'a> {
    pub(super) model: Model,
    pub(super) factor: u32,
    /// What is to be rendered, in cells.
    pub(super) region: Rect,
    /// The whole canvas, in cells.
    pub(super) canvas: Rect,
    pub(super) sources: Vec<Named>,
    pub(super) warnings: &'a Mutex<Vec<String>>,
}

impl<'a> Prepare<'a> {
    pub(super) fn new(scene: &Scene, region: Rect, warnings: &'a Mutex<Vec<String>>) -> Self {
        let canvas = scene.canvas.cells(scene.factor);
        Self { model: scene.model, factor: scene.factor, region, canvas, sources: Vec::new(), warnings }
    }

    /// Nodes bottom to top; hidden ones are left out with what is clipped to them.
    pub(super) fn nodes(&mut self, nodes: &[Node]) -> Result<Vec<Drawn>> {
        nodes.iter().filter(|node| node.visible).map(|node| self.node(node)).collect()
    }

    fn node(&mut self, node: &Node) -> Result<Drawn> {
        let (content, bounds) = self.content(node)?;
        let masks = node.masks.iter().map(|mask| self.mask(node, mask)).collect::<Result<Vec<_>>>()?;
        let mut drawn = Drawn {
            content,
            blend: node.blend,
            edges: node.edges.filter(|_| node.blend == BlendMode::Normal && self.model != Model::Cmyk),
            opacity: node.opacity,
            fill: node.fill,
            bounds: self.within(bounds, &masks),
            masks,
            clipped: Vec::new(),
            clipped_as_group: node.clipped_as_group,
            interior_as_group: node.interior_as_group,
            knockout: node.knockout,
            blend_if: node.blend_if.clone(),
            locked_channels: node.locked_channels,
            coats: Vec::new(),
        };
        drawn.coats = self.coats(node, &drawn);
        drawn.clipped = self.nodes(&node.clipped)?;
        Ok(drawn)
    }

    fn content(&mut self, node: &Node) -> Result<(Shown, Rect)> {
        Ok(match &node.content {
            Content::Pixels(source) => {
                let bounds = source.bounds();
                (Shown::Pixels(self.source(node, source.clone())), bounds)
            }
            Content::Fill(paint) => (Shown::Fill(paint.clone()), self.canvas),
            Content::Adjustment(adjust) => (Shown::Adjustment(adjust.clone()), self.canvas),
            Content::Group { members, pass_through } => {
                let members = self.nodes(members)?;
                let bounds = members.iter().fold(Rect::default(), |all, member| all.union(member.reach()));
                // Effects see a group by itself, so a group that has some is drawn by itself.
                let pass_through = *pass_through && node.effects.is_empty();
                (Shown::Group { members, pass_through }, bounds)
            }
        })
    }

    fn source(&mut self, node: &Node, source: Arc<dyn crate::scene::Source>) -> usize {
        self.sources.push(Named { name: node.name.clone(), source });
        self.sources.len() - 1
    }

    fn mask(&mut self, node: &Node, mask: &Mask) -> Result<DrawnMask> {
        let radius = mask.feather / self.factor as f32;
        let source = if radius >= 0.1 { feather::blurred(mask, radius, self.region)? } else { mask.source.clone() };
        Ok(DrawnMask {
            source: self.source(node, source),
            outside: mask.outside,
            inverted: mask.inverted,
            density: mask.density,
            shapes_effects: mask.shapes_effects,
        })
    }

    /// A mask that hides everything outside its bounds limits the node to them.
    fn within(&self, bounds: Rect, masks: &[DrawnMask]) -> Rect {
        let hiding = masks.iter().filter(|mask| mask.outside <= 0.0 && !mask.inverted && mask.density >= 1.0);
        hiding.fold(bounds, |bounds, mask| bounds.intersect(self.sources[mask.source].source.bounds()))
    }

    /// The coats of a node's effects, bottom to top.
    fn coats(&self, node: &Node, drawn: &Drawn) -> Vec<Coat> {
        let reach = node.effects.iter().map(|effect| effect.reach()).max();
        let Some(reach) = reach else { return Vec::new() };
        let margin = (reach.max(0) as u32).div_ceil(self.factor) as i32 + 1;
        let area = drawn.bounds.intersect(self.region.grow(margin));
        let shape = Shape { area, alpha: self.outline(drawn, area), factor: self.factor };
        node.effects.iter().flat_map(|effect| effect.coats(&shape, self.model, self.region)).collect()
    }

    fn outline(&self, drawn: &Drawn, area: Rect) -> Vec<u8> {
        let wanted = wanted(std::slice::from_ref(drawn), self.sources.len());
        let mut bands = Bands::default();
        let mut rows = Rows::default();
        let mut alpha = Vec::with_capacity(area.area());
        for top in (area.top..area.bottom).step_by(ROWS) {
            let part = Rect { top, bottom: area.bottom.min(top + ROWS as i32), ..area };
            bands.read(&self.sources, &wanted, &(part.top..part.bottom), self.warnings);
            let env = Env {
                bands: &bands,
                factor: self.factor,
                model: self.model,
                initial: None,
                deep: None,
                outline: false,
            };
            let shape = draw::outline(drawn, part, &env, &mut rows);
            alpha.extend(shape.iter().map(|covered| (covered * 255.0 + 0.5) as u8));
        }
        alpha
    }
}

/// Which sources the nodes need, of `count`.
pub(super) fn wanted(nodes: &[Drawn], count: usize) -> Vec<bool> {
    let mut used = Vec::new();
    nodes.iter().for_each(|node| node.sources(&mut used));
    let mut wanted = vec![false; count];
    used.into_iter().for_each(|source| wanted[source] = true);
    wanted
}

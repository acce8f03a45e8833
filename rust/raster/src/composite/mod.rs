//! Draws a [`crate::scene::Scene`].
//!
//! Rows are worked on in bands: all sources are read for the band (in parallel), then tiles of the band are drawn (in
//! parallel). No source is ever held whole, so memory is that of the result and of one band of each layer.

mod bands;
mod blend_if;
mod coats;
mod draw;
mod drawn;
mod feather;
mod flat;
mod layered;
mod mask;
mod prepare;
mod reduced;
mod rows;
mod tile;

use std::sync::{Arc, Mutex, PoisonError};

use imageparser_base::{CancelToken, Rect, Result};
use rayon::prelude::*;

use crate::scene::{Content, Node, Scene, Source};
use bands::Bands;
use drawn::{Drawn, Shown};

pub use flat::{Encode, Flat};
use prepare::{Prepare, wanted};
use reduced::Reduced;
use rows::{Env, Rows};
use tile::Tile;

/// Rows of a band and columns of a tile: four planes of shares stay within the second-level cache.
const BAND_ROWS: i32 = 32;
const TILE_COLUMNS: i32 = 512;

impl Scene {
    /// The scene shrunk by a whole factor. Layers are shrunk when they are first drawn and kept, so that drawing the same
    /// scene again, with other layers shown, decodes nothing.
    #[must_use]
    pub fn reduced(&self, factor: u32) -> Self {
        if factor <= 1 {
            return self.clone();
        }
        let mut scene = Self { factor, ..self.clone() };
        shrink_all(&mut scene.nodes, factor, self.canvas);
        scene
    }
}

fn shrink_all(nodes: &mut [Node], factor: u32, canvas: Rect) {
    for node in nodes {
        match &mut node.content {
            Content::Pixels(source) => {
                let reduced: Arc<dyn Source> = Arc::new(Reduced::pixels(source.clone(), factor, canvas));
                *source = reduced;
            }
            Content::Group { members, .. } => shrink_all(members, factor, canvas),
            Content::Fill(_) | Content::Adjustment(_) => {}
        }
        for mask in &mut node.masks {
            mask.source = Arc::new(Reduced::mask(mask.source.clone(), factor, canvas, mask.outside));
        }
        shrink_all(&mut node.clipped, factor, canvas);
    }
}

/// Draw the part `region` (in cells of the scene) of a scene; `encode` brings shares to 8 bits.
///
/// Layers that cannot be read are left out and named in the warnings.
///
/// # Errors
/// `Cancelled`, or what reading a feathered mask gives.
pub fn render(scene: &Scene, region: Rect, encode: Encode<'_>, cancel: &CancelToken) -> Result<Flat> {
    let region = region.intersect(scene.canvas.cells(scene.factor));
    let warnings = Mutex::new(Vec::new());
    let mut prepare = Prepare::new(scene, region, &warnings);
    let nodes = prepare.nodes(&scene.nodes)?;
    let sources = prepare.sources;
    let wanted = wanted(&nodes, sources.len());
    let mut flat = Flat::new(region, scene.model);
    let mut bands = Bands::default();
    for top in (region.top..region.bottom).step_by(BAND_ROWS as usize) {
        cancel.check()?;
        let rows = top..region.bottom.min(top + BAND_ROWS);
        bands.read(&sources, &wanted, &rows, &warnings);
        let tiles: Vec<Rect> = (region.left..region.right)
            .step_by(TILE_COLUMNS as usize)
            .map(|left| Rect::new(left, rows.start, region.right.min(left + TILE_COLUMNS), rows.end))
            .collect();
        let drawn = tiles.into_par_iter().map(|area| flat::encode(&tile(&nodes, area, scene, &bands), encode));
        drawn.collect::<Vec<_>>().into_iter().for_each(|tile| flat.put(&tile));
    }
    flat.warnings = warnings.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(flat)
}

/// One tile with everything in it.
fn tile(nodes: &[Drawn], area: Rect, scene: &Scene, bands: &Bands) -> Tile {
    let (model, factor) = (scene.model, scene.factor);
    let mut rows = Rows::default();
    let env = Env { bands, factor, model, initial: None, deep: None, outline: false };
    let mut tile = Tile::new(area, model);
    if !nodes.iter().any(Drawn::knocks_out) {
        draw::draw_all(nodes, &mut tile, &env, &mut rows);
        return tile;
    }
    // What a knockout shows is the background layer: an opaque bottom layer that is as large as the canvas.
    let background = nodes.first().filter(|node| is_background(node, scene, bands));
    draw::draw_all(background.map_or(&[], std::slice::from_ref), &mut tile, &env, &mut rows);
    let deep = tile.clone();
    let env = Env { initial: Some(&deep), deep: Some(&deep), ..env };
    draw::draw_all(&nodes[usize::from(background.is_some())..], &mut tile, &env, &mut rows);
    tile
}

fn is_background(node: &Drawn, scene: &Scene, bands: &Bands) -> bool {
    let Shown::Pixels(source) = node.content else { return false };
    node.is_plain() && node.masks.is_empty() && bands.get(source).count() == scene.model.channels()
}

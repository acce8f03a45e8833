//! Draws a layer that is more than its pixels: with effects, clipped layers, a knockout, blend ranges or locked channels.

use imageparser_base::Rect;

use super::coats;
use super::draw::{draw_all, limit, members_of, shape};
use super::drawn::{Drawn, Shown};
use super::rows::{Env, Rows};
use super::tile::Tile;
use crate::blend::{BlendMode, dissolve, mix, normal, recolor};
use crate::scene::{CoatPlace, Knockout};

/// By itself over a copy of what is below, then cut by its shape. What it paints beside itself fades with it: the whole
/// is drawn over a copy, and the tile goes to that copy by the opacity, so that a shadow does not show through.
pub(super) fn layered(node: &Drawn, tile: &mut Tile, area: Rect, env: &Env<'_>, rows: &mut Rows) {
    if node.fades_with_coats() {
        let mut whole = tile.part(area);
        with_coats(node, 1.0, &mut whole, area, env, rows);
        tile.approach(&whole, &vec![node.opacity; area.area()]);
    } else {
        with_coats(node, node.opacity, tile, area, env, rows);
    }
}

fn with_coats(node: &Drawn, opacity: f32, tile: &mut Tile, area: Rect, env: &Env<'_>, rows: &mut Rows) {
    let group = members_of(node, area, env, rows);
    let mut shares = shape(node, group.as_ref(), area, env, rows, opacity);
    coats::beside(node, CoatPlace::Through, opacity, tile, area, env, rows);
    let below = tile.part(area);
    let mut work = match node.knockout {
        Knockout::None => below.clone(),
        Knockout::Shallow => beneath(env.initial, area, env),
        Knockout::Deep => beneath(env.deep, area, env),
    };
    let together = node.clipped_as_group && !node.clipped.is_empty();
    let interior = node.interior_as_group && node.coats.iter().any(|coat| coat.place == CoatPlace::Inside);
    if matches!(node.content, Shown::Adjustment(_)) || !(together || interior) {
        content(node, group.as_ref(), &mut work, env, rows);
        draw_all(&node.clipped, &mut work, env, rows);
    } else {
        element(node, group.as_ref(), &mut work, env, rows);
    }
    coats::interior(node, !interior, &below, &mut work, env, rows);
    if let Some(ranges) = &node.blend_if {
        limit(node, ranges, group.as_ref(), &below, &mut shares, env, rows);
    }
    if node.blend == BlendMode::Dissolve {
        let rows_of_shares = shares.chunks_exact_mut(area.width().max(1));
        (area.top..area.bottom).zip(rows_of_shares).for_each(|(y, row)| dissolve(area.left, y, row));
    }
    work.restore(&below, node.locked_channels);
    coats::beside(node, CoatPlace::Behind, opacity, tile, area, env, rows);
    match node.edges {
        Some(curve) => tile.approach_by_gamma(&work, &shares, curve),
        None => tile.approach(&work, &shares),
    }
    coats::beside(node, CoatPlace::Above, opacity, tile, area, env, rows);
}

fn beneath(tile: Option<&Tile>, area: Rect, env: &Env<'_>) -> Tile {
    tile.map_or_else(|| Tile::new(area, env.model), |tile| tile.part(area))
}

/// The content over all of the work, as if it were opaque everywhere.
fn content(node: &Drawn, group: Option<&Tile>, work: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    let area = work.area;
    for y in area.top..area.bottom {
        let columns = if let Shown::Adjustment(adjust) = &node.content {
            let place = work.place(y, area.left..area.right);
            rows.colors.resize_with(env.model.channels(), Vec::new);
            work.straight(&place, &mut rows.colors);
            let mut planes: Vec<&mut [f32]> = rows.colors.iter_mut().map(Vec::as_mut_slice).collect();
            adjust.apply(env.model, &mut planes);
            area.left..area.right
        } else {
            rows.fill(node, group, env, y, area.left..area.right)
        };
        if columns.is_empty() {
            continue;
        }
        if node.by_coverage() {
            std::mem::swap(&mut rows.paint, &mut rows.alpha);
        } else {
            rows.alpha.clear();
            rows.alpha.resize(columns.len(), 1.0);
        }
        let colors = rows.colors();
        let recolors = matches!(node.content, Shown::Adjustment(_));
        work.change(work.place(y, columns), |back| {
            let how = if recolors { recolor } else { mix };
            how(node.blend, node.fill, back, &colors, &rows.alpha);
        });
    }
}

/// The content, its interior effects and its clipped layers by themselves, then mixed with the work as one.
fn element(node: &Drawn, group: Option<&Tile>, work: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    let area = work.area;
    let mut own = Tile::new(area, env.model);
    for y in area.top..area.bottom {
        let columns = rows.fill(node, group, env, y, area.left..area.right);
        if !columns.is_empty() {
            rows.alpha.clear();
            rows.alpha.resize(columns.len(), 1.0);
            let colors = rows.colors();
            own.change(own.place(y, columns), |back| normal(back, &colors, &rows.alpha));
        }
    }
    own.set_opaque();
    if node.interior_as_group {
        coats::inside(node, &mut own, env, rows);
    }
    if node.clipped_as_group {
        draw_all(&node.clipped, &mut own, env, rows);
    }
    for y in area.top..area.bottom {
        let place = own.place(y, area.left..area.right);
        let source = own.row(&place);
        let (colors, alpha) = source.split_at(source.len() - 1);
        work.change(place.clone(), |back| mix(node.blend, node.fill, back, colors, alpha[0]));
    }
    if !node.clipped_as_group {
        draw_all(&node.clipped, work, env, rows);
    }
}

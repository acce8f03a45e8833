//! Draws nodes into tiles.
//!
//! A layer with effects, clipped layers or a knockout is drawn as if it covered everything, into a copy of what is below
//! (its *work*); then the tile goes to the work by the share that the layer covers. So edges are counted once, however
//! many things share them (PDF 32000-1 section 11.4.6 calls this shape and opacity).

use imageparser_base::Rect;

use super::drawn::{Drawn, Shown};
use super::layered::layered;
use super::rows::{Env, Rows};
use super::tile::Tile;
use crate::blend::{BlendMode, dissolve, mix, normal, normal_by_gamma};

/// Draw nodes bottom to top.
pub(super) fn draw_all(nodes: &[Drawn], tile: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    nodes.iter().for_each(|node| draw(node, tile, env, rows));
}

fn draw(node: &Drawn, tile: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    let area = node.reach().intersect(tile.area);
    if area.is_empty() || node.opacity <= 0.0 {
        return;
    }
    match &node.content {
        Shown::Group { members, pass_through: true } => passing(node, members, tile, area, env, rows),
        _ if node.is_plain() => plain(node, tile, area, env, rows),
        _ => layered(node, tile, area, env, rows),
    }
}

/// Members mix with what is below the group; opacity and masks fade between before and after.
fn passing(node: &Drawn, members: &[Drawn], tile: &mut Tile, area: Rect, env: &Env<'_>, rows: &mut Rows) {
    let initial = members.iter().any(Drawn::knocks_out).then(|| tile.clone());
    let inner = Env { initial: initial.as_ref().or(env.initial), ..*env };
    let share = node.opacity * node.fill;
    let fades = share < 1.0 || !node.masks.is_empty() || node.blend_if.is_some();
    if !fades && node.clipped.is_empty() {
        draw_all(members, tile, &inner, rows);
        return;
    }
    // Only the part that the masks leave may change, so the members draw on a copy of it.
    let mut after = tile.part(area);
    draw_all(members, &mut after, &inner, rows);
    if node.fill < 1.0 || !node.clipped.is_empty() {
        after = set_apart(node, &tile.part(area), &after, env, rows);
    }
    let mut shares = shape(node, None, area, env, rows, share);
    if let Some(ranges) = &node.blend_if {
        limit(node, ranges, Some(&after), &tile.part(area), &mut shares, env, rows);
    }
    tile.approach(&after, &shares);
}

/// A group that passes through but has clipped layers or a fill opacity: what it drew over `before` is taken off again,
/// clipped layers go on that, and its members' coverage puts it back. So adjustments in it change only its own layers
/// (as files of Photoshop show).
fn set_apart(node: &Drawn, before: &Tile, after: &Tile, env: &Env<'_>, rows: &mut Rows) -> Tile {
    let area = after.area;
    let Some(own) = members_of(node, area, env, rows) else { return after.clone() };
    let shares = own.alpha(0..area.area());
    let mut colors = after.without(before, shares);
    draw_all(&node.clipped, &mut colors, env, rows);
    let mut done = before.clone();
    done.approach(&colors, shares);
    done
}

/// What the members of a group give by themselves.
pub(super) fn members_of(node: &Drawn, area: Rect, env: &Env<'_>, rows: &mut Rows) -> Option<Tile> {
    let Shown::Group { members, .. } = &node.content else { return None };
    let mut tile = Tile::new(area, env.model);
    let empty = members.iter().any(Drawn::knocks_out).then(|| tile.clone());
    draw_all(members, &mut tile, &Env { initial: empty.as_ref(), outline: false, ..*env }, rows);
    Some(tile)
}

/// Coverage and colour in one step.
fn plain(node: &Drawn, tile: &mut Tile, area: Rect, env: &Env<'_>, rows: &mut Rows) {
    let group = members_of(node, area, env, rows);
    for y in area.top..area.bottom {
        let columns = rows.fill(node, group.as_ref(), env, y, area.left..area.right);
        if columns.is_empty() {
            continue;
        }
        if node.opacity < 1.0 {
            rows.alpha.iter_mut().for_each(|alpha| *alpha *= node.opacity);
        }
        if node.edges.is_some() || node.blend == BlendMode::Dissolve {
            rows.alpha.iter_mut().for_each(|alpha| *alpha *= node.fill);
        }
        if node.blend == BlendMode::Dissolve {
            dissolve(columns.start, y, &mut rows.alpha);
        }
        let colors = rows.colors();
        let place = tile.place(y, columns);
        if let Some(curve) = node.edges {
            tile.change(place, |back| normal_by_gamma(curve, back, &colors, &rows.alpha));
            continue;
        }
        tile.change(place, |back| match node.blend {
            BlendMode::Normal | BlendMode::PassThrough if node.fill >= 1.0 => normal(back, &colors, &rows.alpha),
            BlendMode::Dissolve => normal(back, &colors, &rows.alpha),
            mode => mix(mode, node.fill, back, &colors, &rows.alpha),
        });
    }
}

/// How much of each pixel of `area` the node covers, times `share`.
pub(super) fn shape(
    node: &Drawn,
    group: Option<&Tile>,
    area: Rect,
    env: &Env<'_>,
    rows: &mut Rows,
    share: f32,
) -> Vec<f32> {
    let mut shape = vec![0.0; area.area()];
    let passing = matches!(node.content, Shown::Group { .. }) && group.is_none();
    for (y, row) in (area.top..area.bottom).zip(shape.chunks_exact_mut(area.width().max(1))) {
        if passing {
            row.fill(1.0);
            let columns = area.left..area.right;
            node.masks.iter().for_each(|mask| mask.cut(env.bands, y, &columns, row, &mut rows.samples));
        } else {
            let columns = rows.fill(node, group, env, y, area.left..area.right);
            if !columns.is_empty() {
                let start = (columns.start - area.left) as usize;
                row[start..start + columns.len()].copy_from_slice(&rows.alpha);
            }
        }
        row.iter_mut().for_each(|covered| *covered *= share);
    }
    shape
}

/// The outline of a node as its effects see it: masks that only cut are left out.
pub(super) fn outline(node: &Drawn, area: Rect, env: &Env<'_>, rows: &mut Rows) -> Vec<f32> {
    let group = members_of(node, area, env, rows);
    let mut shape = shape(node, group.as_ref(), area, &Env { outline: true, ..*env }, rows, 1.0);
    shape.iter_mut().for_each(|covered| *covered = covered.clamp(0.0, 1.0));
    shape
}

/// Cut `shares` to the colour ranges in which the node shows.
pub(super) fn limit(
    node: &Drawn,
    ranges: &crate::scene::BlendIf,
    group: Option<&Tile>,
    below: &Tile,
    shares: &mut [f32],
    env: &Env<'_>,
    rows: &mut Rows,
) {
    let area = below.area;
    let mut under = vec![Vec::new(); env.model.channels()];
    for (y, row) in (area.top..area.bottom).zip(shares.chunks_exact_mut(area.width().max(1))) {
        let columns = rows.fill(node, group, env, y, area.left..area.right);
        if columns.is_empty() {
            continue;
        }
        below.straight(&below.place(y, columns.clone()), &mut under);
        if matches!(node.content, Shown::Adjustment(_)) {
            rows.colors.clone_from(&under);
        }
        let start = (columns.start - area.left) as usize;
        ranges.limit(env.model, &rows.colors, &under, &mut row[start..start + columns.len()]);
    }
}

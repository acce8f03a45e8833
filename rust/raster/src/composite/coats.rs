use imageparser_base::Rect;

use super::drawn::Drawn;
use super::rows::{Env, Rows};
use super::tile::Tile;
use crate::blend::{BlendMode, dissolve, mix_by_strength};
use crate::scene::{Coat, CoatColor, CoatPlace};

/// Paint the coats of a node that go below or above it, bottom to top, at the opacity of the layer.
pub(super) fn beside(
    node: &Drawn,
    place: CoatPlace,
    opacity: f32,
    tile: &mut Tile,
    area: Rect,
    env: &Env<'_>,
    rows: &mut Rows,
) {
    for coat in node.coats.iter().filter(|coat| coat.place == place) {
        paint(node, coat, coat.opacity * opacity, tile, area, env, rows);
    }
}

/// Paint the coats that lie on the content, bottom to top; they are cut and faded with the layer later.
pub(super) fn inside(node: &Drawn, own: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    for coat in node.coats.iter().filter(|coat| coat.place == CoatPlace::Inside) {
        paint(node, coat, coat.opacity, own, own.area, env, rows);
    }
}

/// Paint what lies within the layer's shape, bottom to top: coats on it (unless they are there already) and coats that
/// stand in its place and in that of the coats before them.
pub(super) fn interior(node: &Drawn, on_it: bool, below: &Tile, work: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    for coat in &node.coats {
        match coat.place {
            CoatPlace::Inside if on_it => paint(node, coat, coat.opacity, work, work.area, env, rows),
            CoatPlace::Instead => replace(node, coat, below, work, env, rows),
            _ => {}
        }
    }
}

fn paint(node: &Drawn, coat: &Coat, share: f32, tile: &mut Tile, area: Rect, env: &Env<'_>, rows: &mut Rows) {
    let covered = if coat.coverage.is_empty() { tile.area } else { coat.area };
    let area = covered.intersect(area).intersect(tile.area);
    (area.top..area.bottom).for_each(|y| row(node, coat, share, tile, y, area, env, rows));
}

/// The coat takes its coverage of the work and mixes with what is below.
fn replace(node: &Drawn, coat: &Coat, below: &Tile, work: &mut Tile, env: &Env<'_>, rows: &mut Rows) {
    let area = coat.area.intersect(work.area);
    if area.is_empty() {
        return;
    }
    let mut painted = below.part(area);
    let full = Coat { coverage: Vec::new(), place: CoatPlace::Inside, ..coat.clone() };
    paint(node, &full, coat.opacity, &mut painted, area, env, rows);
    let mut shares = Vec::with_capacity(area.area());
    for y in area.top..area.bottom {
        let start = (y - coat.area.top) as usize * coat.area.width() + (area.left - coat.area.left) as usize;
        shares.extend(coat.coverage[start..start + area.width()].iter().map(|&covered| f32::from(covered) / 255.0));
    }
    work.approach(&painted, &shares);
}

#[expect(clippy::too_many_arguments, reason = "one row of one coat: everything that a row depends on")]
fn row(node: &Drawn, coat: &Coat, share: f32, tile: &mut Tile, y: i32, area: Rect, env: &Env<'_>, rows: &mut Rows) {
    let columns = area.left..area.right;
    let count = columns.len();
    rows.colors.resize_with(env.model.channels(), Vec::new);
    rows.colors.iter_mut().chain([&mut rows.alpha]).for_each(|plane| plane.resize(count, 1.0));
    let start = if coat.coverage.is_empty() && matches!(coat.color, CoatColor::Paint(_)) {
        0 // an overlay has no samples of its own
    } else {
        (y - coat.area.top) as usize * coat.area.width() + (area.left - coat.area.left) as usize
    };
    match &coat.color {
        CoatColor::Paint(paint) => {
            let colors = rows.colors.iter_mut().map(Vec::as_mut_slice);
            let mut planes: Vec<&mut [f32]> = colors.chain([rows.alpha.as_mut_slice()]).collect();
            paint.row(env.span(columns.start, y), &mut planes);
        }
        CoatColor::Planes(planes) => {
            rows.alpha.fill(1.0);
            for (row, plane) in rows.colors.iter_mut().zip(planes) {
                let samples = row.iter_mut().zip(&plane[start..start + count]);
                samples.for_each(|(out, &sample)| *out = f32::from(sample) / 255.0);
            }
        }
    }
    if coat.coverage.is_empty() {
        rows.alpha.iter_mut().for_each(|alpha| *alpha *= share);
    } else {
        let coverage = &coat.coverage[start..start + count];
        let samples = rows.alpha.iter_mut().zip(coverage);
        samples.for_each(|(alpha, &covered)| *alpha *= f32::from(covered) * (share / 255.0));
    }
    if coat.place != CoatPlace::Inside {
        let cutting = node.masks.iter().filter(|mask| !mask.shapes_effects);
        cutting.for_each(|mask| mask.cut(env.bands, y, &columns, &mut rows.alpha, &mut rows.samples));
    }
    if coat.blend == BlendMode::Dissolve {
        dissolve(columns.start, y, &mut rows.alpha);
    }
    let colors = rows.colors();
    tile.change(tile.place(y, columns), |back| mix_by_strength(coat.blend, back, &colors, &rows.alpha));
}

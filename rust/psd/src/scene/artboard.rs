use std::ops::Range;
use std::sync::Arc;

use imageparser_base::{Rect, Result};
use imageparser_raster::fill::Color;
use imageparser_raster::scene::{Band, Content, Mask, Model, Node, Solid, Source};

use crate::detail::{Artboard, Background};

/// Cut the group of an artboard to its rectangle on the canvas and lay its background under its members.
pub(super) fn furnish(node: &mut Node, artboard: &Artboard, canvas: Rect, model: Model) {
    if let Content::Group { members, .. } = &mut node.content
        && let Some(color) = color(artboard.background)
    {
        let paint = Solid { color: color.in_model(model) };
        // It has the group's id: it comes and goes with it, and no layer is that.
        members.insert(0, Node { id: node.id, ..Node::new(Content::Fill(Arc::new(paint))) });
    }
    node.masks.push(Mask {
        source: Arc::new(Frame(artboard.rect.intersect(canvas))),
        outside: 0.0,
        inverted: false,
        density: 1.0,
        feather: 0.0,
        shapes_effects: true,
    });
}

fn color(background: Background) -> Option<Color> {
    match background {
        Background::White => Some(Color::Rgb([1.0; 3])),
        Background::Black => Some(Color::Rgb([0.0; 3])),
        Background::Color(rgb) => Some(Color::Rgb(rgb.map(|value| value / 255.0))),
        Background::Transparent => None,
    }
}

/// Everything within a rectangle.
#[derive(Debug)]
struct Frame(Rect);

impl Source for Frame {
    fn bounds(&self) -> Rect {
        self.0
    }

    fn has_alpha(&self) -> bool {
        false
    }

    fn read(&self, rows: Range<i32>, band: &mut Band) -> Result<()> {
        let area = Rect { top: rows.start, bottom: rows.end, ..self.0 };
        band.reset_u8(area, 1)[0].fill(255);
        Ok(())
    }
}

//! How a layer and the coats of its effects come together, on scenes of one pixel computed by hand.

use std::ops::Range;
use std::sync::Arc;

use imageparser_base::{CancelToken, Rect, Result};
use imageparser_raster::blend::{BlendMode, Curve};
use imageparser_raster::composite::render;
use imageparser_raster::scene::{
    Band, Coat, CoatColor, CoatPlace, Content, Effect, Mask, Model, Node, Scene, Shape, Solid, Source,
};

/// Coats over the one pixel, whatever the shape.
#[derive(Debug)]
struct Fixed(Vec<Coat>);

impl Effect for Fixed {
    fn reach(&self) -> i32 {
        0
    }

    fn coats(&self, _shape: &Shape, _model: Model, _canvas: Rect) -> Vec<Coat> {
        self.0.clone()
    }
}

/// One pixel of coverage.
#[derive(Debug)]
struct Cover(u8);

impl Source for Cover {
    fn bounds(&self) -> Rect {
        Rect::of_size(1, 1)
    }

    fn has_alpha(&self) -> bool {
        false
    }

    fn read(&self, _rows: Range<i32>, band: &mut Band) -> Result<()> {
        band.reset_u8(self.bounds(), 1)[0][0] = self.0;
        Ok(())
    }
}

fn fill(grey: f32) -> Node {
    Node::new(Content::Fill(Arc::new(Solid { color: vec![grey] })))
}

fn masked(grey: f32, coverage: u8) -> Node {
    let source = Arc::new(Cover(coverage));
    let mask = Mask { source, outside: 0.0, inverted: false, density: 1.0, feather: 0.0, shapes_effects: true };
    Node { masks: vec![mask], ..fill(grey) }
}

fn coat(place: CoatPlace, grey: f32, coverage: u8, opacity: f32) -> Coat {
    let color = CoatColor::Paint(Arc::new(Solid { color: vec![grey] }));
    let area = Rect::of_size(1, 1);
    Coat { place, area, coverage: vec![coverage], color, blend: BlendMode::Normal, opacity }
}

fn with(coats: Vec<Coat>, node: Node) -> Node {
    Node { effects: vec![Arc::new(Fixed(coats))], ..node }
}

fn drawn(nodes: Vec<Node>) -> (u8, u8) {
    let scene = Scene { canvas: Rect::of_size(1, 1), model: Model::Grey, factor: 1, nodes };
    let flat = render(&scene, scene.canvas, None, &CancelToken::new()).expect("nothing is read from files");
    (flat.colors[0], flat.alpha[0])
}

#[test]
fn a_shadow_does_not_shine_through_a_half_opaque_layer() {
    let shadow = || vec![coat(CoatPlace::Behind, 0.0, 255, 1.0)];
    let half = |node: Node| Node { opacity: 0.5, ..node };
    // White layer over its black shadow over grey 0.4: opaque it is white, at a half it is between grey and white.
    assert_eq!(drawn(vec![fill(0.4), half(with(shadow(), fill(1.0)))]), (179, 255));
    // Where the layer covers a half, the shadow takes the other: 0.5, and at half opacity 0.45.
    assert_eq!(drawn(vec![fill(0.4), with(shadow(), masked(1.0, 128))]), (128, 255));
    assert_eq!(drawn(vec![fill(0.4), half(with(shadow(), masked(1.0, 128)))]), (115, 255));
    // One that is not knocked out fades as well: through the fill of a half, 0.5 and then 0.45.
    let through = Node { fill: 0.5, ..with(vec![coat(CoatPlace::Through, 0.0, 255, 1.0)], fill(1.0)) };
    assert_eq!(drawn(vec![fill(0.4), half(through)]), (115, 255));
    // Over nothing the whole has half an alpha.
    assert_eq!(drawn(vec![half(with(shadow(), masked(1.0, 0)))]), (0, 128));
}

#[test]
fn what_stands_in_the_place_of_the_layer_keeps_the_order_of_the_list() {
    let stroke = || coat(CoatPlace::Instead, 0.0, 255, 0.5);
    let overlay = || coat(CoatPlace::Inside, 1.0, 255, 0.5);
    // In the layer's place: half of black over the 0.4 below; then half of white over that.
    assert_eq!(drawn(vec![fill(0.4), with(vec![stroke(), overlay()], fill(0.9))]), (153, 255));
    assert_eq!(drawn(vec![fill(0.4), with(vec![overlay(), stroke()], fill(0.9))]), (51, 255));
}

#[test]
fn edges_of_text_mix_in_their_own_gamma() {
    let text = |coverage, curve| Node { edges: Some(curve), ..masked(0.0, coverage) };
    // Black on white with two thirds of coverage, as Photoshop stored it; plain edges would be 85.
    assert_eq!(drawn(vec![fill(1.0), text(170, Curve::Srgb)]), (125, 255));
    assert_eq!(drawn(vec![fill(1.0), with(vec![coat(CoatPlace::Behind, 0.5, 0, 1.0)], text(170, Curve::Srgb))]).0, 125);
    assert_eq!(drawn(vec![fill(1.0), text(170, Curve::Linear)]).0, 52, "1/3 to the power of 1.45");
    let multiplied = Node { blend: BlendMode::Multiply, ..text(170, Curve::Srgb) };
    assert_eq!(drawn(vec![fill(1.0), multiplied]).0, 85, "only normal mode");
    assert_eq!(drawn(vec![text(170, Curve::Srgb)]), (0, 170));
}

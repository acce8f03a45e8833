//! Composites of made documents: artboards, soft paths, what is told of layers that are not drawn.

mod common;

use std::sync::Arc;

use common::descriptor::{made, unicode, versioned};
use common::maker::{LayerMaker, Maker};
use imageparser_base::{CancelToken, Limits};
use imageparser_psd::descriptor::Value;
use imageparser_psd::{Context, Rendered, View, composite};

type Block = ([u8; 4], Vec<u8>);

const GREY: u16 = 1;
const RGB: u16 = 3;

fn layer(name: &str, id: u32, mut blocks: Vec<Block>) -> LayerMaker {
    blocks.push((*b"lyid", id.to_be_bytes().to_vec()));
    LayerMaker { name: name.as_bytes().to_vec(), blocks, ..LayerMaker::default() }
}

fn divider(kind: u8, key: &[u8; 4]) -> Block {
    (*b"lsct", [&[0, 0, 0, kind], b"8BIM".as_slice(), key].concat())
}

/// A solid fill of a grey or RGB colour.
fn solid(color: [f64; 3]) -> Block {
    let parts = ["Rd  ", "Grn ", "Bl  "].into_iter().zip(color.map(Value::Double)).collect::<Vec<_>>();
    (*b"SoCo", versioned(&made("null", &[("Clr ", Value::Object(made("RGBC", &parts)))])))
}

fn rendered(width: u32, mode: u16, layers: Vec<LayerMaker>, view: &View) -> Rendered {
    let planes = vec![vec![0; (width * width) as usize]; usize::from(mode)];
    let maker = Maker { layers, ..Maker::new(width, width, 8, mode, planes) };
    let context = Context::open(Arc::new(maker.write()), Limits::default()).expect("a document");
    composite(&context, view, &CancelToken::new()).expect("a picture")
}

fn artboard(background: i32, rect: [f64; 4]) -> Block {
    let sides = ["Left", "Top ", "Rght", "Btom"].into_iter().zip(rect.map(Value::Double)).collect::<Vec<_>>();
    let color = ["Rd  ", "Grn ", "Bl  "].into_iter().zip([10.0, 20.0, 30.0].map(Value::Double)).collect::<Vec<_>>();
    let items = [
        ("artboardRect", Value::Object(made("classFloatRect", &sides))),
        ("artboardPresetName", Value::Text(String::new())),
        ("Clr ", Value::Object(made("RGBC", &color))),
        ("artboardBackgroundType", Value::Integer(background)),
    ];
    (*b"artb", versioned(&made("artboard", &items)))
}

/// A red layer of 4 x 4 pixels from (1, 1) in an artboard with the columns 0 and 1, rows 0 to 2.
fn board(background: i32) -> Vec<LayerMaker> {
    let channel = |value: u8| [vec![0, 0], vec![value; 16]].concat();
    let channels = vec![(-1, channel(255)), (0, channel(255)), (1, channel(0)), (2, channel(0))];
    let red = LayerMaker { bbox: [1, 1, 5, 5], channels, ..layer("red", 2, Vec::new()) };
    let group = layer("board", 1, vec![divider(1, b"pass"), artboard(background, [0.0, 0.0, 2.0, 3.0])]);
    vec![layer("end", 9, vec![divider(3, b"pass")]), red, group]
}

#[test]
fn an_artboard_has_a_background_and_cuts_its_layers() {
    let at = |made: &Rendered, x: usize, y: usize| {
        let place = y * 5 + x;
        let color = &made.pixels.data()[place * 3..place * 3 + 3];
        if made.alpha[place] == 0 { None } else { Some([color[0], color[1], color[2], made.alpha[place]]) }
    };
    for (background, expected) in
        [(1, Some([255, 255, 255, 255])), (2, Some([0, 0, 0, 255])), (3, None), (4, Some([10, 20, 30, 255]))]
    {
        let made = rendered(5, RGB, board(background), &View::default());
        assert_eq!((at(&made, 0, 0), at(&made, 1, 0)), (expected, expected), "background {background}");
        assert_eq!((at(&made, 1, 1), at(&made, 1, 2)), (Some([255, 0, 0, 255]), Some([255, 0, 0, 255])));
        assert_eq!((at(&made, 2, 1), at(&made, 1, 3)), (None, None), "outside of the artboard");
        assert_eq!((made.unrendered.len(), made.warnings.len()), (0, 0));
    }
    let only = rendered(5, RGB, board(1), &View { only: Some(2), ..View::default() });
    assert_eq!((at(&only, 0, 0), at(&only, 1, 1)), (None, Some([255, 0, 0, 255])), "the layer without the background");
    let group = rendered(5, RGB, board(1), &View { only: Some(1), ..View::default() });
    assert_eq!(
        (at(&group, 0, 0), at(&group, 1, 1)),
        (Some([255; 4]), Some([255, 0, 0, 255])),
        "with all that is in it"
    );
    let hidden = rendered(5, RGB, board(1), &View { hide: [1].into(), ..View::default() });
    assert!(hidden.alpha.iter().all(|&alpha| alpha == 0));
}

#[test]
fn an_artboard_that_is_larger_than_memory_costs_nothing() {
    let mut layers = board(1);
    layers[2].blocks = vec![divider(1, b"pass"), artboard(1, [-1e20, -1e20, 1e20, 1e20])];
    let made = rendered(5, RGB, layers, &View::default());
    assert!(made.alpha.iter().all(|&alpha| alpha == 255));
}

/// A path of one square in fractions of the canvas.
fn square(from: f64, to: f64) -> Block {
    let number = |value: f64| ((value * f64::from(1 << 24)) as i32).to_be_bytes();
    let mut block = vec![0, 0, 0, 3, 0, 0, 0, 0];
    block.extend([vec![0, 6], vec![0; 24]].concat());
    block.extend([vec![0, 0, 0, 4], vec![0; 22]].concat());
    for (y, x) in [(from, from), (from, to), (to, to), (to, from)] {
        block.extend([0, 2]);
        (0..3).for_each(|_| block.extend([number(y), number(x)].concat()));
    }
    (*b"vmsk", block)
}

/// Mask data without a mask, with the softness of the path.
fn softness(density: u8, feather: f64) -> Vec<u8> {
    let mut data = vec![0; 17];
    data.extend([0b1_1000, 0b1100, density]);
    data.extend(feather.to_be_bytes());
    data
}

#[test]
fn the_path_of_a_fill_has_its_feather_and_density() {
    let fill = |mask: Vec<u8>| LayerMaker { mask, ..layer("fill", 1, vec![solid([0.0; 3]), square(0.25, 0.75)]) };
    let alpha = |mask| {
        let made = rendered(16, GREY, vec![fill(mask)], &View::default());
        assert_eq!(made.warnings, [""; 0]);
        [(8, 8), (8, 4), (8, 3), (8, 0)].map(|(y, x)| made.alpha[y * 16 + x])
    };
    assert_eq!(alpha(Vec::new()), [255, 255, 0, 0]);
    assert_eq!(alpha(softness(51, 0.0)), [255, 255, 204, 204], "what the path leaves out shows by four fifths");
    let [inside, edge, beyond, far] = alpha(softness(255, 2.0));
    assert!(
        inside > 225 && (135..165).contains(&edge) && (90..120).contains(&beyond) && far < 25,
        "{edge} {beyond} {far}"
    );
    assert!(u16::from(edge) + u16::from(beyond) >= 235, "the edge itself lies at a half");
}

#[test]
fn what_is_not_drawn_is_told_of_visible_layers_only() {
    let text = |flags| LayerMaker { flags, ..layer("title", 7, vec![(*b"TySh", vec![0; 4])]) };
    let told = |flags, view: &View| rendered(1, GREY, vec![text(flags)], view).unrendered;
    let expected = ["type on 'title': no pixels are stored".to_owned()];
    assert_eq!(told(0, &View::default()), expected);
    assert_eq!(told(2, &View::default()), [""; 0], "hidden");
    assert_eq!(told(2, &View { show: [7].into(), ..View::default() }), expected);
    assert_eq!(told(0, &View { hide: [7].into(), ..View::default() }), [""; 0]);
}

#[test]
fn text_of_an_older_photoshop_has_plain_edges() {
    let write = |reader: &str| {
        let channel = |value: u8| vec![0, 0, value];
        let channels = |alpha, value| vec![(-1, channel(alpha)), (0, channel(value))];
        let paper = LayerMaker { bbox: [0, 0, 1, 1], channels: channels(255, 255), ..layer("paper", 1, Vec::new()) };
        let blocks = vec![(*b"TySh", vec![0; 4])];
        let text = LayerMaker { bbox: [0, 0, 1, 1], channels: channels(170, 0), ..layer("text", 2, blocks) };
        let version =
            [&[0, 0, 0, 1, 1], unicode("Adobe Photoshop").as_slice(), &unicode(reader), &[0, 0, 0, 1]].concat();
        let maker = Maker {
            layers: vec![paper, text],
            resources: vec![(1057, version)],
            ..Maker::new(1, 1, 8, GREY, vec![vec![0]])
        };
        let context = Context::open(Arc::new(maker.write()), Limits::default()).expect("a document");
        composite(&context, &View::default(), &CancelToken::new()).expect("a picture").pixels.data()[0]
    };
    assert_eq!((write("Adobe Photoshop CS5"), write("Adobe Photoshop CC 2017")), (85, 125));
}

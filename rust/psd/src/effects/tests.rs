use std::fmt::Write as _;
use std::sync::Arc;

use imageparser_base::{Limits, Rect, Result};
use imageparser_raster::scene::{Band, Model, Shape, Source};

use super::{KINDS, LayerEffects, read, visible};
use crate::context::Context;
use crate::descriptor::write::{made, versioned};
use crate::descriptor::{Descriptor, Value};

#[path = "../../tests/common/maker.rs"]
#[allow(dead_code, reason = "the tests of the folder use the rest")]
mod maker;

use maker::{LayerMaker, Maker};

type Items<'a> = &'a [(&'a str, Value)];

fn on() -> (&'static str, Value) {
    ("enab", Value::Bool(true))
}

fn object(class: &str, items: Items<'_>) -> Value {
    Value::Object(made(class, items))
}

fn pixels(number: f64) -> Value {
    Value::Unit(*b"#Pxl", number)
}

fn choice(kind: &str, value: &str) -> Value {
    Value::Enum(kind.to_owned(), value.to_owned())
}

fn rgb(red: f64, green: f64, blue: f64) -> Value {
    object("RGBC", &[("Rd  ", red), ("Grn ", green), ("Bl  ", blue)].map(|(key, value)| (key, Value::Double(value))))
}

fn gradient() -> Value {
    let stop = |place, value| object("Clrt", &[("Clr ", rgb(value, value, value)), ("Lctn", Value::Integer(place))]);
    object("Grdn", &[("Clrs", Value::List(vec![stop(0, 0.0), stop(4096, 255.0)]))])
}

/// The block `lfx2` or `lmfx` with these items.
fn block(items: Items<'_>) -> Vec<u8> {
    [[0; 4].as_slice(), &versioned(&made("null", items))].concat()
}

fn context(blocks: &[([u8; 4], Vec<u8>)]) -> Context {
    let mut maker = Maker::new(16, 16, 8, 3, vec![vec![0; 256]; 3]);
    maker.resources = vec![(1037, 90_i32.to_be_bytes().to_vec()), (1049, 25_i32.to_be_bytes().to_vec())];
    let channels = [-1, 0, 1, 2].map(|id| (id, [vec![0, 0], vec![255; 16]].concat())).to_vec();
    maker.layers = vec![LayerMaker { bbox: [4, 4, 8, 8], blocks: blocks.to_vec(), channels, ..LayerMaker::default() }];
    Context::open(Arc::new(maker.write()), Limits::default()).expect("a document")
}

fn effects_of(blocks: &[([u8; 4], Vec<u8>)]) -> LayerEffects {
    let context = context(blocks);
    read(&context, &context.document.layers[0]).expect("effects")
}

fn effects(items: Items<'_>) -> LayerEffects {
    effects_of(&[(*b"lfx2", block(items))])
}

/// Everything that an effect was read as.
fn words(effects: &LayerEffects) -> String {
    effects.list.iter().fold(String::new(), |mut all, effect| {
        let _ = write!(all, "{effect:?}");
        all
    })
}

fn every_kind(items: impl Fn(&str) -> Vec<(&'static str, Value)>) -> Vec<(&'static str, Value)> {
    KINDS.iter().map(|kind| (kind.one, object(kind.one, &items(kind.one)))).collect()
}

#[test]
fn every_kind_is_read_in_the_order_of_photoshop() {
    let found = effects(&every_kind(|_| {
        vec![on(), ("Clr ", rgb(9.0, 8.0, 7.0)), ("Grad", gradient()), ("useTexture", Value::Bool(true))]
    }));
    let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(found.names, names);
    assert_eq!(found.list.len(), 9, "the pattern is not in the file");
    assert_eq!(found.unrendered.len(), 2, "{:?}", found.unrendered);
    assert!(found.unrendered[0].starts_with("patternoverlay: ") && found.unrendered[1] == "texture of bevelemboss");
}

#[test]
fn what_is_off_or_not_there_is_no_effect() {
    let off = |key: &'static str| vec![on(), (key, Value::Bool(false))];
    assert!(effects(&every_kind(|_| Vec::new())).names.is_empty());
    assert!(effects(&every_kind(|_| off("present"))).names.is_empty());
    let mut all = every_kind(|_| vec![on()]);
    all.push(("masterFXSwitch", Value::Bool(false)));
    let found = effects(&all);
    assert!(found.names.is_empty() && found.list.is_empty() && found.unrendered.is_empty());
    assert!(effects_of(&[]).names.is_empty());
}

#[test]
fn missing_settings_are_those_of_the_dialog() {
    let found = effects(&every_kind(|_| vec![on()]));
    assert_eq!(found.names.len(), 10);
    assert_eq!(found.list.len(), 8, "gradient and pattern overlay have nothing to paint");
    let words = words(&effects(&[("DrSh", object("DrSh", &[on()]))]));
    for setting in ["blend: Multiply, opacity: 0.75", "size: 5.0", "offset: (3, 4)", "knocked_out: true"] {
        assert!(words.contains(setting), "{setting} in {words}");
    }
}

#[test]
fn values_of_the_wrong_type_count_as_missing() {
    let keys = [
        "Md  ",
        "Clr ",
        "Opct",
        "uglg",
        "lagl",
        "Dstn",
        "Ckmt",
        "blur",
        "Nose",
        "TrnS",
        "GlwT",
        "Inpr",
        "ShdN",
        "Styl",
        "PntT",
        "Sz  ",
        "Grad",
        "Ptrn",
        "hglC",
        "bvlS",
        "srgR",
        "MpgS",
        "layerConceals",
        "overprint",
    ];
    let mut wrong: Vec<_> = keys.iter().map(|key| (*key, Value::Text("x".to_owned()))).collect();
    wrong.push(on());
    assert_eq!(effects(&every_kind(|_| wrong.clone())).names.len(), 10);
    let odd = [("dropShadowMulti", Value::List(vec![Value::Integer(3)])), ("OrGl", Value::Integer(1))];
    assert!(effects(&odd).names.is_empty());
}

#[test]
fn numbers_are_cut_to_what_the_dialog_allows() {
    let keys = ["blur", "Dstn", "Ckmt", "Opct", "Sz  ", "srgR", "Sftn", "Inpr", "lagl", "Lald", "Nose"];
    let shape = Shape { area: Rect::new(4, 4, 8, 8), alpha: vec![255; 16], factor: 1 };
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, -1.0, 1e-300] {
        let mut settings: Vec<_> = keys.iter().map(|key| (*key, pixels(number))).collect();
        settings.push(on());
        for effect in effects(&every_kind(|_| settings.clone())).list {
            assert!((0..=30_300).contains(&effect.reach()), "{effect:?}");
            for coat in effect.coats(&shape, Model::Rgb, Rect::of_size(16, 16)) {
                assert!(coat.coverage.is_empty() || coat.coverage.len() == coat.area.area());
                assert!((0.0..=1.0).contains(&coat.opacity));
            }
        }
    }
}

#[test]
fn the_light_of_the_document_is_followed_where_asked() {
    let shadow = |global| {
        let items = [on(), ("uglg", Value::Bool(global)), ("lagl", Value::Unit(*b"#Ang", 0.0)), ("Dstn", pixels(7.0))];
        words(&effects(&[("DrSh", object("DrSh", &items))]))
    };
    assert!(shadow(true).contains("offset: (0, 7)"), "90 degrees: the light is above");
    assert!(shadow(false).contains("offset: (-7, 0)"));
    let bevel = words(&effects(&[("ebbl", object("ebbl", &[on(), ("uglg", Value::Bool(true))]))]));
    assert!(bevel.contains("Light { angle: 90.0, altitude: 25.0 }"), "{bevel}");
}

#[test]
fn several_of_a_kind_start_with_the_topmost() {
    let stroke = |size| object("FrFX", &[on(), ("Sz  ", pixels(size))]);
    let list = Value::List(vec![stroke(3.0), stroke(9.0)]);
    let several = block(&[("frameFXMulti", list), ("FrFX", stroke(5.0))]);
    let single = block(&[("FrFX", stroke(7.0))]);
    let found = effects_of(&[(*b"lfx2", single), (*b"lmfx", several)]);
    assert_eq!((found.list.len(), found.names), (2, vec!["stroke"]));
    assert_eq!(found.list.iter().map(|stroke| stroke.reach()).collect::<Vec<_>>(), [10, 4]);
}

#[test]
fn a_stroke_that_mixes_takes_the_place_of_those_below_it() {
    let stroke = |size, mode| object("FrFX", &[on(), ("Sz  ", pixels(size)), ("Md  ", choice("BlnM", mode))]);
    let list = vec![stroke(7.0, "Mltp"), stroke(18.0, "Nrml"), stroke(20.0, "Nrml")];
    let words = words(&effects(&[("frameFXMulti", Value::List(list))]));
    let found: Vec<_> =
        words.split("hidden_by: ").skip(1).map(|rest| &rest[..rest.find(']').expect("an end")]).collect();
    assert_eq!(found, ["[(7.0, Outside)", "[(7.0, Outside)", "["]);
}

#[test]
fn an_embossed_stroke_takes_the_stroke_of_the_layer() {
    let bevel = object("ebbl", &[on(), ("bvlS", choice("BESl", "strokeEmboss"))]);
    let stroke = object("FrFX", &[on(), ("Sz  ", pixels(6.0)), ("Styl", choice("FStl", "CtrF"))]);
    assert!(words(&effects(&[("ebbl", bevel.clone()), ("FrFX", stroke)])).contains("style: Stroke(6.0, Center)"));
    assert!(words(&effects(&[("ebbl", bevel)])).contains("style: Stroke(0.0, Outside)"));
}

#[test]
fn modes_go_by_all_their_names() {
    for name in ["Scrn", "screen", "scrn"] {
        let found = effects(&[("SoFi", object("SoFi", &[on(), ("Md  ", choice("BlnM", name))]))]);
        assert!(words(&found).contains("blend: Screen"), "{name}");
    }
}

#[test]
fn glows_are_of_a_colour_or_a_gradient() {
    let glow = |more: Items<'_>| words(&effects(&[("OrGl", object("OrGl", &[&[on()], more].concat()))]));
    assert!(glow(&[("Clr ", rgb(255.0, 0.0, 0.0)), ("Grad", gradient())]).contains("Solid { color: [1.0, 0.0, 0.0] }"));
    assert!(glow(&[("Grad", gradient())]).contains("Ramp {"));
    let precise = glow(&[("GlwT", choice("BETE", "PrBL")), ("Inpr", pixels(40.0))]);
    assert!(precise.contains("range: 0.4, precise: true"), "{precise}");
}

#[test]
fn truncated_blocks_are_errors() {
    let whole = block(&every_kind(|_| vec![on(), ("Clr ", rgb(1.0, 2.0, 3.0)), ("Grad", gradient())]));
    for length in 0..whole.len() {
        let context = context(&[(*b"lfx2", whole[..length].to_vec())]);
        assert!(read(&context, &context.document.layers[0]).is_err(), "{length}");
    }
}

/// The seven effects that Photoshop writes, as in a real file.
fn old() -> Vec<u8> {
    let effect =
        |key: &[u8; 4], data: &[u8]| [b"8BIM".as_slice(), key, &(data.len() as u32).to_be_bytes(), data].concat();
    let fixed = |value: i16| [value.to_be_bytes(), [0, 0]].concat();
    let version = 2_u32.to_be_bytes().to_vec();
    let color = [0, 0, 255, 255, 0, 0, 0, 0, 0, 0].to_vec();
    let mode = |key: &[u8; 4]| [b"8BIM".as_slice(), key].concat();
    let numbers = |values: &[i16]| values.iter().flat_map(|value| fixed(*value)).collect::<Vec<_>>();
    let shadow = [version.clone(), numbers(&[7, 0, 0, 3]), color.clone(), mode(b"mul "), vec![1, 0, 51]].concat();
    let glow = [version.clone(), numbers(&[4, 0]), color.clone(), mode(b"scrn"), vec![1, 128, 1]].concat();
    let bevel = [
        version.clone(),
        numbers(&[60, 7, 7]),
        [mode(b"scrn"), mode(b"mul ")].concat(),
        [color.clone(), color.clone()].concat(),
        vec![4, 255, 128, 1, 0, 1],
    ];
    let solid = [version, mode(b"over"), color, vec![255, 1]].concat();
    [
        vec![0, 0, 0, 7],
        effect(b"cmnS", &[0, 0, 0, 0, 1, 0, 0]),
        effect(b"dsdw", &shadow),
        effect(b"isdw", &shadow),
        effect(b"oglw", &glow),
        effect(b"iglw", &glow),
        effect(b"bevl", &bevel.concat()),
        effect(b"sofi", &solid),
    ]
    .concat()
}

#[test]
fn old_effects_are_read_where_they_are_alone() {
    let found = effects_of(&[(*b"lrFX", old())]);
    let names = ["dropshadow", "outerglow", "coloroverlay", "innerglow", "innershadow", "bevelemboss"];
    assert_eq!((found.names.as_slice(), found.list.len()), (names.as_slice(), 6));
    let words = words(&found);
    for part in ["offset: (-3, 0)", "opacity: 0.2", "color: [1.0, 0.0, 0.0]", "Pillow", "up: false", "blend: Overlay"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    assert!(words.contains("from_centre: true"));
    assert!(effects_of(&[(*b"lrFX", old()), (*b"lfx2", block(&[]))]).names.is_empty());
}

#[test]
fn old_effects_may_be_broken_anywhere() {
    let whole = old();
    for length in 0..whole.len() {
        assert!(super::legacy::read(&whole[..length]).is_err(), "{length}");
    }
    for place in 0..whole.len() {
        let mut broken = whole.clone();
        broken[place] ^= 0xFF;
        let context = context(&[(*b"lrFX", broken)]);
        let _ = read(&context, &context.document.layers[0]);
    }
    assert_eq!(super::legacy::read(&[0, 0, 0, 0]).expect("no effects"), Descriptor::default());
}

/// One row of alpha.
#[derive(Debug)]
struct Row(Vec<u8>);

impl Source for Row {
    fn bounds(&self) -> Rect {
        Rect::new(10, 5, 10 + self.0.len() as i32, 6)
    }

    fn has_alpha(&self) -> bool {
        false
    }

    fn read(&self, _rows: std::ops::Range<i32>, band: &mut Band) -> Result<()> {
        band.reset_u8(self.bounds(), 1)[0].copy_from_slice(&self.0);
        Ok(())
    }
}

#[test]
fn gradients_span_what_is_half_opaque() {
    let row = Row(vec![0, 127, 128, 0, 255, 127]);
    assert_eq!(visible(&row, 0.5), Ok(Rect::new(12, 5, 15, 6)));
    assert_eq!(visible(&row, f32::MIN_POSITIVE), Ok(Rect::new(11, 5, 16, 6)));
    assert!(visible(&Row(vec![127; 4]), 0.5).is_ok_and(Rect::is_empty));
}

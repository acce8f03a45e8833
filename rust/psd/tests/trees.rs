//! Random trees of layers, written and read back equal: names, order, switches, masks and flags.

mod common;

use std::sync::Arc;

use common::maker::{LayerMaker, Maker, luni};
use imageparser_base::{Limits, Rect};
use imageparser_psd::{BlendMode, Context, Layer, LayerKind};
use proptest::prelude::*;

/// Keys and names of modes that say different things.
const MODES: [(&[u8; 4], BlendMode); 5] = [
    (b"norm", BlendMode::Normal),
    (b"mul ", BlendMode::Multiply),
    (b"lLit", BlendMode::LinearLight),
    (b"lum ", BlendMode::Luminosity),
    (b"diss", BlendMode::Dissolve),
];

#[derive(Debug, Clone)]
struct MaskTwin {
    rect: [i16; 4],
    default: u8,
    flags: u8,
    /// Density of the pixel mask, feather of the vector mask.
    parameters: Option<(u8, f64)>,
    real: Option<[i16; 4]>,
}

#[derive(Debug, Clone)]
struct Twin {
    name: String,
    unicode: bool,
    rect: [i16; 4],
    mode: usize,
    opacity: u8,
    fill: Option<u8>,
    switches: [bool; 6],
    locks: u32,
    mask: Option<MaskTwin>,
    id: Option<u32>,
    members: Option<Vec<Twin>>,
}

fn rect(sides: [i16; 4]) -> Rect {
    Rect::new(sides[0].into(), sides[1].into(), sides[2].into(), sides[3].into())
}

fn stored(rect: Rect) -> Vec<u8> {
    [rect.top, rect.left, rect.bottom, rect.right].iter().flat_map(|side| side.to_be_bytes()).collect()
}

impl MaskTwin {
    fn bytes(&self) -> Vec<u8> {
        let has = if self.parameters.is_some() { 16 } else { 0 };
        let mut out = [stored(rect(self.rect)), vec![self.default, self.flags | has]].concat();
        if let Some(real) = self.real {
            out.extend([vec![2, 255], stored(rect(real))].concat());
        }
        if let Some((density, feather)) = self.parameters {
            out.extend([&[0b1001, density], feather.to_be_bytes().as_slice()].concat());
        }
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }
}

impl Twin {
    fn record(&self) -> LayerMaker {
        let [hidden, clipping, clipped_alone, deep, shapes, hides] = self.switches;
        let switch = |key: &[u8; 4], on: bool| (*key, vec![u8::from(on), 0, 0, 0]);
        let mut blocks = vec![
            switch(b"clbl", !clipped_alone),
            (*b"knko", vec![if deep { 2 } else { 0 }, 0, 0, 0]),
            switch(b"tsly", shapes),
            switch(b"lmgm", hides),
            (*b"lspf", self.locks.to_be_bytes().to_vec()),
        ];
        blocks.extend(self.unicode.then(|| luni(&self.name)));
        blocks.extend(self.id.map(|id| (*b"lyid", id.to_be_bytes().to_vec())));
        blocks.extend(self.fill.map(|fill| (*b"iOpa", vec![fill, 0, 0, 0])));
        if self.members.is_some() {
            blocks.push((*b"lsct", [&[0, 0, 0, 1], b"8BIM".as_slice(), MODES[self.mode].0].concat()));
        }
        let channel = |id| (id, vec![0, 0]);
        let real = self.mask.as_ref().and_then(|mask| mask.real);
        let channels = [Some(0), self.mask.as_ref().map(|_| -2), real.map(|_| -3)];
        LayerMaker {
            name: if self.unicode { b"other".to_vec() } else { self.name.clone().into_bytes() },
            bbox: self.rect.map(i32::from),
            blocks,
            channels: channels.into_iter().flatten().map(channel).collect(),
            blend: if self.members.is_some() { *b"norm" } else { *MODES[self.mode].0 },
            opacity: self.opacity,
            clipping,
            flags: if hidden { 2 } else { 0 },
            mask: self.mask.as_ref().map(MaskTwin::bytes).unwrap_or_default(),
            ..LayerMaker::default()
        }
    }

    /// The records of a list of layers, bottom to top.
    fn records(twins: &[Self]) -> Vec<LayerMaker> {
        let mut records = Vec::new();
        for twin in twins {
            if let Some(members) = &twin.members {
                let blocks = vec![(*b"lsct", vec![0, 0, 0, 3])];
                records.push(LayerMaker { name: b"</Layer group>".to_vec(), blocks, ..LayerMaker::default() });
                records.extend(Self::records(members));
            }
            records.push(twin.record());
        }
        records
    }

    /// Every twin with the names of its groups, a group before its members.
    fn flat<'t>(twins: &'t [Self], above: &[&'t str], out: &mut Vec<(Vec<&'t str>, &'t Self)>) {
        for twin in twins {
            out.push((above.to_vec(), twin));
            if let Some(members) = &twin.members {
                Self::flat(members, &[above, &[twin.name.as_str()]].concat(), out);
            }
        }
    }

    fn assert_equals(&self, context: &Context, layer: &Layer) {
        let [hidden, clipping, clipped_alone, deep, shapes, hides] = self.switches;
        assert_eq!(
            (layer.name.as_str(), layer.opacity, layer.blend),
            (self.name.as_str(), self.opacity, MODES[self.mode].1)
        );
        assert_eq!((layer.visible, layer.clipping, layer.mask), (!hidden, clipping, self.mask.is_some()));
        assert_eq!(layer.kind, if self.members.is_some() { LayerKind::Group } else { LayerKind::Pixel });
        if self.members.is_none() {
            assert_eq!(layer.bbox, self.rect.map(i32::from));
        }
        let flags = context.flags(layer).expect("flags");
        assert_eq!((flags.fill * 255.0).round() as u8, self.fill.unwrap_or(255));
        assert_eq!(
            (flags.clipped_as_group, flags.transparency_shapes, flags.mask_hides_effects),
            (!clipped_alone, shapes, hides)
        );
        assert_eq!((flags.knockout as u8, flags.locks.0), (if deep { 2 } else { 0 }, self.locks));
        let mask = context.mask(layer).expect("mask");
        assert_eq!(mask.is_some(), self.mask.is_some());
        let (Some(found), Some(mask)) = (mask, &self.mask) else { return };
        let has = if mask.parameters.is_some() { 16 } else { 0 };
        assert_eq!(
            (found.user.rect, found.user.default_color, found.user.flags.0),
            (rect(mask.rect), mask.default, mask.flags | has)
        );
        assert_eq!(found.real.map(|real| real.rect), mask.real.map(rect));
        let (density, feather) = mask.parameters.map_or((1.0, 0.0), |(d, f)| (f32::from(d) / 255.0, f as f32));
        assert_eq!((found.user_softness.density, found.vector_softness.feather), (density, feather));
        assert_eq!((found.user_softness.feather, found.vector_softness.density), (0.0, 1.0));
    }
}

fn mask() -> impl Strategy<Value = MaskTwin> {
    let sides = any::<[i16; 4]>;
    (sides(), any::<u8>(), 0u8..16, prop::option::of((any::<u8>(), 0.0f64..900.0)), prop::option::of(sides()))
        .prop_map(|(rect, default, flags, parameters, real)| MaskTwin { rect, default, flags, parameters, real })
}

fn twin() -> impl Strategy<Value = Twin> {
    let text = prop_oneof![
        "[a-zA-Z0-9 ]{1,12}".prop_map(|name| (name, false)),
        "[가-힣a-z👍あ]{1,9}".prop_map(|name| (name, true))
    ];
    let numbers = (0..MODES.len(), any::<u8>(), prop::option::of(any::<u8>()), any::<u32>());
    let rest = (any::<[bool; 6]>(), prop::option::of(mask()), prop::option::of(1u32..60));
    let leaf = (text, any::<[i16; 4]>(), numbers, rest).prop_map(|((name, unicode), rect, numbers, rest)| {
        let ((mode, opacity, fill, locks), (switches, mask, id)) = (numbers, rest);
        Twin { name, unicode, rect, mode, opacity, fill, switches, locks, mask, id, members: None }
    });
    leaf.prop_recursive(4, 24, 5, |inner| {
        let members = prop::collection::vec(inner.clone(), 0..5);
        (inner, members).prop_map(|(own, members)| Twin { members: Some(members), ..own })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn what_is_written_reads_back_equal(twins in prop::collection::vec(twin(), 1..6), psb in any::<bool>()) {
        let maker = Maker { psb, layers: Twin::records(&twins), ..Maker::new(3, 2, 8, 3, vec![vec![9; 6]; 3]) };
        let context = Context::open(Arc::new(maker.write()), Limits::default()).expect("a document");
        let document = context.document.clone();
        prop_assert_eq!(&document.warnings, &Vec::<String>::new());
        let mut expected = Vec::new();
        Twin::flat(&twins, &[], &mut expected);
        prop_assert_eq!(document.layers.len(), expected.len());
        let name_of = |id: u32| document.layers.iter().find(|layer| layer.id == id).map(|layer| layer.name.as_str());
        for (layer, (above, twin)) in document.layers.iter().zip(&expected) {
            twin.assert_equals(&context, layer);
            let path: Vec<&str> = layer.path.iter().filter_map(|&id| name_of(id)).collect();
            prop_assert_eq!(&path, above);
        }
        let mut ids: Vec<u32> = document.layers.iter().map(|layer| layer.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), expected.len(), "ids are unique");
    }
}

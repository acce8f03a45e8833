//! The targets of the Photoshop engine: whole documents, and parts of one that a made document carries.

use std::sync::Arc;

use imageparser_base::{CancelToken, Limits, SliceSource};
use imageparser_psd::{Context, View, composite, descriptor, detail, engine_data, pixels, unpack};

use crate::wrap::{FORMS, Form, SIDE, block, with_blocks, with_channel};

/// Small limits, so that a run is short and crossing one shows.
const LIMITS: Limits = Limits { max_pixels: 1 << 17, max_memory: 64 << 20, max_metadata: 1 << 20, max_file: 1 << 26 };
/// More bytes of one block make no better seed.
const MAX_PART: usize = 16 << 10;
/// Blocks that change what a layer looks like.
const DRAWN: &[&[u8; 4]] = &[
    b"levl", b"curv", b"brit", b"CgEd", b"hue2", b"hue ", b"blnc", b"blwh", b"phfl", b"mixr", b"nvrt", b"post",
    b"thrs", b"grdm", b"selc", b"expA", b"vibA", b"clrL", b"lfx2", b"lmfx", b"lrFX", b"SoCo", b"GdFl", b"PtFl",
    b"vmsk", b"vsms", b"vstk", b"vscg", b"vogk", b"TySh", b"SoLd", b"SoLE", b"PlLd", b"iOpa", b"knko", b"infx",
    b"clbl", b"tsly", b"lmgm", b"vmgm", b"artb", b"lsct", b"brst", b"lspf",
];

fn open(data: &[u8]) -> Option<Context> {
    Context::open(Arc::new(data.to_vec()), LIMITS).ok()
}

fn draw(context: &Context) {
    let cancel = CancelToken::new();
    for view in [View::default(), View { factor: 3, ..View::default() }] {
        drop(composite(context, &view, &cancel));
    }
}

/// What layers say about themselves beyond their records, and the samples of all their channels.
pub fn layers(data: &[u8]) {
    let Some(context) = open(data) else { return };
    for layer in context.document.layers.iter().take(64) {
        drop(detail::read(&context, layer));
        drop(context.flags(layer));
        drop(context.mask(layer));
        drop(context.blend_ranges(layer));
        drop(pixels::read_layer(&context, layer));
    }
    for file in context.linked_files().into_iter().flatten().take(4) {
        drop(context.linked_bytes(file));
    }
    drop((context.version_info(), context.link_groups(), context.global_mask()));
    drop((context.guides(), context.slices(), context.layer_comps()));
}

/// The picture made from the layers, in full and shrunk.
pub fn composites(data: &[u8]) {
    if let Some(context) = open(data) {
        draw(&context);
    }
}

/// A descriptor with its version in front.
pub fn descriptors(data: &[u8]) {
    drop(descriptor::from_block(data, 0, LIMITS.max_metadata));
}

/// The text engine's data.
pub fn engine(data: &[u8]) {
    drop(engine_data::parse(data));
}

/// PackBits alone, then as the rows of a channel.
pub fn rle(data: &[u8]) {
    unpack(data, &mut [0; 300]);
    channel(data, &[1]);
}

/// A deflated channel, with and without prediction.
pub fn zip(data: &[u8]) {
    channel(data, &[2, 3]);
}

fn channel(data: &[u8], compressions: &[u8]) {
    let Some((form, packed)) = formed(data) else { return };
    for &compression in compressions {
        layers(&with_channel(form, &[&[0, compression], packed].concat()));
    }
}

/// The blocks of a layer: adjustments, fills, vectors, effects, text, smart objects, flags.
pub fn blocks(data: &[u8]) {
    let Some((form, blocks)) = formed(data) else { return };
    let document = with_blocks(form, blocks, &[]);
    layers(&document);
    composites(&document);
}

/// The patterns of a document and a layer that is filled with one of them.
pub fn patterns(data: &[u8]) {
    let Some((form, patterns)) = formed(data) else { return };
    let id = pattern_id(patterns).unwrap_or_default();
    let document = with_blocks(form, &block(*b"PtFl", &crate::blocks::pattern_fill(&id)), &block(*b"Patt", patterns));
    composites(&document);
}

/// The id of the first pattern: it follows four numbers and a Unicode name.
fn pattern_id(patterns: &[u8]) -> Option<String> {
    let units = u32::from_be_bytes(patterns.get(16..20)?.try_into().ok()?) as usize;
    let at = units.checked_mul(2)?.checked_add(20)?;
    let length = usize::from(*patterns.get(at)?);
    Some(String::from_utf8_lossy(patterns.get(at + 1..at + 1 + length)?).into_owned())
}

/// The first byte says how the document around the part is stored.
fn formed(data: &[u8]) -> Option<(Form, &[u8])> {
    let (first, rest) = data.split_first()?;
    Some((FORMS[usize::from(*first) % FORMS.len()], rest))
}

/// The parts of a seed for [`blocks`]: itself, or the drawn blocks of each layer of a document.
pub fn cut_blocks(seed: &[u8]) -> Vec<Vec<u8>> {
    let Some(document) = read(seed) else { return Vec::new() };
    let own = |blocks: &[imageparser_psd::Block]| {
        let drawn = blocks.iter().filter(|found| DRAWN.contains(&&found.key));
        drawn.filter_map(|found| Some(block(found.key, part(seed, found)?))).collect::<Vec<_>>().concat()
    };
    let parts = document.layers.iter().map(|layer| own(&layer.blocks));
    parts.filter(|blocks| !blocks.is_empty()).map(|blocks| [&[0], &blocks[..]].concat()).take(8).collect()
}

/// The parts of a document for [`patterns`].
pub fn cut_patterns(seed: &[u8]) -> Vec<Vec<u8>> {
    let Some(document) = read(seed) else { return Vec::new() };
    let patterns = document.blocks.iter().filter(|found| matches!(&found.key, b"Patt" | b"Pat2" | b"Pat3"));
    patterns.filter_map(|found| Some([&[0], part(seed, found)?].concat())).filter(|part| part.len() > 24).collect()
}

/// The parts of a document for [`descriptors`]: blocks that are one, behind a version of their own or not.
pub fn cut_descriptors(seed: &[u8]) -> Vec<Vec<u8>> {
    let Some(document) = read(seed) else { return Vec::new() };
    let blocks = document.layers.iter().flat_map(|layer| &layer.blocks);
    let versions = blocks.filter_map(|found| match &found.key {
        b"SoCo" | b"GdFl" | b"PtFl" | b"vstk" | b"CgEd" | b"blwh" | b"vibA" => part(seed, found),
        b"lfx2" | b"vogk" | b"vscg" | b"artb" => part(seed, found)?.get(4..),
        _ => None,
    });
    versions.map(<[u8]>::to_vec).take(4).collect()
}

/// The parts of a document for [`engine`]: raw values of that name, behind their length.
pub fn cut_engine(seed: &[u8]) -> Vec<Vec<u8>> {
    const HEAD: &[u8] = b"EngineDatatdta";
    let places = seed.windows(HEAD.len()).enumerate().filter(|(_, window)| *window == HEAD);
    let bodies = places.filter_map(|(at, _)| {
        let (length, body) = seed.get(at + HEAD.len()..)?.split_first_chunk::<4>()?;
        body.get(..(u32::from_be_bytes(*length) as usize).min(MAX_PART))
    });
    bodies.map(<[u8]>::to_vec).take(2).collect()
}

fn read(seed: &[u8]) -> Option<imageparser_psd::Document> {
    imageparser_psd::read(&mut SliceSource(seed), &Limits::default()).ok()
}

fn part<'a>(seed: &'a [u8], found: &imageparser_psd::Block) -> Option<&'a [u8]> {
    let start = usize::try_from(found.offset).ok()?;
    seed.get(start..start.checked_add(usize::try_from(found.length).ok()?)?).filter(|part| part.len() <= MAX_PART)
}

/// A channel of [`SIDE`] rows for each depth, run-length coded: the lengths, then a run and a literal a row.
pub fn made_rle() -> Vec<Vec<u8>> {
    let rows = |form: u8| {
        let width = u16::from(SIDE) * (FORMS[usize::from(form)].depth / 8);
        let row = [&[(257 - (width - 3)) as u8, 90, 2][..], &[1, 2, 3]].concat();
        let counts = [0, row.len() as u8].repeat(usize::from(SIDE));
        [&[form], &counts[..], &row.repeat(usize::from(SIDE))].concat()
    };
    [0, 4, 5].map(rows).to_vec()
}

/// A deflated channel for each depth.
pub fn made_zip() -> Vec<Vec<u8>> {
    let packed = |form: u8| {
        let samples = usize::from(SIDE).pow(2) * usize::from(FORMS[usize::from(form)].depth / 8);
        let plane: Vec<u8> = (0..samples).map(|at| (at % 7) as u8).collect();
        [&[form][..], &crate::seeds::makers::zlib(&plane)].concat()
    };
    [0, 4, 5].map(packed).to_vec()
}

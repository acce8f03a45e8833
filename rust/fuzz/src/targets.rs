//! One function for each parser: any bytes, no result; whatever is wrong shows by a panic, time or memory.

use imageparser_base::Format::{self, Avif, Bmp, Gif, Jpeg, Png, Psb, Psd, Tiff, Webp};
use imageparser_base::{Limits, SliceSource};
use imageparser_codec::Want;

use crate::{blocks, hidden, photoshop, prompts};

/// Small limits, so that a run is short and crossing one shows.
const LIMITS: Limits = Limits { max_pixels: 1 << 18, max_memory: 64 << 20, max_metadata: 1 << 20, max_file: 1 << 26 };

/// A function and the seeds that suit it.
pub struct Target {
    /// The name of its binary.
    pub name: &'static str,
    /// The function.
    pub run: fn(&[u8]),
    /// What its mutations start from.
    pub start: Start,
}

/// Where the seeds of a target come from.
pub enum Start {
    /// Whole files: the made ones and those of a folder that suit it.
    Whole(fn(&[u8]) -> bool),
    /// Parts of Photoshop documents: some made by hand, and what is cut out of the documents of a folder.
    Parts {
        /// The parts made by hand.
        made: fn() -> Vec<Vec<u8>>,
        /// The parts of one document.
        cut: fn(&[u8]) -> Vec<Vec<u8>>,
    },
}

use Start::{Parts, Whole};

/// Every target; `src/bin` has one file for each.
pub const TARGETS: &[Target] = &[
    Target { name: "codec_probe", run: codec_probe, start: Whole(|seed| Format::sniff(seed).is_some()) },
    Target { name: "codec_decode", run: codec_decode, start: Whole(|seed| any(seed, &[Png, Jpeg, Bmp, Avif])) },
    Target { name: "webp", run: codec_decode, start: Whole(|seed| any(seed, &[Webp])) },
    Target { name: "tiff", run: codec_decode, start: Whole(|seed| any(seed, &[Tiff])) },
    Target { name: "gif", run: codec_decode, start: Whole(|seed| any(seed, &[Gif])) },
    Target { name: "psd_read", run: psd_read, start: Whole(|seed| any(seed, &[Psd, Psb])) },
    Target { name: "psd_merged", run: psd_merged, start: Whole(|seed| any(seed, &[Psd, Psb])) },
    Target { name: "psd_layers", run: photoshop::layers, start: Whole(|seed| any(seed, &[Psd, Psb])) },
    Target { name: "psd_composite", run: photoshop::composites, start: Whole(|seed| any(seed, &[Psd, Psb])) },
    Target {
        name: "psd_descriptor",
        run: photoshop::descriptors,
        start: Parts { made: blocks::descriptors, cut: photoshop::cut_descriptors },
    },
    Target {
        name: "psd_engine",
        run: photoshop::engine,
        start: Parts { made: || vec![blocks::engine_data()], cut: photoshop::cut_engine },
    },
    Target { name: "psd_rle", run: photoshop::rle, start: Parts { made: photoshop::made_rle, cut: nothing } },
    Target { name: "psd_zip", run: photoshop::zip, start: Parts { made: photoshop::made_zip, cut: nothing } },
    Target {
        name: "psd_blocks",
        run: photoshop::blocks,
        start: Parts { made: blocks::layer_blocks, cut: photoshop::cut_blocks },
    },
    Target {
        name: "psd_patterns",
        run: photoshop::patterns,
        start: Parts { made: || vec![blocks::patterns()], cut: photoshop::cut_patterns },
    },
    Target { name: "prompts_nai", run: hidden::nai, start: Parts { made: hidden::made_nai, cut: nothing } },
    Target { name: "prompts_grammar", run: hidden::grammar, start: Parts { made: hidden::made_grammar, cut: nothing } },
    Target { name: "stealth", run: hidden::stealth, start: Parts { made: hidden::made_stealth, cut: nothing } },
    Target {
        name: "rank_file",
        run: imageparser_rank::fuzz::file,
        start: Parts { made: imageparser_rank::fuzz::seeds, cut: nothing },
    },
    Target { name: "scan_blob", run: scan_blob, start: Whole(|seed| seed.starts_with(&[1])) },
    Target { name: "tags_png", run: tags_png, start: Whole(|seed| any(seed, &[Png])) },
    Target { name: "tags_jpeg", run: tags_jpeg, start: Whole(|seed| any(seed, &[Jpeg])) },
    Target { name: "tags_exif", run: tags_exif, start: Whole(|seed| any(seed, &[Tiff, Webp, Avif])) },
    Target { name: "prompts_a1111", run: prompts::a1111, start: Parts { made: prompts::made_a1111, cut: nothing } },
    Target {
        name: "prompts_comfyui",
        run: prompts::comfyui,
        start: Parts { made: prompts::made_comfyui, cut: nothing },
    },
    Target {
        name: "tags_xmp",
        run: tags_xmp,
        start: Whole(|seed| seed.starts_with(b"<") || seed.starts_with(&[0x1C])),
    },
];

fn any(seed: &[u8], formats: &[Format]) -> bool {
    Format::sniff(seed).is_some_and(|format| formats.contains(&format))
}

fn nothing(_: &[u8]) -> Vec<Vec<u8>> {
    Vec::new()
}

fn tags(data: &[u8], format: Format) {
    drop(imageparser_tags::read(&mut SliceSource(data), format, &LIMITS));
}

/// The header of any format.
pub fn codec_probe(data: &[u8]) {
    drop(imageparser_codec::probe(&mut SliceSource(data), &LIMITS));
}

/// Pixels of any format, in full and shrunk on loading.
pub fn codec_decode(data: &[u8]) {
    drop(imageparser_codec::decode(data, Want::default(), &LIMITS));
    drop(imageparser_codec::decode(data, Want::at_least(64), &LIMITS));
}

/// The structure of a Photoshop document.
pub fn psd_read(data: &[u8]) {
    drop(imageparser_psd::read(&mut SliceSource(data), &LIMITS));
}

/// The merged picture of a Photoshop document, in full and shrunk.
pub fn psd_merged(data: &[u8]) {
    let mut source = SliceSource(data);
    if let Ok(document) = imageparser_psd::read(&mut source, &LIMITS) {
        drop(imageparser_psd::merged(&mut source, &document, None, &LIMITS));
        drop(imageparser_psd::merged(&mut source, &document, Some(64), &LIMITS));
    }
}

/// The manifest blob that the scan hands out and takes back.
pub fn scan_blob(data: &[u8]) {
    imageparser_scan::fuzz_blob(data);
}

/// PNG chunks, all of them and the text alone.
pub fn tags_png(data: &[u8]) {
    tags(data, Format::Png);
    drop(imageparser_tags::png_text(&mut SliceSource(data), &LIMITS));
}

/// JPEG segments.
pub fn tags_jpeg(data: &[u8]) {
    tags(data, Format::Jpeg);
}

/// EXIF blocks, TIFF and BigTIFF directories, and the containers that hold little else.
pub fn tags_exif(data: &[u8]) {
    drop(imageparser_tags::from_blocks(Some(data), None, None, &LIMITS));
    tags(data, Format::Tiff);
    tags(data, Format::Webp);
    tags(data, Format::Avif);
}

/// XMP packets and IPTC data sets.
pub fn tags_xmp(data: &[u8]) {
    drop(imageparser_tags::from_blocks(None, Some(data), Some(data), &LIMITS));
}

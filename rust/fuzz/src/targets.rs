//! One function for each parser: any bytes, no result; whatever is wrong shows by a panic, time or memory.

use imageparser_base::{Format, Limits, SliceSource};

/// Small limits, so that a run is short and crossing one shows.
const LIMITS: Limits = Limits { max_pixels: 1 << 22, max_memory: 128 << 20, max_metadata: 1 << 20, max_file: 1 << 26 };

/// A function and the seeds that suit it.
pub struct Target {
    /// The name of its binary.
    pub name: &'static str,
    /// The function.
    pub run: fn(&[u8]),
    /// Whether a file is worth starting from.
    pub suits: fn(&[u8]) -> bool,
}

/// Every target; `src/bin` has one file for each.
pub const TARGETS: &[Target] = &[
    Target { name: "scan_blob", run: scan_blob, suits: |_| true },
    Target { name: "tags_png", run: tags_png, suits: |seed| is(seed, Format::Png) },
    Target { name: "tags_jpeg", run: tags_jpeg, suits: |seed| is(seed, Format::Jpeg) },
    Target { name: "tags_exif", run: tags_exif, suits: |seed| is(seed, Format::Tiff) || is(seed, Format::Webp) },
    Target { name: "tags_xmp", run: tags_xmp, suits: |seed| seed.starts_with(b"<") || seed.starts_with(&[0x1C]) },
];

fn is(seed: &[u8], format: Format) -> bool {
    Format::sniff(seed) == Some(format)
}

fn tags(data: &[u8], format: Format) {
    drop(imageparser_tags::read(&mut SliceSource(data), format, &LIMITS));
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

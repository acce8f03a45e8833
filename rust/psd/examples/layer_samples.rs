//! `layer_samples OUT_DIR FILE...`: the stored samples of all layers, for comparing them with other readers.
//!
//! For file number N, `OUT_DIR/N.txt` gets a line for each layer and mask: index among the records that are no group
//! (bottom to top), channel ids, depth, rectangle, and where its samples lie in `OUT_DIR/N.bin` (native byte order).
#![allow(clippy::unwrap_used, reason = "a tool for the console")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use imageparser_base::{Limits, Rect, SharedFile};
use imageparser_psd::pixels::{Samples, read_layer};
use imageparser_psd::{Context, Layer};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    for (number, path) in words[2..].iter().enumerate() {
        let (mut text, mut bytes) = (String::new(), Vec::new());
        let file = SharedFile::open(Path::new(path)).unwrap();
        match Context::open(Arc::new(file), Limits::default()) {
            Ok(context) => {
                for (index, layer) in context.document.layers.iter().enumerate() {
                    one(&context, index, layer, &mut text, &mut bytes);
                }
            }
            Err(error) => writeln!(text, "error {}", error.message()).unwrap(),
        }
        std::fs::write(Path::new(&words[1]).join(format!("{number}.txt")), text).unwrap();
        std::fs::write(Path::new(&words[1]).join(format!("{number}.bin")), bytes).unwrap();
    }
}

fn one(context: &Context, index: usize, layer: &Layer, text: &mut String, bytes: &mut Vec<u8>) {
    match read_layer(context, layer) {
        Ok(pixels) => {
            put(text, bytes, index, &pixels.channels, pixels.depth, pixels.rect, &pixels.samples);
            for extra in &pixels.extra {
                put(text, bytes, index, &[extra.id], pixels.depth, extra.rect, &extra.samples);
            }
        }
        Err(error) => writeln!(text, "{index} error {}", error.message()).unwrap(),
    }
}

fn put(text: &mut String, bytes: &mut Vec<u8>, index: usize, ids: &[i16], depth: u16, rect: Rect, samples: &Samples) {
    let start = bytes.len();
    match samples {
        Samples::U8(samples) => bytes.extend(samples),
        Samples::U16(samples) => bytes.extend(samples.iter().flat_map(|v| v.to_le_bytes())),
        Samples::F32(samples) => bytes.extend(samples.iter().flat_map(|v| v.to_le_bytes())),
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let Rect { left, top, right, bottom } = rect;
    let length = bytes.len() - start;
    let ids = ids.join(",");
    writeln!(text, "{index} {ids} {depth} {left},{top},{right},{bottom} {start} {length}").unwrap();
}

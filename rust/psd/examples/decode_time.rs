//! `decode_time FILE THREADS REPEATS`: milliseconds of unpacking all layers, each time from opening the file on.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for the console")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use imageparser_base::{Limits, SharedFile};
use imageparser_psd::{Context, pixels};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let number = |place: usize| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(1usize);
    for _ in 0..number(3) {
        let start = Instant::now();
        let context =
            Context::open(Arc::new(SharedFile::open(Path::new(&words[1])).unwrap()), Limits::default()).unwrap();
        let ids: Vec<u32> = context.document.layers.iter().map(|layer| layer.id).collect();
        let count = AtomicUsize::new(0);
        pixels::decode_layers(&context, &ids, number(2), |_, pixels| {
            let samples = pixels.map_or(0, |pixels| pixels.samples.len());
            count.fetch_add(samples, Ordering::Relaxed);
        });
        println!("{:.1} ms, {} samples", start.elapsed().as_secs_f64() * 1e3, count.into_inner());
    }
}

//! `merged_time FILE EDGE REPEATS`: milliseconds of decoding the merged picture, shrunk to no less than EDGE (0: whole).
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for the console")]

use std::path::Path;
use std::time::Instant;

use imageparser_base::{FileSource, Limits};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let number = |place: usize| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(1u32);
    for _ in 0..number(3) {
        let start = Instant::now();
        let mut source = FileSource::open(Path::new(&words[1])).unwrap();
        let document = imageparser_psd::read(&mut source, &Limits::default()).unwrap();
        let edge = Some(number(2)).filter(|&edge| edge > 0);
        let pixels = imageparser_psd::merged(&mut source, &document, edge, &Limits::default()).unwrap();
        println!("{:.1} ms, {} x {}", start.elapsed().as_secs_f64() * 1e3, pixels.width(), pixels.height());
    }
}

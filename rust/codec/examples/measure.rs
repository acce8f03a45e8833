//! Megapixels a second of decoding: `measure LONG_EDGE|full FILE...`.
#![expect(clippy::print_stdout, reason = "a tool for developers that prints a table")]

use std::time::Instant;

use imageparser_base::Limits;
use imageparser_codec::{Want, decode};

const ROUNDS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let edge: Option<u32> = arguments.next().and_then(|text| text.parse().ok());
    let want = Want { long_edge: edge };
    let (mut all_pixels, mut all_seconds) = (0.0, 0.0);
    for path in arguments {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let mut times = Vec::new();
        let mut line = String::new();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let outcome = decode(&bytes, want, &Limits::default());
            times.push(started.elapsed().as_secs_f64());
            line = match outcome {
                Ok(d) => {
                    let pixels = f64::from(d.width) * f64::from(d.height) / 1e6;
                    format!("{pixels:6.1} MP -> {}x{} {:?}", d.pixels.width(), d.pixels.height(), d.warnings)
                }
                Err(error) => error.to_string(),
            };
        }
        times.sort_by(f64::total_cmp);
        let median = times[ROUNDS / 2];
        all_seconds += median;
        all_pixels += line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0);
        println!("{:8.2} ms  {line}  {path}", median * 1e3);
    }
    println!("{:.1} MP/s, {:.1} ms in all", all_pixels / all_seconds, all_seconds * 1e3);
}

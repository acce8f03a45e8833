//! Megapixels a second of decoding, best of a few rounds: `measure LONG_EDGE|full FILE...`, and
//! microseconds of reading headers: `measure probe FILE...`.
#![expect(clippy::print_stdout, reason = "a tool for developers that prints a table")]

use std::path::Path;
use std::time::Instant;

use imageparser_base::{FileSource, Limits};
use imageparser_codec::{Want, decode, probe};

const ROUNDS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mode = arguments.next().unwrap_or_default();
    if mode == "probe" {
        return headers(&arguments.collect::<Vec<_>>());
    }
    let edge: Option<u32> = mode.parse().ok();
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
        let best = times[0];
        all_seconds += best;
        all_pixels += line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0);
        println!("{:8.2} ms  {line}  {path}", best * 1e3);
    }
    println!("{:.1} MP/s, {:.1} ms in all", all_pixels / all_seconds, all_seconds * 1e3);
}

fn headers(paths: &[String]) {
    let rounds: u32 = 200;
    let started = Instant::now();
    let mut pixels = 0;
    for _ in 0..rounds {
        for path in paths {
            let probed =
                FileSource::open(Path::new(path)).and_then(|mut source| probe(&mut source, &Limits::default()));
            pixels += probed.map_or(0, |p| u64::from(p.width) * u64::from(p.height));
        }
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / f64::from(rounds) / paths.len().max(1) as f64;
    println!("{each:.2} us a file ({} files, {} MP)", paths.len(), pixels / 1_000_000 / u64::from(rounds));
}

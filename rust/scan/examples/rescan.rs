//! `rescan FOLDER [TIMES] [THREADS]` scans once, then TIMES times again against the manifest;
//! `rescan FOLDER TIMES THREADS digest` hashes every file found instead. Prints one JSON line.
#![expect(clippy::print_stdout, reason = "a measuring program for people and for the bench")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

use imageparser_base::{CancelToken, Error, Result};
use imageparser_scan::{ScanOptions, digest_many, scan};

/// User and system time of the process in milliseconds; the kernel counts in steps of 10.
fn cpu_ms() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let fields = text.rsplit(") ").next().into_iter().flat_map(str::split_whitespace);
    Ok(fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0)
}

fn argument<T: std::str::FromStr>(index: usize, default: T) -> T {
    std::env::args().nth(index).and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn main() -> Result<()> {
    let root = std::env::args().nth(1).ok_or_else(|| Error::unsupported("usage: rescan FOLDER [TIMES] [THREADS]"))?;
    let (times, threads) = (argument(2, 5u32), argument(3, 0usize));
    let options = ScanOptions { roots: vec![PathBuf::from(root)], threads, ..ScanOptions::default() };
    let (cancel, mut known, mut paths) = (CancelToken::new(), HashMap::new(), Vec::new());
    let (start, cpu) = (Instant::now(), cpu_ms()?);
    scan(&options, HashMap::new(), &cancel, &mut |batch| {
        paths.extend(batch.added.into_iter().map(|found| found.path));
        known.extend(batch.directories.into_iter().filter_map(|state| Some((state.key, state.blob?))));
        Ok(())
    })?;
    let first = (start.elapsed().as_secs_f64() * 1e3, cpu_ms()? - cpu);
    let bytes: usize = known.values().map(Vec::len).sum();
    let hashing = argument(4, String::new()) == "digest";
    let (start, cpu) = (Instant::now(), cpu_ms()?);
    let mut right = 0;
    for _ in 0..times {
        if hashing {
            right += digest_many(&paths, threads, &cancel).iter().filter(|result| result.is_ok()).count() as u64;
        } else {
            scan(&options, known.clone(), &cancel, &mut |batch| {
                right += batch.unchanged;
                Ok(())
            })?;
        }
    }
    let (wall, cpu) = (start.elapsed().as_secs_f64() * 1e3, cpu_ms()? - cpu);
    let each = f64::from(times);
    println!(
        "{{\"files\":{},\"folders\":{},\"manifest_bytes\":{bytes},\"first_wall_ms\":{:.1},\"first_cpu_ms\":{:.1},\
         \"right\":{},\"wall_ms\":{:.1},\"cpu_ms\":{:.1}}}",
        paths.len(),
        known.len(),
        first.0,
        first.1,
        right / u64::from(times),
        wall / each,
        cpu / each
    );
    Ok(())
}

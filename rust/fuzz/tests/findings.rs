//! Each kind of fault in a target is found, named and kept; a healthy target is not blamed.

use std::process::{Command, ExitCode, Output};

use imageparser_fuzz::targets::{Start, Target};

/// A fault's name, the fault, and what the fuzzer must say of it.
type Fault = (&'static str, fn(&[u8]), &'static str);

const FAULTS: &[Fault] = &[
    ("panic", |data| assert!(data.len() < 64, "too long for us"), "too long for us"),
    ("abort", |_| std::process::abort(), "the process died"),
    ("stack", |_| assert!(deep(0) > 0), "the process died"),
    ("memory", |_| drop(std::hint::black_box(vec![1u8; 600 << 20])), "held 600 MB"),
    ("refused", |data| drop(Vec::<u8>::new().try_reserve(data.len() << 40)), "held"),
    ("hang", |_| while std::hint::black_box(true) {}, "hangs"),
];

fn deep(depth: u64) -> u64 {
    let held = std::hint::black_box([depth; 64]);
    if depth == u64::MAX { 0 } else { deep(depth + 1) + held[3] }
}

fn start(fault: &str, seconds: &str) -> Output {
    let out = std::env::temp_dir().join(format!("imageparser-fuzz-test-{}-{fault}", std::process::id()));
    let exe = std::env::current_exe().expect("our own path");
    let output = Command::new(exe).env("FAULT", fault).args(["--seconds", seconds, "--out"]).arg(&out).output();
    let kept = std::fs::read_dir(&out).map_or(0, Iterator::count);
    assert_eq!(kept, usize::from(fault != "none"), "{fault}: inputs kept");
    drop(std::fs::remove_dir_all(&out));
    output.expect("started")
}

fn main() -> ExitCode {
    if let Ok(fault) = std::env::var("FAULT") {
        let healthy: fn(&[u8]) = |_| {};
        let run = FAULTS.iter().find(|(name, ..)| *name == fault).map_or(healthy, |(_, run, _)| *run);
        return imageparser_fuzz::run(&Target { name: "faulty", run, start: Start::Whole(|_| true) });
    }
    for (fault, _, sign) in FAULTS {
        let output = start(fault, "30");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{fault}: {said}");
        assert!(said.contains("FINDING") && said.contains(sign), "{fault}: {said}");
    }
    assert_eq!(start("none", "0.5").status.code(), Some(0));
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin")).expect("the binaries");
    let mut binaries: Vec<String> =
        files.map(|file| file.expect("listed").file_name().to_string_lossy().replace(".rs", "")).collect();
    let mut targets: Vec<&str> = imageparser_fuzz::targets::TARGETS.iter().map(|target| target.name).collect();
    binaries.sort();
    targets.sort_unstable();
    assert_eq!(binaries, targets, "one binary for each target");
    println!("test result: ok. {} faults found", FAULTS.len());
    ExitCode::SUCCESS
}

//! The process that starts the child, keeps the failing inputs and speaks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use crate::child::{COUNT, INPUT, REASON};
use crate::options::Options;
use crate::targets::Target;

/// Fuzz the target, or replay one file.
pub fn run(target: &Target, options: &Options) -> ExitCode {
    if let Some(path) = &options.replay {
        return replay(target, path);
    }
    let state = std::env::temp_dir().join(format!("imageparser-fuzz-{}-{}", target.name, std::process::id()));
    let outcome = fuzz(target, options, &state);
    drop(std::fs::remove_dir_all(&state));
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("fuzz: {problem}");
            ExitCode::from(2)
        }
    }
}

fn replay(target: &Target, path: &Path) -> ExitCode {
    let Ok(data) = std::fs::read(path) else {
        eprintln!("fuzz: cannot read {}", path.display());
        return ExitCode::from(2);
    };
    let start = Instant::now();
    (target.run)(&data);
    println!("fuzz: {}: {} bytes in {:?}", target.name, data.len(), start.elapsed());
    ExitCode::SUCCESS
}

/// Run children until the time is over; the number of findings.
fn fuzz(target: &Target, options: &Options, state: &Path) -> std::io::Result<usize> {
    let start = Instant::now();
    let mut findings = BTreeSet::new();
    let (mut inputs, mut seed) = (0, options.seed);
    loop {
        let left = options.seconds - start.elapsed().as_secs_f64();
        if left <= 0.0 || (!findings.is_empty() && !options.keep_going) {
            break;
        }
        std::fs::create_dir_all(state)?;
        let status = child(options, state, seed, left)?;
        inputs += read(state, COUNT).parse::<u64>().unwrap_or(0);
        if !status.success() {
            let reason = read(state, REASON);
            let reason = if reason.is_empty() { format!("the process died: {status}") } else { reason };
            if findings.insert(reason.clone()) {
                let path = keep(target, options, state)?;
                eprintln!("fuzz: {}: FINDING {}\n  {reason}", target.name, path.display());
            }
        }
        std::fs::remove_dir_all(state)?;
        seed += 1;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("fuzz: {}: {inputs} inputs in {seconds:.1} s, {} findings", target.name, findings.len());
    Ok(findings.len())
}

fn child(options: &Options, state: &Path, seed: u64, seconds: f64) -> std::io::Result<std::process::ExitStatus> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--child").arg(state).arg("--seed").arg(seed.to_string()).arg("--seconds").arg(seconds.to_string());
    if let Some(seeds) = &options.seeds {
        command.arg("--seeds").arg(seeds);
    }
    // What a decoder prints is not ours to show; a panic's words come through the state folder.
    command.stderr(Stdio::null());
    if seed != options.seed {
        command.arg("--mutate-only");
    }
    command.status()
}

fn read(state: &Path, name: &str) -> String {
    std::fs::read_to_string(state.join(name)).unwrap_or_default()
}

/// Save the input that the child was at.
fn keep(target: &Target, options: &Options, state: &Path) -> std::io::Result<PathBuf> {
    let framed = std::fs::read(state.join(INPUT))?;
    let (head, rest) = framed.split_first_chunk::<8>().ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let data = &rest[..rest.len().min(u64::from_le_bytes(*head) as usize)];
    let mut sum = flate2::Crc::new();
    sum.update(data);
    std::fs::create_dir_all(&options.out)?;
    let path = options.out.join(format!("{}-{:08x}.bin", target.name, sum.sum()));
    std::fs::write(&path, data)?;
    Ok(path)
}

//! A mutation fuzzer for every parser, on stable Rust.
//!
//! Each binary fuzzes one [`targets`] function on mutated seeds in a child process. A panic, an abort, a
//! signal, an input that takes over two seconds of CPU, or one that holds over 512 MB is a finding: the
//! input is saved, named and the exit status is 1. The target functions take plain bytes, so that a
//! libFuzzer harness for nightly Rust is one line each:
//! `fuzz_target!(|data: &[u8]| imageparser_fuzz::targets::tags_png(data));`

mod alloc;
mod blocks;
mod child;
mod hidden;
mod mutate;
mod options;
mod parent;
mod photoshop;
mod pictures;
mod prompts;
mod random;
mod seeds;
pub mod targets;
mod wrap;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: alloc::Counting = alloc::Counting;

/// Run the fuzzer for the target of that name with the options of the command line.
pub fn main(name: &str) -> ExitCode {
    match targets::TARGETS.iter().find(|target| target.name == name) {
        Some(target) => run(target),
        None => usage(&format!("no target {name}")),
    }
}

/// Run the fuzzer for a target with the options of the command line.
pub fn run(target: &targets::Target) -> ExitCode {
    match options::Options::parse(std::env::args_os().skip(1)) {
        Ok(options) => match &options.child {
            Some(state) => child::run(target, &options, state),
            None => parent::run(target, &options),
        },
        Err(problem) => usage(&problem),
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("fuzz: {problem}\n{}", options::USAGE);
    ExitCode::from(2)
}

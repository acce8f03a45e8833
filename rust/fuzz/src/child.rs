//! The process that runs the target; it may die, its parent tells the tale.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::mutate::mutate;
use crate::options::Options;
use crate::random::Random;
use crate::targets::Target;
use crate::{alloc, seeds};

/// More bytes held by one input are a finding.
const MEMORY: usize = 512 << 20;
/// More CPU time for one input is a finding: a loaded machine must not make one.
const CPU: Duration = Duration::from_secs(2);
/// An input that sleeps is one as well.
const WALL: Duration = Duration::from_secs(60);

/// The input under way, where the parent finds it.
pub const INPUT: &str = "input";
/// Why the child gave up, where it could say so.
pub const REASON: &str = "reason";
/// How many inputs it ran.
pub const COUNT: &str = "count";

/// Run inputs until the time is over; the status tells the parent whether one failed.
pub fn run(target: &Target, options: &Options, state: &Path) -> ExitCode {
    report_panics(state.join(REASON));
    let clock = Arc::new(Clock::default());
    watch(Arc::clone(&clock), state.join(REASON));
    let Ok(mut fuzzer) = Fuzzer::new(target, state, clock) else { return ExitCode::from(2) };
    let seeds = seeds::of(&target.start, options.seeds.as_deref());
    let end = Instant::now() + Duration::from_secs_f64(options.seconds);
    let mut random = Random::new(options.seed);
    let plain = if options.mutate_only { &[] } else { seeds.as_slice() };
    let mut goes_on = plain.iter().take_while(|_| Instant::now() < end).all(|seed| fuzzer.one(seed));
    while goes_on && Instant::now() < end {
        let seed = &seeds[random.below(seeds.len())];
        let other = &seeds[random.below(seeds.len())];
        goes_on = fuzzer.one(&mutate(seed, other, &mut random));
    }
    drop(std::fs::write(state.join(COUNT), fuzzer.count.to_string()));
    if goes_on { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Fuzzer<'a> {
    target: &'a Target,
    input: File,
    reason: PathBuf,
    clock: Arc<Clock>,
    count: u64,
}

impl<'a> Fuzzer<'a> {
    fn new(target: &'a Target, state: &Path, clock: Arc<Clock>) -> std::io::Result<Self> {
        Ok(Self { target, input: File::create(state.join(INPUT))?, reason: state.join(REASON), clock, count: 0 })
    }

    /// Run one input; `false` if it is a finding that the process survived.
    fn one(&mut self, data: &[u8]) -> bool {
        // The file holds the length first, so that it need not be cut for every input.
        let framed = [&(data.len() as u64).to_le_bytes(), data].concat();
        if self.input.seek(SeekFrom::Start(0)).and_then(|_| self.input.write_all(&framed)).is_err() {
            return false;
        }
        drop(framed);
        self.count += 1;
        self.clock.start();
        let base = alloc::reset_peak();
        let survived = catch_unwind(AssertUnwindSafe(|| (self.target.run)(data))).is_ok();
        let held = alloc::peak().saturating_sub(base);
        let used = self.clock.stop();
        if survived && held > MEMORY {
            drop(std::fs::write(&self.reason, format!("held {} MB", held >> 20)));
        } else if survived && used > CPU {
            drop(std::fs::write(&self.reason, format!("took {used:?} of CPU time")));
        }
        survived && held <= MEMORY && used <= CPU
    }
}

/// When the input under way began, in CPU and wall time; zero means none is.
#[derive(Default)]
struct Clock {
    cpu: AtomicU64,
    wall: AtomicU64,
}

impl Clock {
    fn start(&self) {
        self.cpu.store(cpu_nanoseconds().max(1), Relaxed);
        self.wall.store(wall_milliseconds(), Relaxed);
    }

    fn stop(&self) -> Duration {
        Duration::from_nanos(cpu_nanoseconds().saturating_sub(self.cpu.swap(0, Relaxed)))
    }

    fn overdue(&self) -> bool {
        let (cpu, wall) = (self.cpu.load(Relaxed), self.wall.load(Relaxed));
        let used = Duration::from_nanos(cpu_nanoseconds().saturating_sub(cpu));
        // Twice the cap: an input that ends is measured by the one that ran it.
        cpu != 0 && (used > CPU * 2 || wall_milliseconds().saturating_sub(wall) > WALL.as_millis() as u64)
    }
}

fn cpu_nanoseconds() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec.cast_unsigned() * 1_000_000_000 + time.tv_nsec.cast_unsigned()
}

fn wall_milliseconds() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec.cast_unsigned() * 1000 + time.tv_nsec.cast_unsigned() / 1_000_000
}

/// End the process when an input does not end.
fn watch(clock: Arc<Clock>, reason: PathBuf) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(200));
            if clock.overdue() {
                drop(std::fs::write(&reason, "hangs"));
                std::process::abort();
            }
        }
    });
}

fn report_panics(reason: PathBuf) {
    std::panic::set_hook(Box::new(move |panic| drop(std::fs::write(&reason, panic.to_string()))));
}

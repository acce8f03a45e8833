use std::ffi::OsString;
use std::path::PathBuf;

/// How to call a target's binary.
pub const USAGE: &str = "options: --seconds N   how long (default 3)\n         \
     --seeds DIR    also start from the files below DIR\n         \
     --seed N       start of the random sequence (default 1)\n         \
     --out DIR      where failing inputs go (default rust/fuzz/artifacts)\n         \
     --keep-going   go on after a finding\n         \
     --replay FILE  run the target once on FILE, in this process";

/// The command line.
pub struct Options {
    /// How long to run.
    pub seconds: f64,
    /// A folder of files to start from.
    pub seeds: Option<PathBuf>,
    /// Start of the random sequence.
    pub seed: u64,
    /// Where failing inputs go.
    pub out: PathBuf,
    /// Whether to go on after a finding.
    pub keep_going: bool,
    /// One file to run on.
    pub replay: Option<PathBuf>,
    /// Set in the child process: the folder that it shares with its parent.
    pub child: Option<PathBuf>,
    /// Set in a child that follows a finding: the plain seeds have had their turn.
    pub mutate_only: bool,
}

impl Options {
    /// Read the arguments behind the program's name.
    pub fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self {
            seconds: 3.0,
            seeds: None,
            seed: 1,
            out: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/artifacts")),
            keep_going: false,
            replay: None,
            child: None,
            mutate_only: false,
        };
        while let Some(name) = arguments.next() {
            let name = name.to_string_lossy().into_owned();
            match name.as_str() {
                "--keep-going" => options.keep_going = true,
                "--mutate-only" => options.mutate_only = true,
                _ => options.set(&name, arguments.next())?,
            }
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: Option<OsString>) -> Result<(), String> {
        let value = value.ok_or_else(|| format!("{name} needs a value, or is unknown"))?;
        match name {
            "--seconds" => self.seconds = number(name, &value)?,
            "--seed" => self.seed = number(name, &value)?,
            "--seeds" => self.seeds = Some(value.into()),
            "--out" => self.out = value.into(),
            "--replay" => self.replay = Some(value.into()),
            "--child" => self.child = Some(value.into()),
            _ => return Err(format!("unknown option {name}")),
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &OsString) -> Result<T, String> {
    value.to_str().and_then(|text| text.parse().ok()).ok_or_else(|| format!("{name} needs a number"))
}

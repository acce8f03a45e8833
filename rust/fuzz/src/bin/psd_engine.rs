//! Fuzz `psd_engine`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_engine")
}

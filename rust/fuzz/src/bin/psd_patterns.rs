//! Fuzz `psd_patterns`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_patterns")
}

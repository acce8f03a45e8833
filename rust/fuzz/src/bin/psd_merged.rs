//! Fuzz `psd_merged`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_merged")
}

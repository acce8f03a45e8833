//! Fuzz `psd_blocks`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_blocks")
}

//! Fuzz `psd_composite`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_composite")
}

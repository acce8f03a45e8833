//! Fuzz `psd_read`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_read")
}

//! Fuzz `scan_blob`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("scan_blob")
}

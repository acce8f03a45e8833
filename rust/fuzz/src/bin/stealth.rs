//! Fuzz `stealth`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("stealth")
}

//! Fuzz `webp`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("webp")
}

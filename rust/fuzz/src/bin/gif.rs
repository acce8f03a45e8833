//! Fuzz `gif`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("gif")
}

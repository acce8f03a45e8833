//! Fuzz `rank_file`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("rank_file")
}

//! Fuzz `tags_jpeg`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("tags_jpeg")
}

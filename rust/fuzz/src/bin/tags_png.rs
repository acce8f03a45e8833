//! Fuzz `tags_png`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("tags_png")
}

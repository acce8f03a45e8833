//! Fuzz `tags_xmp`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("tags_xmp")
}

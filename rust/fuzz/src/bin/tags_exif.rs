//! Fuzz `tags_exif`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("tags_exif")
}

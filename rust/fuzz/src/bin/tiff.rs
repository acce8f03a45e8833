//! Fuzz `tiff`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("tiff")
}

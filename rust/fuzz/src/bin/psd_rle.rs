//! Fuzz `psd_rle`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_rle")
}

//! Fuzz `psd_zip`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_zip")
}

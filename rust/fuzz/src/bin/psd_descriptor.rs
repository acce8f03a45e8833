//! Fuzz `psd_descriptor`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_descriptor")
}

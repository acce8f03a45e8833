//! Fuzz `psd_layers`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("psd_layers")
}

//! Fuzz `codec_probe`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("codec_probe")
}

//! Fuzz `codec_decode`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("codec_decode")
}

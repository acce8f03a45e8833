//! Fuzz `prompts_nai`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("prompts_nai")
}

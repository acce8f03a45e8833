//! Fuzz `prompts_a1111`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("prompts_a1111")
}

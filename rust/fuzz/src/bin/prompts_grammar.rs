//! Fuzz `prompts_grammar`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("prompts_grammar")
}

//! Fuzz `prompts_comfyui`.

fn main() -> std::process::ExitCode {
    imageparser_fuzz::main("prompts_comfyui")
}

"""Captions by a vision model behind a server: Ollama, or anything that speaks OpenAI's chat completions."""

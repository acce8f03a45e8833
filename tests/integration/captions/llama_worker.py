"""Write a tiny random model and serve it with llama.cpp; prints the address. Runs in an environment of its own.

The model has two layers and knows 256 bytes and three marks; what it says means nothing, but a grammar holds it.
"""

from __future__ import annotations

import sys

import gguf
import numpy as np
import xllamacpp

WIDTH, LAYERS, HEADS, HIDDEN, CONTEXT = 64, 2, 4, 128, 4096


def write(path: str) -> None:
    random = np.random.default_rng(1)
    out = gguf.GGUFWriter(path, "llama")
    out.add_context_length(CONTEXT)
    out.add_embedding_length(WIDTH)
    out.add_block_count(LAYERS)
    out.add_feed_forward_length(HIDDEN)
    out.add_head_count(HEADS)
    out.add_head_count_kv(HEADS)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_rope_dimension_count(WIDTH // HEADS)
    tokens = [b"<unk>", b"<s>", b"</s>", *(b"<0x%02X>" % number for number in range(256))]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    out.add_tokenizer_model("llama")
    out.add_token_list(tokens)
    out.add_token_scores([0.0] * len(tokens))
    out.add_token_types([*kinds, *[gguf.TokenType.BYTE] * 256])
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    out.add_unk_token_id(0)
    shapes = {"token_embd.weight": (len(tokens), WIDTH), "output.weight": (len(tokens), WIDTH)}
    for layer in range(LAYERS):
        parts = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH))
        parts |= {"ffn_gate": (HIDDEN, WIDTH), "ffn_up": (HIDDEN, WIDTH), "ffn_down": (WIDTH, HIDDEN)}
        shapes |= {f"blk.{layer}.{name}.weight": shape for name, shape in parts.items()}
    for name, shape in shapes.items():
        out.add_tensor(name, random.normal(0, 0.1, shape).astype(np.float32))
    for name in ("output_norm", *(f"blk.{n}.{norm}" for n in range(LAYERS) for norm in ("attn_norm", "ffn_norm"))):
        out.add_tensor(f"{name}.weight", np.ones(WIDTH, np.float32))
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


def serve(path: str) -> xllamacpp.Server:
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.model_alias = {"tiny"}
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.port = 0
    params.warmup = False
    params.chat_template = "{% for m in messages %}{{ m.content }}{% endfor %}"
    return xllamacpp.Server(params)


if __name__ == "__main__":
    write(sys.argv[1])
    server = serve(sys.argv[1])
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()

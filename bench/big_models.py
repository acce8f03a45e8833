"""Make models of real size with random weights, from their published configurations, and install them for the bench.

Usage: big_models.py NAME FOLDER     (in the environment of `make test-export`; wants up to 14 GB of memory)

`FOLDER/checkpoints/NAME` has the configuration that torch builds from, `FOLDER/models` is the models folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from fixtures import checkpoints  # noqa: E402 - on the path only since the line above

# What the published config.json of each says.
BASE = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}
SO400M = {"hidden_size": 1152, "intermediate_size": 4304, "num_hidden_layers": 27, "num_attention_heads": 16}
QWEN3 = {
    "hidden_size": 1024, "intermediate_size": 3072, "num_hidden_layers": 28, "num_attention_heads": 16,
    "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 32768,
}  # fmt: skip
MODELS = {
    "random-base": ("siglip", {"size": 256, "patch": 16, "vocabulary": 256_000, **BASE}),
    "random-so400m": ("siglip", {"size": 384, "patch": 14, "vocabulary": 256_000, **SO400M}),
    "random-qwen3": ("qwen3", {"vocabulary": 151_669, **QWEN3}),
}


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    kind, shape = MODELS[name]
    made, out, models = folder / "checkpoints" / name, folder / "exported", folder / "models"
    shutil.rmtree(made, ignore_errors=True)
    getattr(checkpoints, kind)(made, kind="bfloat16", **shape)
    shutil.rmtree(out, ignore_errors=True)
    for words in (
        ["export", made, "--id", name, "--precision", "fp32", "--out", out],
        ["install", name, "--from", out, "--precision", "fp32"],
    ):
        # A process for each: what torch has taken it gives back only at its end.
        command = [sys.executable, "-m", "imageparser", "models", *map(str, words), "--no-progress", "--json"]
        subprocess.run(command, check=True, env=os.environ | {"IMAGEPARSER_MODELS_FOLDER": str(models)})
        # torch makes weights of its own by the configuration: no need to keep gigabytes twice.
        (made / "model.safetensors").unlink(missing_ok=True)
    shutil.rmtree(out)


if __name__ == "__main__":
    main()

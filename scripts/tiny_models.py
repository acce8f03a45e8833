"""Make the tiny models of `tests/fixtures/models` anew, with golden ids and vectors from torch (`make tiny-models`)."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from fixtures import checkpoints  # noqa: E402 - on the path only since the line above
from imageparser.models import store  # noqa: E402
from imageparser.models.catalog import read_model  # noqa: E402
from imageparser.models.export import checkpoint, run, samples, tokens  # noqa: E402
from imageparser.models.export.original import Original  # noqa: E402

FOLDER = ROOT / "tests" / "fixtures" / "models"
SHAPE = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1}
MODELS = {
    "tiny-siglip2": (checkpoints.siglip, ("fp32",)),
    "tiny-naflex": (checkpoints.naflex, ("fp32",)),
    "tiny-qwen3": (checkpoints.qwen3, ("fp32", "fp16", "int8")),
}
# Width and height: a square that needs no resize, one that does, a wide and a tall one.
PICTURES = {"square": (32, 32), "large": (60, 60), "wide": (90, 33), "tall": (20, 61)}


def make(folder: Path) -> None:
    """Export every tiny model into a models folder and write its golden file."""
    shutil.rmtree(folder, ignore_errors=True)
    pictures = folder / "golden" / "pictures"
    pictures.mkdir(parents=True)
    for number, (name, (width, height)) in enumerate(PICTURES.items()):
        _write_png(pictures / f"{name}.png", _picture(number, width, height))
    for model_id, (maker, precisions) in MODELS.items():
        with tempfile.TemporaryDirectory() as made:
            checkpoint_folder = maker(Path(made) / model_id, **SHAPE)
            run(checkpoint_folder, id=model_id, precisions=precisions, out=folder)
            _record(folder, model_id)
            golden = {"texts": _texts(checkpoint_folder), "pictures": _pictures(checkpoint_folder, pictures)}
            (folder / "golden" / f"{model_id}.json").write_text(_lines(golden), encoding="utf-8")


def _lines(golden: dict[str, list[dict[str, object]]]) -> str:
    """Return JSON with one text or picture a line."""
    parts = [
        f"{json.dumps(kind)}: [\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in found) + "\n]"
        for kind, found in golden.items()
    ]
    return "{" + ",\n".join(parts) + "}\n"


def _record(folder: Path, model_id: str) -> None:
    """Write `installed.json` as an installation would; the time is a fixed one, so that nothing changes needlessly."""
    entry = read_model(folder / store.CATALOG / f"{model_id}.toml")
    files = [*entry.files, *(file for precision in entry.precisions for file in precision.files)]
    there = [replace(file, origin="installed") for file in files]
    done = store.Installed(model_id, entry.precision, tuple(there), "made for tests", entry.revision, "", "2026-03-01")
    path = folder / model_id / store.RECORD
    path.write_text(json.dumps(done.to_dict(), indent=1) + "\n", encoding="utf-8")


def _texts(folder: Path) -> list[dict[str, object]]:
    facts = checkpoint.read(folder)
    original, tokenizer, found = Original(facts), tokens.load(folder), []
    for role in ("document",) if facts.visual else ("document", "query"):
        template = str(facts.prompt.get(role, "{text}")).replace("{task}", str(facts.prompt.get("task")))
        for text in samples.TEXTS:
            ids = tokens.encode(tokenizer, template.replace("{text}", text), facts.prompt)
            missing = facts.prompt["tokens"] - len(ids) if facts.visual else 0
            padded = np.array([ids + [tokenizer.token_to_id(facts.prompt["pad_token"])] * missing], np.int64)
            inputs = {"ids": padded} if facts.visual else {"ids": padded, "mask": np.ones_like(padded)}
            vector = original.vectors("text", inputs)[0]
            found.append({"text": text, "role": role, "ids": padded[0].tolist(), "vector": _numbers(vector)})
    return found


def _pictures(folder: Path, pictures: Path) -> list[dict[str, object]]:
    """Return the vectors of the pictures by the processor class of transformers and the model's own code."""
    from PIL import Image  # noqa: PLC0415 - the export environment only
    from transformers import AutoModel, Siglip2ImageProcessorPil, SiglipImageProcessorPil  # noqa: PLC0415

    facts = checkpoint.read(folder)
    if not facts.visual:
        return []
    kind = SiglipImageProcessorPil if facts.family == "siglip" else Siglip2ImageProcessorPil
    processor, model = kind.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    found: list[dict[str, object]] = []
    for path in sorted(pictures.glob("*.png")):
        values = processor(images=Image.open(path).convert("RGB"), return_tensors="pt")
        vector = model.get_image_features(**values).pooler_output[0].detach().numpy()
        found.append({"file": f"pictures/{path.name}", "vector": _numbers(vector / np.linalg.norm(vector))})
    return found


def _numbers(vector: np.ndarray) -> list[float]:
    return [round(float(one), 7) for one in vector]


def _picture(number: int, width: int, height: int) -> np.ndarray:
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    waves = [np.sin(across * (number + 2 + band) * 3 + down * (7 - band) * (number + 1)) for band in range(3)]
    return (127.5 + 120 * np.stack(waves, axis=-1)).round().astype(np.uint8)


def _write_png(path: Path, pixels: np.ndarray) -> None:
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    body = b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


if __name__ == "__main__":
    make(FOLDER)

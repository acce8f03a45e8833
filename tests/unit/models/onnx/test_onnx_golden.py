"""Exported models against what torch gave when they were exported: ids of texts, vectors of texts and of pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imageparser.models import preprocess
from imageparser.models.backends.onnx.tokenizer import Tokenizer
from imageparser.models.backends.table import HostOptions, open_backend
from imageparser.models.protocol import Prepared
from imageparser.models.store import Store
from imageparser.models.wire import Message

MODELS = Path(__file__).parents[3] / "fixtures" / "models"
GOLDEN = MODELS / "golden"
# Ids, graphs and pixels are the same as those of transformers: what is left is rounding.
EXACT = 1e-5
CASES = [
    ("tiny-siglip2", "fp32", EXACT),
    ("tiny-naflex", "fp32", EXACT),
    ("tiny-qwen3", "fp32", EXACT),
    ("tiny-qwen3", "fp16", 3e-3),
    ("tiny-qwen3", "int8", 5e-2),
]


def told(name: str) -> dict[str, Any]:
    return dict(json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8")))


def opened(name: str, precision: str, tmp_path: Path) -> Any:
    entry = Store(MODELS, precision=precision).model(name)
    assert entry.precision == precision
    return open_backend(entry, HostOptions(1, tmp_path, device="cpu"))


@pytest.mark.parametrize("name", ["tiny-siglip2", "tiny-naflex", "tiny-qwen3"])
def test_texts_have_the_ids_of_the_checkpoint(name: str) -> None:
    entry = Store(MODELS).model(name)
    tokenizer = Tokenizer(entry.path("tokenizer.json"), entry.prompt)
    known = [text for text in told(name)["texts"] if text["role"] == "document"]
    assert len(known) > 4
    for text in known:
        (row,) = tokenizer.encode([text["text"]])
        ids, _ = tokenizer.padded([row])
        wanted = text["ids"]
        assert (ids[0].tolist() if entry.prompt["pad"] == "full" else row) == wanted, text["text"]


@pytest.mark.parametrize(("name", "precision", "tolerance"), CASES)
def test_texts_have_the_vectors_of_the_checkpoint(name: str, precision: str, tolerance: float, tmp_path: Path) -> None:
    backend = opened(name, precision, tmp_path)
    operation = backend.operations["embed" if name == "tiny-qwen3" else "embed_visual"]
    for role in ("document", "query"):
        known = [text for text in told(name)["texts"] if text["role"] == role]
        if known:
            rows = np.asarray(operation(Message({"texts": [text["text"] for text in known], "role": role})).parts[0])
            assert np.abs(rows - np.array([text["vector"] for text in known])).max() < tolerance


@pytest.mark.parametrize("name", ["tiny-siglip2", "tiny-naflex"])
def test_pictures_have_the_vectors_of_the_checkpoint(name: str, tmp_path: Path) -> None:
    backend, entry = opened(name, "fp32", tmp_path), Store(MODELS).model(name)
    known = told(name)["pictures"]
    prepared = preprocess.prepare([(GOLDEN / one["file"]).read_bytes() for one in known], entry)
    pictures = [picture for picture in prepared if isinstance(picture, Prepared)]
    rows = np.asarray(backend.operations["embed"](preprocess.question(pictures)).parts[0])
    assert np.abs(rows - np.array([one["vector"] for one in known])).max() < EXACT

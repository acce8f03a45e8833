"""The committed tiny models give the golden vectors of torch, without torch."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from imageparser.models.catalog import read_model
from imageparser.models.export import tokens
from imageparser.models.store import Store

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "models"
IDS = ("tiny-siglip2", "tiny-naflex", "tiny-qwen3")


def golden(model_id: str) -> dict[str, list[dict[str, object]]]:
    return json.loads((FOLDER / "golden" / f"{model_id}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("model_id", IDS)
def test_every_file_is_the_one_that_the_record_and_the_entry_name(model_id: str) -> None:
    entry = read_model(FOLDER / "catalog" / f"{model_id}.toml")
    for precision in entry.precisions:
        model = Store(FOLDER, precision=precision.name).model(model_id)
        named = {file.name: file.sha256 for file in (*entry.files, *precision.files)}
        assert {file.name for file in model.files} | {"parity.json"} == set(named)
        for file in model.files:
            assert model.verified(file.name).is_file()
            assert named[file.name] == file.sha256


@pytest.mark.parametrize("model_id", IDS)
def test_texts_have_the_golden_ids_and_vectors(model_id: str) -> None:
    model = Store(FOLDER, precision="fp32").model(model_id)
    tokenizer = tokens.load(FOLDER / model_id)
    session = onnxruntime.InferenceSession(str(model.path("text.onnx")))
    pad = tokenizer.token_to_id(model.prompt["pad_token"])
    vectors = []
    for one in golden(model_id)["texts"]:
        template = model.prompt.get(str(one["role"]), "{text}").replace("{task}", model.prompt.get("task", ""))
        ids = tokens.encode(tokenizer, template.replace("{text}", str(one["text"])), model.prompt)
        if model.prompt["pad"] == "full":
            ids = [*ids, *[pad] * (model.prompt["tokens"] - len(ids))]
        assert ids == one["ids"], one["text"]
        given = {"ids": np.array([ids], np.int64), "mask": np.ones((1, len(ids)), np.int64)}
        wanted = {value.name: given[value.name] for value in session.get_inputs()}
        np.testing.assert_allclose(session.run(None, wanted)[0][0], one["vector"], atol=1e-5)
        vectors.append(one["vector"])
    assert (
        np.linalg.matrix_rank(np.array(vectors), tol=1e-3) > len(vectors) // 2
    )  # no model that answers the same to all


@pytest.mark.parametrize(("precision", "least"), [("fp16", 0.9999), ("int8", 0.999)])
def test_smaller_precisions_stay_near(precision: str, least: float) -> None:
    model = Store(FOLDER, precision=precision).model("tiny-qwen3")
    assert model.precision == precision
    session = onnxruntime.InferenceSession(str(model.path("text.onnx")))
    for one in golden("tiny-qwen3")["texts"]:
        ids = np.array([one["ids"]], np.int64)
        found = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        assert found.dtype == np.float32
        assert float(found @ np.array(one["vector"], np.float32)) > least

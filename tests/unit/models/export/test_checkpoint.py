from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import paper_checkpoint
from imageparser.errors import CorruptError, NotFoundError, UnsupportedError
from imageparser.models.export import checkpoint

if TYPE_CHECKING:
    from pathlib import Path


def test_a_fixed_siglip_tells_its_preprocess_its_prompt_and_its_scores(tmp_path: Path) -> None:
    found = checkpoint.read(paper_checkpoint.siglip(tmp_path))
    assert (found.family, found.backend, found.dimension, found.visual) == ("siglip", "onnx.dual", 768, True)
    half = [0.5, 0.5, 0.5]
    assert found.preprocess == {"size": 256, "filter": "bilinear", "fit": "squash", "mean": half, "deviation": half}
    ends = {"end_token": "<eos>", "pad_token": "<pad>"}
    scores = {"logit_scale": 4.75, "logit_bias": -16.5}
    assert found.prompt == {"tokens": 64, "lowercase": True, "pad": "full", **ends, **scores}


@pytest.mark.parametrize(("number", "name"), [(1, "lanczos"), (2, "bilinear"), (3, "bicubic")])
def test_the_filter_is_that_of_the_processor(tmp_path: Path, number: int, name: str) -> None:
    found = checkpoint.read(paper_checkpoint.siglip(tmp_path, processor={"resample": number}))
    assert found.preprocess["filter"] == name


def test_naflex_reads_the_newer_processor_file_and_has_a_filter_of_its_own(tmp_path: Path) -> None:
    found = checkpoint.read(paper_checkpoint.naflex(tmp_path))
    assert (found.backend, found.dimension) == ("onnx.naflex", 1152)
    assert (found.preprocess["patch"], found.preprocess["max_patches"]) == (16, 256)
    assert found.preprocess["filter"] == "bilinear"  # the class's own, the file names none


def test_qwen3_takes_the_task_of_its_own_prompts(tmp_path: Path) -> None:
    prompts = {"query": "Instruct: 그림을 찾는다\nQuery:", "document": ""}
    found = checkpoint.read(paper_checkpoint.qwen3(tmp_path, prompts=prompts))
    assert (found.backend, found.visual, found.preprocess) == ("onnx.text", False, {})
    assert found.prompt["task"] == "그림을 찾는다"
    assert found.prompt["query"] == "Instruct: {task}\nQuery:{text}"
    assert found.prompt["tokens"] == 1024
    assert (found.prompt["end_token"], found.prompt["pad"]) == ("<|endoftext|>", "longest")


@pytest.mark.parametrize("prompts", [None, {}, {"query": "query: "}])
def test_qwen3_without_such_prompts_has_the_usual_task(tmp_path: Path, prompts: dict[str, str] | None) -> None:
    assert "pictures" in checkpoint.read(paper_checkpoint.qwen3(tmp_path, prompts=prompts)).prompt["task"]


def test_the_digest_follows_weights_configuration_and_tokenizer(tmp_path: Path) -> None:
    folder = paper_checkpoint.siglip(tmp_path)
    seen = {checkpoint.read(folder).digest, checkpoint.read(folder).digest}
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_text((folder / name).read_text(encoding="utf-8") + " ", encoding="utf-8")
        seen.add(checkpoint.read(folder).digest)
    with (folder / "model.safetensors").open("ab") as stream:
        stream.write(b"more")
    assert len(seen | {checkpoint.read(folder).digest}) == 4


@pytest.mark.parametrize(
    "processor",
    [
        {"resample": 0},
        {"do_normalize": False},
        {"rescale_factor": 1.0},
        {"size": {"height": 384, "width": 384}},
        {"size": {"height": 256, "width": 128}},
    ],
)
def test_a_preprocess_that_the_run_time_cannot_do_is_refused(tmp_path: Path, processor: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedError):
        checkpoint.read(paper_checkpoint.siglip(tmp_path, processor=processor))


def test_another_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="bert"):
        checkpoint.read(paper_checkpoint.siglip(tmp_path, model_type="bert"))


@pytest.mark.parametrize("name", ["config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = paper_checkpoint.siglip(tmp_path)
    (folder / name).unlink()
    with pytest.raises(NotFoundError, match=r"missing|safetensors"):
        checkpoint.read(folder)


@pytest.mark.parametrize("content", ["{", "[]", "\udce9"])
@pytest.mark.parametrize("name", ["config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: str) -> None:
    folder = paper_checkpoint.siglip(tmp_path)
    (folder / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CorruptError) as caught:
        checkpoint.read(folder)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"\xff" * 8, (5).to_bytes(8, "little") + b"{...}", (2).to_bytes(8, "little") + b"{}"]
)
def test_damaged_weights_are_refused(tmp_path: Path, data: bytes) -> None:
    folder = paper_checkpoint.siglip(tmp_path)
    (folder / "model.safetensors").write_bytes(data)
    with pytest.raises(CorruptError):
        checkpoint.read(folder)


def test_a_configuration_with_texts_for_numbers_is_refused(tmp_path: Path) -> None:
    folder = paper_checkpoint.qwen3(tmp_path)
    (folder / "config.json").write_text(json.dumps({"model_type": "qwen3", "hidden_size": "wide"}), encoding="utf-8")
    with pytest.raises(CorruptError):
        checkpoint.read(folder)

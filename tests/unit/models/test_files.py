from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from imageparser.errors import CorruptError, DeniedError, DiskFullError, NotFoundError
from imageparser.models import files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name", ["tokenizer.json", "fp16/image.onnx", "int8/text.onnx_data", "model-00001-of-00002.safetensors"]
)
def test_names_of_models_are_safe(name: str) -> None:
    assert files.safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../x", "fp16/../x", "/etc/passwd", "fp16//x", "a/b", "fp16/fp16/x", "C:x", "c:\\x", "fp16\\x",
        ".hidden", "fp16/.x", "x\0y", "x\ny", "CON", "nul.txt", "fp16/aux.onnx", "x.", "x ", "모델.onnx", "FP16/x",
        "x" * 200,
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(CorruptError, match="no name of a model's file"):
        files.safe_name(name)


def test_a_copy_knows_its_digest(tmp_path: Path) -> None:
    data = bytes(range(256)) * 9000
    (tmp_path / "가").write_bytes(data)
    told: list[int] = []
    made = files.copy(tmp_path / "가", tmp_path / "나" / "fp16" / "x", "fp16/x", told.append)
    assert (tmp_path / "나" / "fp16" / "x").read_bytes() == data
    assert made == files.measure(tmp_path / "가", "fp16/x", lambda _size: None)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert sum(told) == len(data)


def test_only_plain_files_are_copied(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    for name in ("link", "none", "."):
        with pytest.raises(CorruptError, match="plain file"):
            files.copy(tmp_path / name, tmp_path / "out", "out", lambda _size: None)


def test_room_is_looked_for_on_the_disk_of_a_folder_to_be(tmp_path: Path) -> None:
    target = tmp_path / "not" / "yet"
    files.need_room(target, 1)
    with pytest.raises(DiskFullError, match=r"1152921504\.6 GB are needed"):
        files.need_room(target, 1 << 60)


def test_what_the_system_says_has_a_code(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        files.measure(tmp_path / "none", "none", lambda _size: None)
    with pytest.raises(DeniedError), files.told_by_the_disk(tmp_path):
        raise PermissionError(13, "no")

"""Template files are read as people make them and written whole."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from imageparser.archive import template_file
from imageparser.errors import CorruptError, DeniedError, ImageParserError, NotFoundError, TooLargeError

if TYPE_CHECKING:
    from pathlib import Path

KEPT = {"name": "주인공", "variables": []}


def test_what_was_written_is_read(tmp_path: Path):
    path = tmp_path / "템플릿.json"
    template_file.write(path, KEPT)
    assert template_file.read(path) == KEPT
    assert "주인공" in path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["템플릿.json"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf{"name":"a"}')
    assert template_file.read(path) == {"name": "a"}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Expecting value"), (b"{", "Expecting"), (b"\xff\xfe", "codec"), (b"[" * 200_000, "nested too deeply")],
)
def test_what_is_no_json_is_said(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(CorruptError, match=f"^failed to read json: .*{said}"):
        template_file.read(path)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(NotFoundError, match="no such file"):
        template_file.read(tmp_path / "none.json")
    with pytest.raises(DeniedError):
        template_file.read(tmp_path)
    monkeypatch.setattr(template_file, "MOST_BYTES", 3)
    (tmp_path / "a.json").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(TooLargeError):
        template_file.read(tmp_path / "a.json")


def test_the_file_before_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.json"
    template_file.write(path, KEPT)

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ImageParserError, match="No space left"):
        template_file.write(path, {"name": "new"})
    assert template_file.read(path) == KEPT
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_mode_and_link_stay(tmp_path: Path):
    path, link = tmp_path / "a.json", tmp_path / "link.json"
    path.write_text("{}", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    template_file.write(link, KEPT)
    assert link.is_symlink()
    assert template_file.read(path) == KEPT
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["none/a.json", "file/a.json"])
def test_the_folder_must_be_there(tmp_path: Path, name: str):
    (tmp_path / "file").write_text("", encoding="utf-8")
    target: Any = tmp_path / name
    with pytest.raises(NotFoundError, match="the folder does not exist"):
        template_file.write(target, KEPT)

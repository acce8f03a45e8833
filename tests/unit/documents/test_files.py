"""Names of files that are safe everywhere, and files that are whole or untouched."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.documents import files
from imageparser.errors import ExistsError, UsageError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("얼굴 🙂", "얼굴 🙂"),
        (unicodedata.normalize("NFD", "배경 복사"), "배경 복사"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "layer"),
        ("", "layer"),
        (" . ", "layer"),
        ('a\\b:c*?"<>|d', "a_b_c______d"),
        ("tab\tnew\nline\0", "tab_new_line_"),
        ("CON", "_CON"),
        ("con.png", "_con.png"),
        ("LPT1", "_LPT1"),
        ("console", "console"),
        ("ends with dots...", "ends with dots"),
        ("\u202egnp.exe", "_gnp.exe"),
    ],
)
def test_names(name: str, expected: str):
    assert files.safe_name(name) == expected


@given(st.text(max_size=300))
def test_every_name_is_one_plain_part_of_a_path(name: str):
    safe = files.safe_name(name)
    assert safe not in ("", ".", "..")
    assert Path(safe).name == safe
    assert not set(safe) & set('/\\\0:*?"<>|')
    assert len(os.fsencode(safe)) <= 130
    assert safe == safe.strip(" .")
    assert unicodedata.is_normalized("NFC", safe)


def test_a_long_name_is_cut_between_letters():
    safe = files.safe_name("가" * 300)
    assert safe == "가" * 40


def test_nothing_is_written_over(tmp_path: Path):
    path = tmp_path / "그림.png"
    files.write(path, b"first", force=False)
    with pytest.raises(ExistsError) as caught:
        files.write(path, b"second", force=False)
    assert caught.value.path == str(path)
    assert path.read_bytes() == b"first"
    files.write(path, b"third", force=True)
    assert path.read_bytes() == b"third"
    assert [entry.name for entry in tmp_path.iterdir()] == ["그림.png"]


def test_a_failed_write_leaves_nothing(tmp_path: Path):
    folder = tmp_path / "is a folder.png"
    folder.mkdir()
    with pytest.raises(OSError, match="directory"):
        files.write(folder, b"x", force=True)
    with pytest.raises(FileNotFoundError):
        files.write(tmp_path / "absent" / "x.png", b"x", force=False)
    assert [entry.name for entry in tmp_path.iterdir()] == [folder.name]


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    files.write(tmp_path / "a.png", b"1", force=False)
    with pytest.raises(ExistsError):
        files.write(tmp_path / "a.png", b"2", force=False)
    assert (tmp_path / "a.png").read_bytes() == b"1"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_input_is_never_a_target(tmp_path: Path):
    source = tmp_path / "a.psd"
    source.write_bytes(b"x")
    link = tmp_path / "link.png"
    link.symlink_to(source)
    for out in (source, link):
        with pytest.raises(UsageError):
            files.target(out, inputs=[os.fsencode(source)], force=True)
    with pytest.raises(ExistsError):
        files.target(tmp_path / "a.psd", inputs=(), force=False)
    dangling = tmp_path / "dangling.png"
    dangling.symlink_to("nowhere")
    with pytest.raises(ExistsError):
        files.target(dangling, inputs=[os.fsencode(source)], force=False)
    assert files.target(tmp_path / "new.png", inputs=[os.fsencode(source)], force=False) == tmp_path / "new.png"

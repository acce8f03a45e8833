from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from fixtures import photo, png
from imageparser import _core
from imageparser.archive.thumbs import Marked, ThumbOptions, Thumbs
from imageparser.errors import CancelledError, LibraryReadOnlyError
from imageparser.text import key_of


def marked(path: Path) -> Marked:
    state = path.stat()
    return Marked(key_of(path), os.fsencode(path), state.st_size, state.st_mtime_ns)


@pytest.fixture
def files(tmp_path: Path) -> list[Marked]:
    made = [tmp_path / f"그림{number}.png" for number in range(4)]
    for path in made:
        png.of_type(path, png.RGB, 8)
    return [marked(path) for path in made]


def test_previews_are_made_once(files: list[Marked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thumbs = Thumbs(ThumbOptions(tmp_path / "cache", size=16))
    paths = [preview.path for preview in thumbs.previews(files)]
    assert [_core.probe(str(path)).format for path in paths] == ["webp"] * 4
    assert max(_core.probe(str(paths[0])).width, _core.probe(str(paths[0])).height) == 16
    monkeypatch.setattr(_core, "thumbnail", None)
    assert [preview.path for preview in thumbs.previews(files)] == paths
    assert thumbs.previews([]) == []


def test_every_other_content_size_and_quality_is_another_file(files: list[Marked], tmp_path: Path) -> None:
    one = files[0]
    names = {
        Thumbs(ThumbOptions(tmp_path, size=size, quality=quality)).name_of(file)
        for size, quality in ((16, 85), (32, 85), (16, 50))
        for file in (one, one._replace(mtime_ns=1), one._replace(size=1), files[1])
    }
    assert len(names) == 12


def test_a_picture_that_cannot_be_read_has_none(files: list[Marked], tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"nothing")
    good, bad = Thumbs(ThumbOptions(tmp_path / "cache")).previews([files[0], marked(broken)])
    assert good.path
    assert bad.path is None
    assert bad.message


def test_the_longest_unused_go_first_and_nothing_else(files: list[Marked], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    paths = [Path(str(preview.path)) for preview in Thumbs(ThumbOptions(cache)).previews(files)]
    strangers = [
        cache / "notes.txt",
        cache / "picture.webp",
        cache / f"{'0' * 40}.webp.bak",
        cache / f"{'a' * 40}.webp",
    ]
    for stranger in strangers[:3]:
        stranger.write_text("mine")
        os.utime(stranger, (1, 1))
    strangers[3].mkdir()
    for age, path in enumerate(paths):
        os.utime(path, (1_000 + age, 1_000 + age))
    # A use makes the oldest the youngest.
    Thumbs(ThumbOptions(cache)).previews(files[:1])
    assert Thumbs(ThumbOptions(cache, max_files=2)).prune() == 2
    assert [path.exists() for path in paths] == [True, False, False, True]
    assert all(stranger.exists() for stranger in strangers)
    assert Thumbs(ThumbOptions(cache, max_files=0, max_bytes=0)).prune() == 0
    assert Thumbs(ThumbOptions(cache, max_bytes=paths[0].stat().st_size)).prune() == 1
    assert [path.exists() for path in paths] == [True, False, False, False]


def test_old_leftovers_go(tmp_path: Path) -> None:
    old, young = (tmp_path / f"{'b' * 40}.{number}-1.tmp" for number in (1, 2))
    for path in (old, young):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    Thumbs(ThumbOptions(tmp_path)).prune()
    assert (old.exists(), young.exists()) == (False, True)
    assert Thumbs(ThumbOptions(tmp_path / "absent")).prune() == 0


def test_cancelling_and_a_cache_that_cannot_be_written(files: list[Marked], tmp_path: Path) -> None:
    token = _core.CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        Thumbs(ThumbOptions(tmp_path / "cache"), cancel=token).previews(files)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryReadOnlyError):
        Thumbs(ThumbOptions(tmp_path / "file")).previews(files)


def test_a_photo_too(tmp_path: Path) -> None:
    photo.jpeg(tmp_path / "사진.jpg")
    (preview,) = Thumbs(ThumbOptions(tmp_path / "cache"), workers=3).previews([marked(tmp_path / "사진.jpg")])
    assert preview.path is not None
    assert preview.message is None


def fails(*_args: Any, **_named: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_and_leaves_nothing(files: list[Marked], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(Exception, match="cannot be written"):
        Thumbs(ThumbOptions(tmp_path / "cache")).previews(files[:1])
    assert list((tmp_path / "cache").iterdir()) == []

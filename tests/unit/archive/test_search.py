from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from fixtures.reports import Remembered
from imageparser import _core
from imageparser.archive import look
from imageparser.archive.report import Status
from imageparser.archive.scan import ScanRequest, scan
from imageparser.archive.search import SearchRequest, search
from imageparser.archive.thumbs import ThumbOptions
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.settings import ScanSettings

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.library import Database

WALKING = ScanSettings()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    (made / "나").mkdir(parents=True)
    png.novelai(made / "b.png", prompt="sky, 1girl")
    png.novelai(made / "a.png", prompt="sky, sea")
    png.novelai(made / "나" / "c.png", prompt="sky, 파란 머리", uc="sea")
    return made


def ask(
    database: Database, tags: str, *, after: int | None = None, **changed: Any
) -> tuple[Remembered, dict[str, Any]]:
    report = Remembered(after)
    return report, search(database, SearchRequest(tags, WALKING, **changed), report)


def index(database: Database, folder: Path) -> None:
    scan(database, ScanRequest(str(folder), WALKING), Remembered())


@pytest.mark.parametrize("in_folder", [False, True])
@pytest.mark.parametrize("scanned", [False, True])
def test_the_library_and_the_folder_say_the_same(
    database: Database, folder: Path, *, in_folder: bool, scanned: bool
) -> None:
    if scanned or not in_folder:
        index(database, folder)
    place = {"folder": str(folder)} if in_folder else {}
    for tags, negative, names in (
        ("sky", False, ["a.png", "b.png", "c.png"]),
        ("SKY, sky", False, ["a.png", "b.png", "c.png"]),
        ("{sky}, sea", False, ["a.png"]),
        ("sky, sea", True, ["a.png", "c.png"]),
        ("파란_머리", False, ["c.png"]),
        ("nobody", True, []),
        ("sea | 파란 머리", False, ["a.png", "c.png"]),
        ("sky, 1girl | 파란 머리 | nobody", False, ["b.png", "c.png"]),
        ("sky, nobody | nothing", True, []),
    ):
        report, told = ask(database, tags, include_negative=negative, **place)
        assert report.names() == names
        assert told == {"count": len(names), "total": len(names)}


def test_pages(database: Database, folder: Path) -> None:
    index(database, folder)
    for offset, limit, names in ((0, 2, ["a.png", "b.png"]), (2, 2, ["c.png"]), (3, 2, []), (1, 0, ["b.png", "c.png"])):
        report, told = ask(database, "sky", offset=offset, limit=limit)
        assert (report.names(), told["total"]) == (names, 3)


def test_which_sets_matched_is_told(database: Database, folder: Path) -> None:
    for place in ({"folder": str(folder)}, {}):
        index(database, folder)
        report, _ = ask(database, "sea, sky", include_negative=True, **place)
        assert [outcome.details["sets"] for outcome in report.outcomes] == [
            {"sea": ["positive"], "sky": ["positive"]},
            {"sea": ["negative"], "sky": ["positive"]},
        ]


@pytest.mark.parametrize("tags", ["", " , ", "\n"])
def test_no_tag_is_no_question(database: Database, tags: str) -> None:
    with pytest.raises(UsageError, match="tags is required"):
        ask(database, tags)


def test_a_stale_row_is_left_out_and_told(database: Database, folder: Path) -> None:
    index(database, folder)
    png.novelai(folder / "a.png", prompt="forest")
    (folder / "b.png").unlink()
    report, told = ask(database, "sky")
    assert report.names() == ["c.png"]
    assert told == {"count": 1, "total": 3}
    assert "2" in report.logs[0]
    assert "a.png" in report.logs[0]
    # In a folder the files themselves answer.
    assert ask(database, "sky", folder=str(folder))[0].names() == ["c.png"]
    assert ask(database, "forest", folder=str(folder))[0].names() == ["a.png"]


def test_only_files_that_the_library_does_not_know_are_read(database: Database, folder: Path, monkeypatch: Any) -> None:
    index(database, folder)
    os.utime(folder / "a.png", ns=(1, 1))
    asked: list[bytes] = []
    read = _core.read_prompts
    monkeypatch.setattr(look._core, "read_prompts", lambda paths, **named: asked.extend(paths) or read(paths, **named))
    assert len(ask(database, "sky", folder=str(folder))[0].names()) == 3
    assert asked == [os.fsencode(folder / "a.png")]


def test_broken_files_and_missing_folders(database: Database, folder: Path, tmp_path: Path) -> None:
    (folder / "broken.png").write_bytes(b"nothing")
    report, told = ask(database, "sky", folder=str(folder))
    assert report.names(Status.ERROR) == ["broken.png"]
    assert told["count"] == 3
    with pytest.raises(NotFoundError):
        ask(database, "sky", folder=str(tmp_path / "absent"))
    (tmp_path / "empty").mkdir()
    report, told = ask(database, "sky", folder=str(tmp_path / "empty"))
    assert (report.totals, told) == ([0], {"count": 0, "total": 0})


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("in_folder", [False, True])
def test_a_cancelled_search_ends(
    database: Database, folder: Path, monkeypatch: Any, *, in_folder: bool, after: int
) -> None:
    monkeypatch.setattr("imageparser.archive.search.BATCH", 1)
    monkeypatch.setattr("imageparser.archive.look.BATCH", 1)
    index(database, folder)
    report = Remembered(after)
    place = {"folder": str(folder)} if in_folder else {}
    with pytest.raises(CancelledError):
        search(database, SearchRequest("sky", WALKING, **place), report)
    assert len(report.outcomes) == after


@pytest.mark.parametrize("in_folder", [False, True])
def test_previews(database: Database, folder: Path, tmp_path: Path, *, in_folder: bool) -> None:
    index(database, folder)
    place = {"folder": str(folder)} if in_folder else {}
    report, _ = ask(database, "sky", thumbs=ThumbOptions(tmp_path / "cache", size=32), **place)
    paths = [outcome.preview for outcome in report.outcomes]
    assert len(set(paths)) == len({str(path) for path in (tmp_path / "cache").iterdir()}) == 3
    again, _ = ask(database, "sky", thumbs=ThumbOptions(tmp_path / "cache", size=32), **place)
    assert [outcome.preview for outcome in again.outcomes] == paths

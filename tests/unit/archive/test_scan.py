from __future__ import annotations

import os
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from fixtures.reports import Remembered
from imageparser import _core
from imageparser.archive.report import Status
from imageparser.archive.scan import ScanRequest, scan
from imageparser.archive.search import SearchRequest, search
from imageparser.archive.thumbs import ThumbOptions
from imageparser.errors import CancelledError, NotFoundError
from imageparser.intake import prompts as intake
from imageparser.library import Database, health, postings, prompts
from imageparser.settings import ScanSettings
from imageparser.text import key_of

if TYPE_CHECKING:
    from pathlib import Path

WALKING = ScanSettings()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten pictures, p0 to p9, all with the tag `all` and each with one of its own."""
    made = tmp_path / "pictures"
    made.mkdir()
    for number in range(10):
        png.novelai(made / f"p{number}.png", prompt=f"all, own {number}")
    return made


def run(database: Database, folder: Path, *, after: int | None = None, **changed: Any) -> Remembered:
    report = Remembered(after)
    scan(database, ScanRequest(str(folder), WALKING, **changed), report)
    return report


def found(database: Database, tags: str, **changed: Any) -> list[str]:
    report = Remembered()
    search(database, SearchRequest(tags, WALKING, **changed), report)
    return report.names()


def test_every_picture_is_read_once(database: Database, folder: Path) -> None:
    first = run(database, folder)
    assert first.totals == [10]
    assert first.names() == [f"p{number}.png" for number in range(10)]
    assert {outcome.details["generator"] for outcome in first.outcomes} == {"NovelAI"}
    again = run(database, folder, incremental=True)
    assert (again.outcomes, again.processed, again.skipped) == ([], 10, 10)
    assert run(database, folder).names() == first.names()
    assert postings.wrong(database.read()) == []
    assert database.read().value("SELECT count(*) FROM prompt_pending") == 0


def test_only_what_changed_is_read_again(database: Database, folder: Path) -> None:
    run(database, folder)
    png.novelai(folder / "p3.png", prompt="all, other")
    png.novelai(folder / "new.png", prompt="all, new")
    (folder / "p4.png").unlink()
    (folder / "p5.png").rename(folder / "moved.png")
    report = run(database, folder, incremental=True)
    assert report.names() == ["new.png", "p3.png"]
    assert (report.processed, report.skipped) == (10, 8)
    assert report.logs == ["files: 10, new: 1, changed: 1, moved: 1, gone: 1"]
    assert found(database, "own 3") == []
    assert found(database, "own 4") == []
    assert found(database, "own 5") == ["moved.png"]
    assert found(database, "other") == ["p3.png"]
    assert len(found(database, "all")) == 10
    assert health.check(database)["ok"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_korean_names_and_tags_in_any_form(database: Database, tmp_path: Path, form: str) -> None:
    place = tmp_path / unicodedata.normalize(form, "사진")
    place.mkdir()
    name = unicodedata.normalize(form, "가나다.png")
    png.novelai(place / name, prompt=unicodedata.normalize(form, "파란 하늘, 1girl"))
    report = run(database, place)
    assert report.outcomes[0].source == str(place / name)
    for tags in ("파란_하늘", unicodedata.normalize("NFD", "파란 하늘")):
        assert [unicodedata.normalize("NFC", one) for one in found(database, tags)] == ["가나다.png"]
    assert run(database, place, incremental=True).skipped == 1


def test_an_empty_folder_and_one_that_is_not_there(database: Database, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = run(database, tmp_path / "empty")
    assert (report.totals, report.outcomes) == ([0], [])
    with pytest.raises(NotFoundError):
        run(database, tmp_path / "absent")


def test_a_file_that_cannot_be_read_is_an_error_until_it_can(database: Database, folder: Path) -> None:
    (folder / "p2.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    for _ in range(2):
        report = run(database, folder, incremental=True)
        assert report.names(Status.ERROR) == ["p2.png"]
        (failed,) = [outcome for outcome in report.outcomes if outcome.status is Status.ERROR]
        assert str(failed.message).startswith("corrupt: ")
    png.novelai(folder / "p2.png", prompt="all, mended")
    assert run(database, folder, incremental=True).names() == ["p2.png"]
    assert found(database, "mended") == ["p2.png"]


def test_a_picture_without_a_record_counts_as_read(database: Database, folder: Path) -> None:
    png.of_type(folder / "plain.png", png.RGB, 8)
    report = run(database, folder)
    assert report.outcomes[-1].message == "no metadata"
    assert report.outcomes[-1].status is Status.OK
    assert run(database, folder, incremental=True).skipped == 11


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_listed_is_told(database: Database, folder: Path) -> None:
    locked = folder / "잠김"
    locked.mkdir(mode=0)
    try:
        report = run(database, folder)
    finally:
        locked.chmod(0o700)
    assert len(report.names()) == 10
    assert any("잠김" in line for line in report.logs)


def test_what_the_walk_leaves_out_is_told(database: Database, folder: Path) -> None:
    (folder / "link.png").symlink_to(folder / "absent.png")
    report = run(database, folder)
    assert len(report.names()) == 10
    assert all("link.png" in line for line in report.logs[1:])


@pytest.mark.parametrize("after", [0, 4, 9])
def test_a_cancelled_scan_keeps_what_it_read(database: Database, folder: Path, after: int) -> None:
    report = Remembered(after)
    with pytest.raises(CancelledError):
        scan(database, ScanRequest(str(folder), WALKING, commit_step=1), report)
    stored = database.read().value("SELECT count(*) FROM prompts")
    assert after <= stored == len(report.outcomes) <= after + 3
    rest = run(database, folder, incremental=True)
    assert (len(rest.outcomes), rest.skipped) == (10 - stored, stored)
    assert len(found(database, "all")) == 10
    assert health.check(database)["ok"]


def test_a_scan_that_is_cancelled_before_it_begins_reads_nothing(database: Database, folder: Path) -> None:
    report = Remembered()
    report.cancel.cancel()
    with pytest.raises(CancelledError):
        scan(database, ScanRequest(str(folder), WALKING), report)
    assert report.outcomes == []


@pytest.mark.parametrize("commit_step", [1, 3, 10, 1_000_000])
def test_commits_come_in_their_steps(database: Database, folder: Path, commit_step: int, monkeypatch: Any) -> None:
    sizes: list[int] = []
    put = prompts.put
    monkeypatch.setattr(prompts, "put", lambda tx, readings: sizes.append(len(readings)) or put(tx, readings))
    assert len(run(database, folder, commit_step=commit_step).names()) == 10
    assert sizes == [min(commit_step, 10)] * (10 // min(commit_step, 10)) + ([1] if commit_step == 3 else [])


def test_a_file_that_changes_during_the_scan_is_read_again(database: Database, folder: Path, monkeypatch: Any) -> None:
    read = _core.read_prompts

    def late(paths: list[bytes], **options: Any) -> Any:
        png.novelai(folder / "p1.png", prompt="all, changed")  # after the walk, before the read
        return read(paths, **options)

    monkeypatch.setattr(intake._core, "read_prompts", late)
    run(database, folder)
    monkeypatch.undo()
    assert found(database, "changed") == ["p1.png"]
    assert run(database, folder, incremental=True).names() == ["p1.png"]
    assert run(database, folder, incremental=True).names() == []
    assert found(database, "changed") == ["p1.png"]


def test_a_file_that_vanishes_during_the_scan_is_missing(database: Database, folder: Path, monkeypatch: Any) -> None:
    read = _core.read_prompts

    def late(paths: list[bytes], **options: Any) -> Any:
        (folder / "p1.png").unlink(missing_ok=True)
        return read(paths, **options)

    monkeypatch.setattr(intake._core, "read_prompts", late)
    report = run(database, folder)
    assert report.names(Status.ERROR) == ["p1.png"]
    key = key_of(folder / "p1.png")
    assert database.read().value("SELECT missing_since FROM files WHERE key = ?", (key,)) is not None


def test_a_file_whose_row_goes_during_the_scan_is_no_fault(database: Database, folder: Path, monkeypatch: Any) -> None:
    read = _core.read_prompts

    def late(paths: list[bytes], **options: Any) -> Any:
        database.write(lambda tx: tx.run("DELETE FROM files WHERE key LIKE '%p1.png'"))
        return read(paths, **options)

    monkeypatch.setattr(intake._core, "read_prompts", late)
    run(database, folder)
    assert database.read().value("SELECT count(*) FROM prompts") == 9
    assert postings.wrong(database.read()) == []


def test_previews_come_with_the_results(database: Database, folder: Path, tmp_path: Path) -> None:
    options = ThumbOptions(tmp_path / "cache", size=32, max_files=4)
    report = run(database, folder, thumbs=options)
    assert all(outcome.preview and outcome.preview.endswith(".webp") for outcome in report.outcomes)
    assert len(list((tmp_path / "cache").iterdir())) == 4


def test_a_newer_reader_reads_all_again(database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(database, folder)
    monkeypatch.setattr(prompts, "READER", prompts.READER + 1)
    assert len(run(database, folder, incremental=True).names()) == 10


def test_another_folder_is_left_alone(database: Database, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "pictures2")
    run(database, folder)
    run(database, tmp_path / "pictures2")
    shutil.rmtree(tmp_path / "pictures2")
    assert run(database, folder, incremental=True).skipped == 10
    assert database.read().value("SELECT count(*) FROM files WHERE missing_since IS NULL") == 20

"""Backups in time, what is kept of them, and the reports of runs that ended well or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixtures import photo
from imageparser import Library, _core, clock, upkeep
from imageparser.errors import DiskFullError, ImageParserError, NotFoundError
from imageparser.library import backup_files, backups, disk, runs
from imageparser.settings import BackupSettings, ReportSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "p").mkdir()
    photo.jpeg(tmp_path / "p" / "하나.jpg", 60, 40)
    return tmp_path / "p"


def opened(folder: Path, **sections: object) -> Library:
    return Library.open(folder.parent / "l.sqlite", settings=Settings(**sections))  # type: ignore[arg-type]


def test_an_index_run_makes_a_backup_when_it_is_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = 86_400_000
    with opened(folder, backups=BackupSettings(every_days=1, keep_daily=2, keep_weekly=0)) as library:
        library.index(folder, phases=["P"])
        (first,) = backup_files.listed(library.path)
        assert first.reason == backup_files.SCHEDULE
        library.index(folder, phases=["P"])
        assert backup_files.listed(library.path) == [first]
        now = clock.now_ms()
        for days in (1, 2, 3):
            monkeypatch.setattr(clock, "now_ms", lambda days=days: now + days * day + 1000)
            library.index(folder, phases=["P"])
        names = [one.name for one in backup_files.listed(library.path)]
        assert len(names) == 2
        assert first.name not in names


def test_without_the_setting_there_is_none(folder: Path) -> None:
    with opened(folder) as library:
        library.index(folder, phases=["P"])
        assert backup_files.listed(library.path) == []


def test_a_backup_that_cannot_be_made_keeps_nobody_from_indexing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(backups, "make", full)
    with opened(folder, backups=BackupSettings(every_days=1)) as library, caplog.at_level("WARNING"):
        monkeypatch.setattr(upkeep.LOG, "propagate", True)
        assert library.index(folder, phases=["P"])["added"] == 1


def test_reports_are_kept_as_many_as_the_setting_says(folder: Path) -> None:
    with opened(folder, reports=ReportSettings(keep=2)) as library:
        for _ in range(4):
            library.index(folder, phases=["P"])
        library.run("scan", {"folder": str(folder)})
        found = runs.listed(library.database.read(), 10)
    assert [(run.id, run.kind) for run in found] == [(5, "scan"), (4, "index")]
    assert [run.report["seen"] for run in found if run.report] == [1, 1]


def test_a_run_that_an_error_ends_leaves_its_reason(folder: Path) -> None:
    with opened(folder) as library:
        library.index(folder, phases=["P"])
        run = library.database.write(lambda tx: runs.start(tx, ["/p"], 1))
        with pytest.raises(DiskFullError), runs.noting(library.database, run, lambda: {"seen": 3}):
            raise DiskFullError(path="/p")
        ended = runs.newest(library.database.read())
        assert ended.report is not None
        assert ended.report["error"]["code"] == "disk_full"
        assert ended.report["seen"] == 3
        last = runs.last(library.database.read())
        assert last is not None
        assert last["report"]["added"] == 1  # that one came to its end
        told = library.run("report_show", {"report": run})["payload"]
        assert told["error"] == {"code": "disk_full", "message": ended.report["error"]["message"], "path": "/p"}


def test_a_cancelled_run_is_told_as_such(folder: Path) -> None:
    token = _core.CancelToken()
    token.cancel()
    with opened(folder) as library:
        library.index(folder, phases=["P"], cancel=token)
        library.run("scan", {"folder": str(folder)}, cancel=token)
        told = library.run("report_list")["payload"]["reports"]
        shown = [library.run("report_show", {"report": one["id"]})["payload"] for one in told]
    assert [(one["kind"], one["cancelled"], one["error"]) for one in told] == [
        ("scan", True, None),
        ("index", True, None),
    ]
    assert [one["cancelled"] for one in shown] == [True, True]


def test_a_run_that_was_killed_is_told_as_unfinished(folder: Path) -> None:
    with opened(folder) as library:
        with pytest.raises(NotFoundError):
            runs.newest(library.database.read())
        library.database.write(lambda tx: runs.start(tx, ["/p"], 1))
        (told,) = library.run("report_list")["payload"]["reports"]
    assert (told["finished_at"], told["seen"], told["error"]) == (None, 0, None)


def test_the_tables_add_up_to_the_file(folder: Path) -> None:
    with opened(folder) as library:
        library.index(folder, phases=["P"])
        found = disk.of_database(library.database)
        log = found.pop("log")
        pages = library.database.read().value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    assert sum(found.values()) == pytest.approx(pages, abs=64 * 1024)  # pages of SQLite's own belong to no table
    assert log >= 0
    assert found["pictures"] > 0


def test_what_serves_is_known_and_wrong_settings_are_no_fault(folder: Path) -> None:
    with opened(folder) as library:
        known = upkeep.known(library.database, library.models, library.settings)
        assert known.reading == ("P",)
        assert known.serving is not None
        assert {phase for phase, _ in known.keys} == {"P", "MC", "VV", "MV"}
        assert library.doctor()["ok"]

    class Wrong:
        def version_key(self, _slot: str) -> str:
            raise ImageParserError

    with opened(folder) as library:
        assert upkeep.known(library.database, Wrong(), library.settings).serving is None  # type: ignore[arg-type]

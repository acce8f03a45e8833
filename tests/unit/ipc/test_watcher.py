"""Watched folders: switched on and off, kept by the library, seen in `roots`; problems of a folder and their retry."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from fixtures.listener import Listener, until
from imageparser import Library
from imageparser.ipc import watcher
from imageparser.ipc.schedule import Schedule
from imageparser.library import runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "사진"
    folder.mkdir()
    png.novelai(folder / "하나.png", prompt="smile")
    return folder


@pytest.fixture
def library(tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("IMAGEPARSER_PORTABLE", str(tmp_path / "home"))
    monkeypatch.setattr(watcher, "ABSENT_SECONDS", 0.05)
    with Library.open(tmp_path / "library.sqlite") as made:
        made.index(pictures, phases=["P"])
        yield made


@pytest.fixture
def schedule() -> Iterator[Schedule]:
    made = Schedule()
    yield made
    made.close()


def files(library: Library) -> int:
    return library.run("roots")["payload"]["roots"][0]["files"]


def states(talk: Listener) -> list[dict[str, Any]]:
    return talk.ask("watch")["payload"]["folders"]


def test_a_watched_folder_is_kept_up_to_date_until_it_is_switched_off(
    library: Library, pictures: Path, schedule: Schedule
):
    talk = Listener(schedule, lambda: library)
    assert states(talk) == [{"path": str(pictures), "on": False, "watching": False, "fault": None}]
    (told,) = talk.ask("watch", folder=str(pictures))["payload"]["folders"]
    assert told == {"path": str(pictures), "on": True, "watching": True, "fault": None}
    assert library.run("roots")["payload"]["roots"][0]["watched"] is True
    until(lambda: bool(talk.ask("jobs")["payload"]["jobs"]))
    png.novelai(pictures / "둘.png", prompt="smile")
    until(lambda: files(library) == 2)
    (told,) = talk.ask("watch", folder=str(pictures), on=False)["payload"]["folders"]
    assert (told["on"], told["watching"]) == (False, False)
    assert library.run("roots")["payload"]["roots"][0]["watched"] is False


def test_the_library_remembers_it_and_the_next_process_goes_on(library: Library, pictures: Path, schedule: Schedule):
    library.run("watch", {"folder": str(pictures)})
    png.novelai(pictures / "둘.png", prompt="smile")
    watcher.of(schedule, lambda: library).begin()
    until(lambda: files(library) == 2)
    (job,) = Listener(schedule, lambda: library).ask("jobs")["payload"]["jobs"][:1]
    assert (job["op"], job["name"]) == ("index", f"watch:{pictures}")


def test_a_folder_that_is_away_is_told_and_watched_when_it_is_back(
    library: Library, pictures: Path, schedule: Schedule
):
    aside = pictures.with_name("aside")
    shutil.move(pictures, aside)
    talk = Listener(schedule, lambda: library)
    talk.ask("watch", folder=str(pictures))
    until(lambda: states(talk)[0]["fault"] == "not_found")
    png.novelai(aside / "둘.png", prompt="smile")
    shutil.move(aside, pictures)
    until(lambda: states(talk)[0]["fault"] is None and files(library) == 2)


def test_a_folder_that_is_not_indexed_is_refused(library: Library, tmp_path: Path, schedule: Schedule):
    told = Listener(schedule, lambda: library).ask("watch", folder=str(tmp_path / "elsewhere"))
    assert (told["type"], told["code"]) == ("error", "not_found")


def test_looks_that_find_nothing_do_not_drive_other_reports_away(library: Library, pictures: Path):
    key = runs.roots(library.database.read())[0].raw.decode()
    for _ in range(4):
        library.database.write(lambda tx: runs.forget_idle(tx, key))
        library.index(pictures, phases=["P"])
    reports = library.run("report_list")["payload"]["reports"]
    # The first one found a picture; of the rest the latest two are left, one of which goes next.
    assert [one["added"] for one in reports] == [0, 0, 1]


def test_a_folder_stays_known_however_many_runs_there_are_over_others(library: Library, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    png.novelai(other / "셋.png", prompt="smile")
    for _ in range(3):
        library.index(other, phases=["P"])
        library.database.write(lambda tx: runs.start(tx, [], 0, keep=1))
    assert len(library.run("roots")["payload"]["roots"]) == 2


def test_problems_of_a_folder_are_told_with_reasons_and_tried_again(library: Library, pictures: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    (pictures / "깨진.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    (other / "글.png").write_text("no picture", encoding="utf-8")
    library.index([pictures, other], phases=["P"])
    told = library.run("root_problems", {"folder": str(pictures)})["payload"]
    assert (told["failed"], told["skipped"], told["codes"]) == (1, 0, {"corrupt": 1})
    (problem,) = told["problems"]
    assert problem["path"] == str(pictures / "깨진.png")
    assert (problem["phase"], problem["code"], problem["attempts"]) == ("P", "corrupt", 1)
    both = library.run("root_problems", {"limit": 1})["payload"]
    assert (both["failed"] + both["skipped"], len(both["problems"])) == (2, 1)
    assert library.run("root_problems", {"offset": 2})["payload"]["problems"] == []
    # The same bytes are not tried again unasked; what became readable elsewhere in the meantime is no business of this.
    again = library.run("index", {"folders": [str(pictures)], "phases": ["P"]})["payload"]
    assert again["phases"]["P"] == {"done": 0, "failed": 0}
    asked = library.run("index", {"folders": [str(pictures)], "phases": ["P"], "retry": True})["payload"]
    assert asked["phases"]["P"] == {"done": 0, "failed": 1}

"""Runs of other processes: seen while they go on, gone when they end or are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from imageparser.library import beats

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Tells how far it is, says that it has, and goes on until it is told to end.
OTHER = """
import sys
from pathlib import Path
from imageparser.library import beats
beats.PAUSE = 0
with beats.Beat(Path(sys.argv[1]), "index", ["/사진/여행"], 5) as beat:
    beat.tell(lambda: {"processed": 3, "total": 10, "errors": 1, "phases": []})
    print("told", flush=True)
    sys.stdin.read()
print("ended", flush=True)
"""


@pytest.fixture
def other(tmp_path: Path):
    child = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path / "가.sqlite")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "told\n"
    yield child
    child.kill()
    child.communicate()


def seen(tmp_path: Path) -> list[dict[str, object]]:
    return list(beats.elsewhere(tmp_path / "가.sqlite"))


def test_a_run_of_another_process_is_seen_until_its_end(other: subprocess.Popen[str], tmp_path: Path):
    (run,) = seen(tmp_path)
    assert (run["kind"], run["roots"], run["started_ms"]) == ("index", ["/사진/여행"], 5)
    assert (run["processed"], run["total"], run["errors"]) == (3, 10, 1)
    assert seen(tmp_path) == [run]  # looking takes nothing away
    other.communicate()
    assert seen(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_run_is_not_seen_any_more_and_leaves_nothing(other: subprocess.Popen[str], tmp_path: Path):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert len(list(beats.place(tmp_path / "가.sqlite").glob("*.json"))) == 1
    assert seen(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_own_runs_are_known_otherwise(tmp_path: Path):
    library = tmp_path / "가.sqlite"
    with beats.Beat(library, "index", ["/a"], 0):
        assert len(list(beats.place(library).glob("*.json"))) == 1
        assert seen(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_once_in_a_while_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = [100.0]
    monkeypatch.setattr(beats.clock, "monotonic", lambda: now[0])
    asked = []

    def ask(value: int) -> Callable[[], dict[str, int]]:
        return lambda: asked.append(value) or {"processed": value}

    with beats.Beat(tmp_path / "가.sqlite", "index", ["/a"], 0) as beat:
        for value, at in enumerate((100.2, 100.9, 101.1, 101.5, 102.2)):
            now[0] = at
            beat.tell(ask(value))
    assert asked == [2, 4]


def test_a_run_goes_on_where_nothing_can_be_written(tmp_path: Path):
    (tmp_path / "가.sqlite.running").write_text("a file in the way", encoding="utf-8")
    with beats.Beat(tmp_path / "가.sqlite", "index", ["/a"], 0) as beat:
        beat.tell(dict)
    assert seen(tmp_path) == []


def test_foreign_files_are_passed_over(tmp_path: Path):
    folder = beats.place(tmp_path / "가.sqlite")
    folder.mkdir()
    (folder / "x.json").write_text("no json", encoding="utf-8")
    (folder / "y.json").write_text("[]", encoding="utf-8")
    (folder / "z.json").write_text('{"process": "of another version"}', encoding="utf-8")
    with FileLock(folder / "z.lock"):
        assert seen(tmp_path) == []

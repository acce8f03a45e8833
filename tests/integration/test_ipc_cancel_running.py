"""A running operation is cancelled before its first item, in the middle and after the last, through the real process.

At its moment the job says so and waits until it is cancelled, so that the moment is the same on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures import png
from fixtures.conversation import Conversation
from imageparser.library import Database, health

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = 150
MOMENTS = {"first": 0, "middle": COUNT // 2, "last": COUNT}
VARIABLES = [{"name": "v", "values": [{"name": f"n{n}", "tags": [f"own {n}"]} for n in range(COUNT)]}]
GIVEN: dict[str, dict[str, Any]] = {
    "scan": {"commit_step": 10},
    "search": {"tags": "smile"},
    "rename": {"order": "v", "variables": VARIABLES, "dry_run": False, "resume_mode": True},
    "move": {"variable_name": "v", "variables": VARIABLES, "dry_run": False, "resume_mode": True},
    "strip_suffix": {"dry_run": False},
    "build_nais": {},
    "undo": {"job": 1, "dry_run": False},
}
DRIVER = """
import sys, time
from imageparser.ipc import job, process

def held(name):
    real = getattr(job.Job, name)
    def call(self, *given, **named):
        real(self, *given, **named)
        ready = name == "begin" if not {at} else self.processed >= {at}
        if self.op.name == {op!r} and ready and self.id == "cut" and not self.cancel.cancelled:
            self.log("held")
            until = time.monotonic() + 30
            while not self.cancel.cancelled and time.monotonic() < until:
                time.sleep(0.002)
    setattr(job.Job, name, call)

for name in ("begin", "result", "passed"):
    held(name)
sys.exit(process.serve(None))
"""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "그림"
    folder.mkdir()
    for number in range(COUNT):
        png.novelai(folder / f"p{number:03}@@@1.png", prompt=f"smile, own {number}")
    return folder


def tree(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".nai_resume_"))
    return sorted(str(path.relative_to(folder)) for path in files)


def payload(op: str, folder: Path) -> dict[str, Any]:
    given = dict(GIVEN[op])
    if op != "undo":
        given["folder"] = str(folder)
    if op == "move":
        given["target_root"] = str(folder / "to")
    return given


def prepared(op: str, talk: Conversation, folder: Path) -> None:
    """Do what must have been done before; `undo` needs something to take back."""
    if op == "undo":
        assert talk.run("strip_suffix", "before", folder=str(folder), dry_run=False)[-1]["payload"] == {"job": 1}


def cut(talk: Conversation, op: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Run an operation, cancel it when it says that its moment has come, and return its lines."""
    talk.say({"id": "cut", "type": "run", "op": op, "payload": given})
    lines: list[dict[str, Any]] = []
    while not lines or lines[-1].get("message") != "held":
        lines.append(talk.line())
        assert lines[-1]["type"] not in {"done", "error"}, lines[-1]
    talk.say({"id": "cut", "type": "cancel"})
    return lines + talk.until("cut")


@pytest.fixture(params=MOMENTS)
def moment(request: pytest.FixtureRequest) -> Iterator[str]:
    return request.param


@pytest.mark.parametrize("op", GIVEN)
def test_a_running_one_ends_where_it_is(op: str, moment: str, pictures: Path, tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with Conversation(tmp_path, library=library, driver=DRIVER.format(op=op, at=MOMENTS[moment])) as talk:
        prepared(op, talk, pictures)
        before = tree(pictures)
        lines = cut(talk, op, payload(op, pictures))
        last = lines[-1]
        assert [line["type"] for line in lines].count("done") == 1
        assert (last["type"], last["errors"]) == ("done", 0)
        done = [line for line in lines if line["type"] == "result" and line["status"] == "OK"]
        if moment == "last":
            assert last["processed"] == COUNT
        else:
            assert last["cancelled"] is True
            assert MOMENTS[moment] <= last["processed"] < COUNT
        follows(op, before, pictures, done, moment)
        talk.say({"id": "cut", "type": "cancel"})
        assert talk.until("cut")[-1]["message"] == "unknown job: cut"
        expected = whole(op, talk, pictures)
        assert tree(pictures) == expected
        assert talk.end() == 0
    with Database.open(library) as database:
        assert health.check(database)["ok"]


def follows(op: str, before: list[str], folder: Path, done: list[dict[str, Any]], moment: str) -> None:
    """Exactly what was told as done has been done."""
    moved = {str(line["source"]): str(line["target"]) for line in done if line.get("target")}
    names = {str(folder / name) for name in before}
    expected = {moved.get(name, name) for name in names}
    if op in {"scan", "search", "build_nais"}:
        expected = names
    assert {str(folder / name) for name in tree(folder)} == expected
    if moment == "first":
        assert expected == names


def whole(op: str, talk: Conversation, folder: Path) -> list[str]:
    """Run the operation again to its end and return the tree that there must be then."""
    originals = sorted(f"p{number:03}@@@1.png" for number in range(COUNT))
    if op == "undo" and tree(folder) == originals:
        return originals  # a job can be taken back once
    done = talk.run(op, "again", **payload(op, folder))[-1]
    assert (done["type"], done.get("cancelled")) == ("done", False), done
    if op == "move":
        return sorted(f"to/n{number}/p{number:03}@@@1.png" for number in range(COUNT))
    if op == "rename":
        return sorted(f"n{number}.png" for number in range(COUNT))
    if op == "strip_suffix":
        return sorted(f"p{number:03}.png" for number in range(COUNT))
    return originals

"""Steps and copied pages as progress of a job, and cancelling while they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imageparser import Library, _core
from imageparser.errors import CancelledError
from imageparser.ipc import ops
from imageparser.ipc.examining import copying, stepping
from imageparser.ipc.job import Job
from imageparser.library import backup_files, connection, health

if TYPE_CHECKING:
    from pathlib import Path


class Told:
    def __init__(self, name: str = "health") -> None:
        self.lines: list[dict[str, Any]] = []
        self.cancel = _core.CancelToken()
        op = ops.named(name)
        assert op is not None
        self.job = Job(op, "1", self.lines.append, lambda: None, cancel=self.cancel)  # type: ignore[arg-type, return-value]


def test_pages_of_two_copies_count_in_percent() -> None:
    told = Told()
    tell = copying(told.job, copies=2)
    for _ in range(2):
        for done in (10, 25, 25, 90):
            tell(done, 100)
    assert told.job.processed == 180
    assert told.lines[0]["total"] == 200


def test_a_cancelled_copy_and_a_cancelled_step_end() -> None:
    told = Told()
    tell, step = copying(told.job), stepping(told.job, 3)
    step()
    told.cancel.cancel()
    with pytest.raises(CancelledError):
        tell(1, 2)
    with pytest.raises(CancelledError):
        step()
    with pytest.raises(CancelledError):
        copying(told.job)


@pytest.mark.parametrize(("name", "after"), [("health", 3), ("backup_make", 2), ("backup_restore", 2)])
def test_a_running_one_ends_when_it_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, after: int
) -> None:
    monkeypatch.setattr(connection, "_COPIED_AT_ONCE", 1)
    token, seen = _core.CancelToken(), 0

    def passed(_job: Job, count: int = 1) -> None:
        nonlocal seen
        seen += count
        if seen >= after:
            token.cancel()

    with Library.open(tmp_path / "l.sqlite") as library:
        if name == "backup_restore":
            library.run("backup_make")
        monkeypatch.setattr(Job, "passed", passed)
        done = library.run(name, cancel=token)
        assert done["cancelled"] is True
        assert seen < health.STEPS or name != "health"
        reasons = [one.reason for one in backup_files.listed(library.path)]
        assert reasons == ([backup_files.ASKED] if name == "backup_restore" else [])

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fixtures.archive import VARIABLES, Told, listed, picture, tree
from imageparser.archive.rename import RenameRequest, rename
from imageparser.archive.strip_suffix import StripRequest, strip_suffix
from imageparser.archive.undo import UndoRequest, undo
from imageparser.archive.work import Options
from imageparser.errors import CancelledError, NotFoundError, UsageError
from imageparser.library import Database, journal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(4):
        picture(tmp_path / "p" / f"{number}.png", "yuina (series)", seed=number)
    return tmp_path / "p"


def renamed(database: Database, root: Path) -> int:
    request = RenameRequest(str(root), "character", variables=VARIABLES, options=Options(dry_run=False))
    job = rename(database, request, Told())["job"]
    assert job is not None
    return job


def state(database: Database, job: int) -> str:
    found = journal.get(database.read(), job)
    assert found is not None
    return found.state


def test_a_job_can_be_taken_back_and_done_again(database: Database, root: Path) -> None:
    before = tree(root)
    job = renamed(database, root)
    after = tree(root)
    told = Told()
    assert undo(database, UndoRequest(job), told) == {"job": job, "undo": None}
    assert tree(root) == after
    done = undo(database, UndoRequest(job, dry_run=False), real := Told())
    assert real.brief(root) == told.brief(root)
    assert tree(root) == before
    assert state(database, job) == "undone"
    with pytest.raises(UsageError, match="has been undone already"):
        undo(database, UndoRequest(job), Told())
    assert done["undo"] is not None
    undo(database, UndoRequest(done["undo"], dry_run=False), Told())
    assert tree(root) == after
    assert (state(database, job), state(database, done["undo"])) == ("done", "undone")
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert tree(root) == before


def test_what_cannot_go_back_is_told_and_the_rest_goes(database: Database, root: Path) -> None:
    job = renamed(database, root)
    (root / "yuina.png").unlink()
    os.utime(root / "yuina@@@1.png", ns=(1, 1))
    (root / "2.png").write_bytes(b"new")
    told = Told()
    undo(database, UndoRequest(job, dry_run=False), told)
    assert [(one.status.value, one.details.get("code")) for one in told.outcomes] == [
        ("ERROR", "not_found"),
        ("ERROR", "changed"),
        ("ERROR", "exists"),
        ("OK", None),
    ]
    assert listed(root) == ["2.png", "3.png", "yuina@@@1.png", "yuina@@@2.png"]
    assert (root / "2.png").read_bytes() == b"new"
    assert state(database, job) == "done"
    again = Told()
    undo(database, UndoRequest(job, dry_run=False), again)
    assert [one.status.value for one in again.outcomes] == ["ERROR", "ERROR", "ERROR", "SKIP"]


def test_a_cancelled_undo_goes_on(database: Database, root: Path) -> None:
    for number in range(4, 300):
        picture(root / f"{number}.png", "yuina (series)", seed=number)
    before = tree(root)
    job = renamed(database, root)

    def stop(told: Told) -> None:
        told.cancel.cancel()

    with pytest.raises(CancelledError):
        undo(database, UndoRequest(job, dry_run=False), Told(stop))
    assert sorted(tree(root).values()) == sorted(before.values())
    assert tree(root) != before
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert tree(root) == before
    assert state(database, job) == "undone"


def test_an_unknown_job(database: Database) -> None:
    with pytest.raises(NotFoundError, match="job not found"):
        undo(database, UndoRequest(7), Told())


def test_suffixes_are_taken_off_where_the_names_are_free(database: Database, root: Path) -> None:
    for path in list(root.iterdir()):
        path.unlink()
    for name in ("x@@@1", "y", "y@@@2", "z@@@1@@@2", "@@@3", "w@@@1", "w@@@2", "n@@@"):
        picture(root / f"{name}.png")
    picture(root / "sub" / "x.png")
    (root / "x@@@1.txt").touch()
    before = tree(root)
    told = Told()
    job = strip_suffix(database, StripRequest(str(root), Options(dry_run=False)), told)["job"]
    assert sorted(told.brief(root)) == [
        ("ERROR", "w@@@2.png", None),
        ("ERROR", "y@@@2.png", None),
        ("OK", "w@@@1.png", "w.png"),
        ("OK", "x@@@1.png", "x.png"),
        ("OK", "z@@@1@@@2.png", "z.png"),
        ("SKIP", "@@@3.png", None),
        ("SKIP", "n@@@.png", None),
        ("SKIP", "sub/x.png", None),
        ("SKIP", "y.png", None),
    ]
    assert {one.message for one in told.outcomes if one.status == "ERROR"} == {"target exists"}
    assert (root / "x.txt").exists()
    assert job is not None
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert tree(root) == before

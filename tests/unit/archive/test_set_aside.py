"""Duplicates that go into a folder: side files, names that are taken, runs that were cut off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fixtures.archive import Told, tree
from imageparser.archive.set_aside import SetAsideRequest, set_aside
from imageparser.archive.undo import UndoRequest, undo
from imageparser.archive.work import Options
from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library.duplicates import Group
from imageparser.text import key_of

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.library import Database

ROW = """INSERT INTO files (key, raw, folder, size, mtime_ns, file_id, added_at) VALUES (?, ?, ?, ?, ?, ?, 1)
RETURNING id"""


def add(database: Database, path: Path, body: bytes = b"x") -> int:
    """Write a file that the library knows; return its number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    about = path.stat()
    values = (key_of(path), os.fsencode(path), key_of(path.parent), about.st_size, about.st_mtime_ns, about.st_ino)
    return database.write(lambda tx: int(tx.insert(ROW, values)))


def run(database: Database, target: Path, *groups: Group, dry_run: bool = False) -> tuple[Told, int | None]:
    told = Told()
    request = SetAsideRequest(groups, str(target), Options(dry_run=dry_run))
    return told, set_aside(database, request, told)["job"]


def test_a_side_file_goes_along_unless_it_is_another_picture_s_too(database: Database, tmp_path: Path):
    keep = add(database, tmp_path / "keep.png")
    alone = add(database, tmp_path / "p" / "하나.png")
    shared = add(database, tmp_path / "p" / "둘.png")
    (tmp_path / "p" / "둘.psd").write_bytes(b"not known, but there")
    for name in ("하나.txt", "하나.xmp", "둘.txt"):
        (tmp_path / "p" / name).write_text("beside")
    _, job = run(database, tmp_path / "to", Group(keep, [alone, shared]))
    assert sorted(tree(tmp_path / "to")) == sorted(["둘.png", "하나.png", "하나.txt", "하나.xmp"])
    assert sorted(tree(tmp_path / "p")) == sorted(["둘.psd", "둘.txt"])
    assert job is not None
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert not (tmp_path / "to").exists()
    assert len(tree(tmp_path / "p")) == 6


def test_two_of_one_name_from_two_folders(database: Database, tmp_path: Path):
    keep = add(database, tmp_path / "keep.png")
    others = [add(database, tmp_path / folder / "a.png", folder.encode()) for folder in ("p", "q", "r")]
    told, _ = run(database, tmp_path / "to", Group(keep, others))
    assert sorted(tree(tmp_path / "to")) == ["a.png", "a@@@1.png", "a@@@2.png"]
    assert [outcome.status for outcome in told.outcomes] == ["OK"] * 3
    bodies = {path.read_bytes() for path in (tmp_path / "to").iterdir()}
    assert bodies == {b"p", b"q", b"r"}


def test_the_library_follows_and_a_second_run_has_nothing_to_do(database: Database, tmp_path: Path):
    keep, other = add(database, tmp_path / "keep.png"), add(database, tmp_path / "p" / "a.png")
    run(database, tmp_path / "to", Group(keep, [other]))
    assert database.read().value("SELECT key FROM files WHERE id = ?", (other,)) == key_of(tmp_path / "to" / "a.png")
    told, job = run(database, tmp_path / "to", Group(keep, [other]))
    assert (job, [outcome.status for outcome in told.outcomes]) == (None, ["SKIP"])


def test_a_dry_run_changes_nothing(database: Database, tmp_path: Path):
    keep, other = add(database, tmp_path / "keep.png"), add(database, tmp_path / "p" / "a.png")
    told, job = run(database, tmp_path / "to", Group(keep, [other]), dry_run=True)
    assert (job, told.outcomes[0].target) == (None, str(tmp_path / "to" / "a.png"))
    assert list(tree(tmp_path / "p")) == ["a.png"]
    assert not (tmp_path / "to").exists()


def test_a_link_in_place_of_the_picture_does_not_go(database: Database, tmp_path: Path):
    keep, other = add(database, tmp_path / "keep.png"), add(database, tmp_path / "p" / "a.png")
    (tmp_path / "p" / "a.png").unlink()
    (tmp_path / "p" / "a.png").symlink_to(tmp_path / "keep.png")
    told, job = run(database, tmp_path / "to", Group(keep, [other]))
    assert job is None
    assert told.outcomes[0].details == {"code": "not_found"}
    assert (tmp_path / "p" / "a.png").is_symlink()


def test_what_makes_no_sense_is_refused(database: Database, tmp_path: Path):
    keep, other = add(database, tmp_path / "keep.png"), add(database, tmp_path / "p" / "a.png")
    with pytest.raises(UsageError, match="twice"):
        run(database, tmp_path / "to", Group(keep, [other, keep]))
    with pytest.raises(NotFoundError, match="99"):
        run(database, tmp_path / "to", Group(keep, [99]))
    with pytest.raises(ExistsError):
        run(database, tmp_path / "keep.png", Group(keep, [other]))

"""Sorting into folders: levels, folders that exist under other spellings, other devices, undo."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from fixtures.archive import VARIABLES, Told, listed, picture, tree
from imageparser.archive.move import MoveRequest, move
from imageparser.archive.undo import UndoRequest, undo
from imageparser.archive.work import Options
from imageparser.errors import UsageError
from imageparser.library import Database, journal

TREE = ["character", "emotion"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    folder.mkdir()
    return folder


def run(database: Database, root: Path, target: Path, told: Told | None = None, **more: Any) -> tuple[Told, int | None]:
    """Move for real unless told otherwise."""
    told = told or Told()
    options = Options(**{"dry_run": False, **more.pop("options", {})})
    given = {"variable_tree": TREE, "variables": VARIABLES, **more}
    return told, move(database, MoveRequest(str(root), str(target), options=options, **given), told)["job"]


def test_every_status_and_the_deepest_folder_that_is_sure(database: Database, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "t"
    picture(root / "1.png", "yuina (series), smile")
    (root / "1.txt").write_text("beside")
    picture(root / "2.png", "민지")
    picture(root / "3.png", "smile")
    picture(root / "4.png", "yuina (series), 민지, smile")
    picture(root / "5.png", None)
    told, _ = run(database, root, target, options={"dry_run": True})
    assert not target.exists()
    expected = [
        ("UNKNOWN", "p/3.png", None),
        ("CONFLICT", "p/4.png", None),
        ("UNKNOWN", "p/5.png", None),
        ("OK", "p/1.png", "t/yuina/기쁨/1.png"),
        ("PARTIAL", "p/2.png", "t/민지/2.png"),
    ]
    assert sorted(told.brief(tmp_path)) == sorted(expected)
    told, job = run(database, root, target)
    assert told.brief(tmp_path) == expected
    assert told.outcomes[3].details == {"folder": "yuina/기쁨"}
    assert told.outcomes[4].details["folder"] == "민지"
    assert told.outcomes[4].message == "1 of 2 levels; emotion: no value matches"
    assert sorted(tree(target)) == ["yuina/기쁨/1.png", "yuina/기쁨/1.txt", "민지/2.png"]
    assert job is not None
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert listed(root) == ["1.png", "1.txt", "2.png", "3.png", "4.png", "5.png"]
    assert not target.exists()


def test_folders_made_by_others_meanwhile_stay(database: Database, root: Path, tmp_path: Path) -> None:
    picture(root / "1.png", "yuina (series), smile")
    _, job = run(database, root, tmp_path / "t")
    (tmp_path / "t" / "yuina" / "mine.txt").touch()
    assert job is not None
    undo(database, UndoRequest(job, dry_run=False), Told())
    assert sorted(tree(tmp_path / "t")) == ["yuina/mine.txt"]
    assert listed(tmp_path / "t" / "yuina") == ["mine.txt"]


@pytest.mark.parametrize("place", [".", "sub", ".."])
def test_a_target_around_or_inside_the_folder_is_idempotent(
    database: Database, root: Path, tmp_path: Path, place: str
) -> None:
    for number in range(3):
        picture(root / "old" / str(number) / "x.png", "yuina (series), smile", seed=number)
    inside = tmp_path / "link"
    inside.symlink_to(root)
    run(database, root, root / place)
    after = tree(tmp_path / "p")
    target = os.path.normpath(root / place / "yuina" / "기쁨")
    assert listed(Path(target)) == ["x.png", "x@@@1.png", "x@@@2.png"]
    if place != "..":
        for spelled in (root / place, inside / place, Path(os.path.relpath(root / place))):
            told, job = run(database, root, spelled)
            assert job is None, told.outcomes
            assert all(one.source == one.target for one in told.outcomes)
    assert tree(tmp_path / "p") == after


def test_a_folder_that_is_its_own_target(database: Database, tmp_path: Path) -> None:
    picture(tmp_path / "t" / "yuina" / "x.png", "yuina (series)")
    told, job = run(database, tmp_path / "t" / "yuina", tmp_path / "t", variable_tree=["character"])
    assert job is None
    assert told.outcomes[0].source == told.outcomes[0].target


def test_existing_folders_are_used_however_they_are_spelled(database: Database, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "t"
    decomposed = unicodedata.normalize("NFD", "민지")
    (target / decomposed).mkdir(parents=True)
    (target / "Yuina").mkdir()
    picture(root / "1.png", "yuina (series)")
    picture(root / "2.png", "민지")
    run(database, root, target, variable_tree=["character"])
    assert listed(target) == sorted(["Yuina", decomposed])


def test_names_in_use_get_numbers(database: Database, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "t"
    picture(target / "yuina" / "X.PNG", None)
    picture(root / "x.png", "yuina (series)", seed=1)
    picture(root / "a" / "x@@@1.png", "yuina (series)", seed=2)
    picture(root / "b" / "x@@@1.png", "yuina (series)", seed=3)
    run(database, root, target, variable_tree="character")
    assert listed(target / "yuina") == ["X.PNG", "x@@@1.png", "x@@@2.png", "x@@@3.png"]


def test_values_cannot_leave_the_target(database: Database, root: Path, tmp_path: Path) -> None:
    picture(root / "1.png", "smile")
    picture(root / "2.png", "tears")
    values = [{"name": "../../up", "tags": ["smile"]}, {"name": "...", "tags": ["tears"]}]
    run(database, root, tmp_path / "t", variable_tree=["e"], variables=[{"name": "e", "values": values}])
    assert sorted(tree(tmp_path / "t")) == ["_.._up/1.png", "unnamed/2.png"]


def test_templates_make_the_names_of_the_folders(database: Database, root: Path, tmp_path: Path) -> None:
    picture(root / "1.png", "yuina (series), smile")
    run(database, root, tmp_path / "t", template="~[value]~")
    assert sorted(tree(tmp_path / "t")) == ["~yuina~/~기쁨~/1.png"]


def test_a_file_or_a_link_in_the_way_is_an_error(database: Database, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "t"
    target.mkdir()
    (target / "yuina").write_text("a file")
    (target / "민지").symlink_to(tmp_path)
    picture(root / "1.png", "yuina (series)")
    picture(root / "2.png", "민지")
    told, job = run(database, root, target, variable_tree=["character"])
    assert job is None
    assert [one.status for one in told.outcomes] == ["ERROR", "ERROR"]
    assert {one.details["code"] for one in told.outcomes} == {"exists"}


def test_another_device(database: Database, root: Path) -> None:
    shared = Path("/dev/shm")  # noqa: S108
    if not shared.is_dir() or shared.stat().st_dev == root.stat().st_dev:
        pytest.skip("there is no second device")
    target = shared / f"imageparser-test-{os.getpid()}"
    path = picture(root / "1.png", "yuina (series)")
    (root / "1.json").write_text("{}")
    path.chmod(0o640)
    os.utime(path, ns=(1_000_000_007, 2_000_000_011))
    before = tree(root)
    try:
        _, job = run(database, root, target, variable_tree=["character"])
        assert tree(root) == {}
        assert {name.rpartition("/")[2]: digest for name, digest in tree(target).items()} == before
        about = (target / "yuina" / "1.png").stat()
        assert (about.st_mtime_ns, about.st_mode & 0o777) == (2_000_000_011, 0o640)
        assert job is not None
        items = journal.items(database.read(), job)
        assert all(item.digest for item in items)
        told = Told()
        undo(database, UndoRequest(job, dry_run=False), told)
        assert [one.status for one in told.outcomes] == ["OK"]
        assert tree(root) == before
        assert not target.exists()
        assert path.stat().st_mtime_ns == 2_000_000_011
    finally:
        for one in sorted(target.rglob("*"), reverse=True):
            one.unlink() if one.is_file() else one.rmdir()
        if target.exists():
            target.rmdir()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"variable_tree": []}, "variable_tree or variable_name is required"),
        ({"variable_tree": ["x", "character"]}, "unknown variable in tree: x"),
        ({"variable_tree": [], "variable_name": "x"}, "unknown variables: x"),
        ({"variables": []}, "variable_specs or variables is required"),
    ],
)
def test_wrong_requests(database: Database, root: Path, tmp_path: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(database, root, tmp_path / "t", **more)
    assert caught.value.message == message
    with pytest.raises(UsageError, match="target_root is required"):
        move(database, MoveRequest(str(root), " ", "emotion", variables=VARIABLES), Told())

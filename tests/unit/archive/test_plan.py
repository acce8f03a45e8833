from __future__ import annotations

import os
from pathlib import Path

import pytest

from fixtures.archive import picture
from imageparser import _core
from imageparser.archive.plan import Change, Group, Plan, Planner, Wish, missing, ordered
from imageparser.archive.walk import Folders, pictures
from imageparser.settings import ScanSettings


def plan(root: Path, wanted: dict[str, str], **more: bool) -> Plan:
    """Plan new names for some pictures of a folder."""
    folders = Folders()
    found = pictures(str(root), folders, ScanSettings(), _core.CancelToken())
    wishes = []
    for one in found:
        name = os.path.relpath(one.path, root)
        if name in wanted:
            folder, base = os.path.split(wanted[name])
            place = str(root / folder) if folder else one.folder
            wishes.append(Wish(one, place, base, base + one.tail, **more))
    return Planner(folders, found).plan(wishes)


def names(made: Plan) -> list[str]:
    return [Path(target or "-").name for target in made.targets]


def test_equal_names_are_numbered_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("c", "a", "b"):
        picture(tmp_path / f"{name}.png")
    made = plan(tmp_path, {"a.png": "x", "b.png": "x", "c.png": "X"})
    assert names(made) == ["x.png", "x@@@1.png", "X@@@2.png"]


def test_every_folder_has_its_own_names(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    picture(tmp_path / "sub" / "x.png")
    assert names(plan(tmp_path, {"a.png": "x"})) == ["x.png"]


@pytest.mark.parametrize("other", ["x.png", "X.PNG", "x.png/"])
def test_what_lies_there_keeps_its_name(tmp_path: Path, other: str) -> None:
    picture(tmp_path / "a.png")
    if other.endswith("/"):
        (tmp_path / other).mkdir()
    else:
        picture(tmp_path / other)
    assert names(plan(tmp_path, {"a.png": "x"})) == ["x@@@1.png"]
    assert names(plan(tmp_path, {"a.png": "x"}, exact=True)) == ["-"]


def test_names_that_become_free_are_used_and_their_owners_go_first(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        picture(tmp_path / f"{name}.png")
    made = plan(tmp_path, {"a.png": "b", "b.png": "c", "c.png": "d"})
    assert names(made) == ["b.png", "c.png", "d.png"]
    assert [Path(group.changes[0].source).name for group in made.groups] == ["c.png", "b.png", "a.png"]
    assert not any(change.held for group in made.groups for change in group.changes)


def test_circles_are_opened_by_a_temporary_name(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        picture(tmp_path / f"{name}.png")
    made = plan(tmp_path, {"a.png": "b", "b.png": "c", "c.png": "a"})
    assert names(made) == ["b.png", "c.png", "a.png"]
    assert sum(group.early for group in made.groups) == 1
    assert all(group.changes[0].held == group.early for group in made.groups)


def test_another_case_goes_by_a_temporary_name(tmp_path: Path) -> None:
    picture(tmp_path / "Yuina.png")
    made = plan(tmp_path, {"Yuina.png": "yuina"})
    assert names(made) == ["yuina.png"]
    assert made.groups[0].changes[0].held
    assert not made.groups[0].early


def test_side_files_go_with_their_picture_and_need_free_names_too(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    for name in ("a.txt", "a.JSON", "a.xmp", "a.mp4", "x.txt", "b.txt"):
        (tmp_path / name).touch()
    made = plan(tmp_path, {"a.png": "x"})
    targets = [Path(change.target).name for change in made.groups[0].changes]
    assert targets[0] == "x@@@1.png"
    assert sorted(targets[1:]) == ["x@@@1.JSON", "x@@@1.txt", "x@@@1.xmp"]


def test_a_side_file_stays_where_a_picture_of_its_name_stays(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    picture(tmp_path / "a.webp")
    (tmp_path / "a.txt").touch()
    assert len(plan(tmp_path, {"a.png": "x"}).groups[0].changes) == 1
    both = plan(tmp_path, {"a.png": "x", "a.webp": "y"})
    assert sorted(len(group.changes) for group in both.groups) == [1, 2]


def test_links_are_no_pictures_but_have_names(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "x.png").symlink_to(tmp_path / "a.png")
    (tmp_path / "loop").symlink_to(tmp_path)
    made = plan(tmp_path, {"a.png": "x", "x.png": "y"})
    assert names(made) == ["x@@@1.png"]


def test_only_missing_folders_are_to_be_made_outer_ones_first(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    wanted = [str(tmp_path / "there" / "a" / "b"), str(tmp_path / "there"), str(tmp_path / "there" / "a" / "c")]
    assert [os.path.relpath(one, tmp_path) for one in missing(wanted)] == ["there/a", "there/a/b", "there/a/c"]


def test_a_chain_as_long_as_a_large_folder_needs_no_recursion() -> None:
    groups = [Group([Change(f"/d/{n}.png", f"/d/{n + 1}.png")]) for n in range(20_000)]
    order = ordered(groups)
    assert order[0].changes[0].source == "/d/19999.png"
    assert not any(group.early for group in order)

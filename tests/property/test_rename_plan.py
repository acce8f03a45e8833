"""Any names and any templates: no two files meet, a second run changes nothing, undo brings everything back."""

from __future__ import annotations

import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.archive import Told, picture, tree
from imageparser.archive.move import MoveRequest, move
from imageparser.archive.names import fold
from imageparser.archive.rename import RenameRequest, rename
from imageparser.archive.report import Status
from imageparser.archive.strip_suffix import StripRequest, strip_suffix
from imageparser.archive.undo import UndoRequest, undo
from imageparser.archive.work import Options
from imageparser.library import Database

REAL = Options(dry_run=False)
STEMS = st.sampled_from(
    [
        *("x", "X", "x@@@1", "x@@@2", "x@@@1@@@1", "X@@@1", "y", "y@@@3", "x_y", "x_x", "y_x", "민지", "con", "a b"),
        *(unicodedata.normalize("NFD", "민지"), "가" * 83, "가" * 80 + "@@@1"),
    ]
)
TAILS = st.sampled_from([".png", ".PNG", ".webp", ".txt", ".json", ".mp4"])
FOLDERS = st.sampled_from(["", "", "x", "y", "민지/x"])
VALUES = st.sampled_from(
    ["x", "X", "y", "x@@@1", "[b]", "민지", "가" * 120, "CON", "a/b", unicodedata.normalize("NFD", "민지")]
)
FILES = st.dictionaries(st.tuples(FOLDERS, STEMS, TAILS), st.integers(0, 3), min_size=1, max_size=14)
TEMPLATES = st.sampled_from(["[a]", "[a]_[b]", "[b][a]", "fixed", "[a]_[zzz]", "x@@@1"])


def variables(names: list[str]) -> list[dict[str, Any]]:
    return [
        {"name": "a", "values": [{"name": names[0], "tags": ["t0"]}, {"name": names[1], "tags": ["t1"]}]},
        {"name": "b", "values": [{"name": names[2], "tags": ["t0"]}, {"name": names[3], "tags": ["t1"]}]},
    ]


def fill(root: Path, files: dict[tuple[str, str, str], int]) -> None:
    for number, ((folder, stem, tail), kind) in enumerate(files.items()):
        path = root / folder / (stem + tail)
        if tail.lower() in (".png", ".webp"):
            picture(path, None if kind == 3 else f"t{kind}", seed=number)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{number}")


def check(root: Path, run: Any, database: Database) -> None:
    """Run dry, for real and again, then undo; look at every step."""
    before = tree(root)
    dry = Told()
    run(Options(), dry)
    assert tree(root) == before
    places = Counter((Path(one.target).parent, fold(Path(one.target).name)) for one in dry.outcomes if one.target)
    changed = [Path(one.target) for one in dry.outcomes if one.target and one.target != one.source]
    assert all(places[path.parent, fold(path.name)] == 1 for path in changed), "two targets are one to some system"
    real = Told()
    job = run(REAL, real)["job"]
    assert sorted(real.brief(root)) == sorted(dry.brief(root))
    after = tree(root)
    assert sorted(after.values()) == sorted(before.values())
    assert not list(root.rglob(".imageparser*"))
    again = Told()
    assert run(REAL, again)["job"] is None, again.brief(root)
    assert tree(root) == after
    assert [one.status for one in again.outcomes if one.status is Status.ERROR] == [
        one.status for one in real.outcomes if one.status is Status.ERROR
    ]
    if job is not None:
        back = Told()
        undo(database, UndoRequest(job, dry_run=False), back)
        assert {one.status for one in back.outcomes} == {Status.OK}, back.outcomes
    assert tree(root) == before
    assert {p for p in root.rglob("*") if p.is_dir()} == {
        p for name in before for p in (root / name).parents if p > root
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES, st.lists(VALUES, min_size=4, max_size=4), TEMPLATES, st.booleans())
def test_renames(files: dict[tuple[str, str, str], int], names: list[str], template: str, prefix_mode: bool) -> None:  # noqa: FBT001
    with tempfile.TemporaryDirectory() as place, Database.open(Path(place) / "l.sqlite") as database:
        root = Path(place) / "pictures"
        fill(root, files)

        def run(options: Options, told: Told) -> Any:
            asked = RenameRequest(str(root), "a,b", template, prefix_mode, variables=variables(names), options=options)
            return rename(database, asked, told)

        check(root, run, database)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES, st.lists(VALUES, min_size=4, max_size=4), st.sampled_from(["[value]", "k", "[value] [value]"]), FOLDERS)
def test_moves(files: dict[tuple[str, str, str], int], names: list[str], template: str, target: str) -> None:
    with tempfile.TemporaryDirectory() as place, Database.open(Path(place) / "l.sqlite") as database:
        root = Path(place) / "pictures"
        fill(root, files)
        given_ = variables(names)
        given_[1]["values"][1]["tags"] = ["nowhere"]

        def run(options: Options, told: Told) -> Any:
            asked = MoveRequest(
                str(root),
                str(root / target),
                variable_tree=["a", "b"],
                template=template,
                variables=given_,
                options=options,
            )
            return move(database, asked, told)

        check(root, run, database)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES)
def test_suffixes(files: dict[tuple[str, str, str], int]) -> None:
    with tempfile.TemporaryDirectory() as place, Database.open(Path(place) / "l.sqlite") as database:
        root = Path(place) / "pictures"
        fill(root, files)
        check(root, lambda options, told: strip_suffix(database, StripRequest(str(root), options), told), database)

"""Packages of random libraries: what comes out of one is the same in another, whatever its folders are called."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import packaged
from imageparser.library import Database
from imageparser.packages.layout import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        packaged.files(home / "첫째" / "그림")
        with Database.open(home / "base.sqlite") as database:
            packaged.index(database, home / "첫째" / "그림")
        shutil.copytree(home / "첫째" / "그림", home / "둘째" / "다른 곳")
        yield home


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_a_round_trip_is_exact(base: Path, seed: int):
    with tempfile.TemporaryDirectory(dir=base) as place:
        home = Path(place)
        shutil.copy(base / "base.sqlite", home / "a.sqlite")
        shutil.copytree(base / "base.sqlite.thumbs", home / "a.sqlite.thumbs")
        with Database.open(home / "a.sqlite") as one, Database.open(home / "b.sqlite") as other:
            packaged.decorate(one, seed)
            packaged.write(one, home / "a.ipkg")
            theirs, ours = str(base / "첫째" / "그림"), str(base / "둘째" / "다른 곳")
            report = packaged.read(other, home / "a.ipkg", {theirs: ours})
            assert (report.new, report.matched, report.relinked, report.away) == (7, 0, 7, 0)
            assert packaged.dump(other) == packaged.dump(one)
            packaged.write(other, home / "b.ipkg")
            assert members(home / "b.ipkg") == members(home / "a.ipkg")
            # Once more changes nothing.
            again = packaged.read(other, home / "b.ipkg")
            assert (again.new, again.matched, again.conflicts, again.edits) == (0, 7, {}, [])
            assert packaged.dump(other) == packaged.dump(one)

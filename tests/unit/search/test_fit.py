from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fixtures.small_library import FakeModels, SmallLibrary, unit
from imageparser.library import Database, fulltext
from imageparser.search.find import find
from imageparser.search.fit import FEWEST, usual_best
from imageparser.search.request import request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imageparser.search.find import FindAnswer


def asked(database: Database, query: str, **options: object) -> FindAnswer:
    return find(database, FakeModels(approximate=False), request(query, **options))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def crowd(database: Database) -> Database:
    """Return a library of pictures that look like chance, and one of a 고양이."""
    library = SmallLibrary(database)
    for number in range(FEWEST + 50):
        library.add(f"/a/{number}.png", f"w{number} v{number} u{number}")
    library.add("/a/고양이.png", "고양이 사진", looks_like="cat")
    return database


def test_the_usual_best_of_normal_numbers():
    """The greatest of many follows Gumbel's distribution: its mean lies 0.5772 of a scale above the most frequent."""
    drawn = np.random.default_rng(1).normal(size=(2000, 1000)).max(axis=1).mean()
    assert usual_best(1000) + 0.5772 / np.sqrt(2 * np.log(1000)) == pytest.approx(drawn, abs=0.03)


def test_what_looks_like_nothing_here_finds_nothing_and_says_what_came_nearest(crowd: Database):
    found = asked(crowd, "zxcv qwer")
    assert (found["nothing_fits"], found["results"], found["total"], found["next"]) == (True, [], 0, None)
    numbers = asked(crowd, "zxcv qwer", ids=True, only=[1, 2])
    assert (numbers["nothing_fits"], numbers["ids"], numbers["results"], numbers["total"]) == (True, [], [], 0)
    everything = asked(crowd, "zxcv qwer", cut=False)
    assert [one["id"] for one in found["nearest"]] == [one["id"] for one in everything["results"][:3]]
    assert everything["nothing_fits"] is False


def test_a_picture_that_looks_like_it_or_says_it_fits(crowd: Database):
    best = min(asked(crowd, "cat")["results"], key=lambda one: one["axes"]["visual"]["rank"] or 999)
    assert best["path"] == "/a/고양이.png"
    assert asked(crowd, "고양이가", weights={"keyword": 1})["results"][0]["path"] == "/a/고양이.png"
    assert asked(crowd, "w7")["nothing_fits"] is False


def test_few_pictures_are_never_cut(database: Database):
    SmallLibrary(database).add("/a/1.png", "red car")
    assert unit("zxcv").shape == unit("red").shape
    assert asked(database, "zxcv")["nothing_fits"] is False


def test_words_count_by_the_column_they_stand_in(database: Database):
    library = SmallLibrary(database)
    named, told = library.add("/a/lighthouse.png", "sea"), library.add("/a/1.png", "lighthouse on a rock by the sea")

    def first(**columns: float) -> list[int]:
        found = asked(database, "lighthouse", weights={"keyword": 1}, columns=columns)
        return [one["id"] for one in found["results"]]

    assert first() == [named, told]
    assert first(name=1, caption=9) == [told, named]
    assert first(caption=1) == [told]
    assert list(fulltext.WEIGHTS) == list(fulltext.FIELDS)

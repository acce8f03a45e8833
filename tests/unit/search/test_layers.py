"""Single layers lift their documents and are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.core_objects import layer
from imageparser.library import layer_pictures
from imageparser.search import find as find_module
from imageparser.search import layers
from imageparser.search.context import Context
from imageparser.search.memory import Memory
from imageparser.search.ranking import Ranking
from imageparser.search.request import request
from imageparser.search.spaces import Space

if TYPE_CHECKING:
    from fixtures.small_library import FakeModels, SmallLibrary

GROUPED = [
    layer("props", id=1, kind="group"),
    layer("Layer 7", id=2, path=[1]),
    layer("Layer 8", id=3, path=[1]),
    layer("title", id=4, path=[], kind="type", text="grand opening sale"),
]


@pytest.fixture
def shelf(library: SmallLibrary) -> SmallLibrary:
    library.add("/a/plain.png", "green meadow")
    library.add("/a/knight.psd", "castle hall", format="psd", layers=GROUPED)
    library.add("/a/other.psd", "castle gate", format="psd", layers=GROUPED[:2])
    return library


def find(library: SmallLibrary, models: FakeModels, query: str = "", **options: Any) -> Any:
    memory = options.pop("memory", None)
    asked = request(query, limit=options.pop("top", 20), **options)
    return find_module.find(library.database, models, asked, memory=memory)  # type: ignore[arg-type]


def by_path(answer: Any) -> dict[str, Any]:
    return {result["path"]: result for result in answer["results"]}


def test_without_layer_vectors_nothing_changes(shelf: SmallLibrary, models: FakeModels):
    answer = find(shelf, models, "rusty sword")
    assert all(result["layer"] is None for result in answer["results"])
    assert {result["axes"]["keyword"]["rank"] for result in answer["results"]} == {None}


def test_the_best_layer_lifts_its_file_and_is_named(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {2: "rusty sword", 3: "rusty chair"})
    shelf.show(3, {2: "blue boat"})
    answer = find(shelf, models, "rusty sword")
    first = answer["results"][0]
    assert first["path"] == "/a/knight.psd"
    assert first["layer"] == {"id": 2, "name": "Layer 7", "path": [1], "score": pytest.approx(1.0, abs=1e-5)}
    assert first["axes"]["visual"] == {"rank": 1, "score": first["layer"]["score"]}
    assert by_path(answer)["/a/plain.png"]["layer"] is None


def test_a_layer_worse_than_the_whole_picture_is_not_named(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {2: "castle hall of stone", 3: "boat"})
    found = by_path(find(shelf, models, "castle hall"))["/a/knight.psd"]
    assert found["layer"] is None
    assert found["axes"]["visual"]["score"] == pytest.approx(1.0, abs=1e-5)


def test_filters_and_missing_files_limit_layers_too(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {2: "rusty sword"})
    shelf.show(3, {2: "rusty sword"})
    both = by_path(find(shelf, models, "rusty sword"))
    assert both["/a/knight.psd"]["layer"]["id"] == both["/a/other.psd"]["layer"]["id"] == 2
    assert list(by_path(find(shelf, models, "rusty sword", filters=["format=png"]))) == ["/a/plain.png"]
    assert list(by_path(find(shelf, models, "rusty sword", filters=["layers>=3"]))) == ["/a/knight.psd"]
    shelf.lose(2)
    left = by_path(find(shelf, models, "rusty sword"))
    assert "/a/knight.psd" not in left
    assert left["/a/other.psd"]["layer"]["id"] == 2


def test_a_similar_picture_is_looked_for_among_layers(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {3: "green meadow"})
    answer = find(shelf, models, like=1)
    assert answer["results"][0]["path"] == "/a/knight.psd"
    assert answer["results"][0]["layer"]["id"] == 3


def test_words_in_a_layer_name_it(shelf: SmallLibrary, models: FakeModels):
    found = by_path(find(shelf, models, "openings"))["/a/knight.psd"]
    assert (found["layer"]["id"], found["layer"]["name"], found["layer"]["path"]) == (4, "title", [])
    assert found["axes"]["keyword"] == {"rank": 1, "score": found["layer"]["score"]}


def test_a_layer_that_says_it_goes_before_one_that_looks_like_it(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {2: "sale"})
    assert by_path(find(shelf, models, "sale"))["/a/knight.psd"]["layer"]["id"] == 4


def test_a_word_in_the_caption_names_no_layer(shelf: SmallLibrary, models: FakeModels):
    found = by_path(find(shelf, models, "castle"))["/a/knight.psd"]
    assert found["axes"]["keyword"]["rank"] is not None
    assert found["layer"] is None


def test_new_links_are_seen_at_once(shelf: SmallLibrary, models: FakeModels):
    memory = Memory(shelf.database)
    shelf.show(2, {2: "rusty sword"})
    for _ in range(2):
        assert by_path(find(shelf, models, "rusty sword", memory=memory))["/a/knight.psd"]["layer"]["id"] == 2
    shelf.show(2, {3: "rusty sword"})  # the vector is known, only the link differs
    assert by_path(find(shelf, models, "rusty sword", memory=memory))["/a/knight.psd"]["layer"]["id"] == 3
    shelf.database.write(lambda tx: layer_pictures.clear(tx, 2))
    assert by_path(find(shelf, models, "rusty sword", memory=memory))["/a/knight.psd"]["layer"] is None


def test_nothing_asked_names_nothing(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {2: "rusty sword"})
    assert all(result["layer"] is None for result in find(shelf, models, "")["results"])


SCORES = st.floats(-1, 1, width=16)


@given(
    own=st.dictionaries(st.integers(1, 9), SCORES),
    hits=st.dictionaries(st.integers(1, 9), SCORES),
    limit=st.integers(1, 9),
)
def test_lifting_is_the_greater_of_both(own: dict[int, float], hits: dict[int, float], limit: int):
    """Whatever the two rankings hold: each file counts with its better score, and only a better layer is named."""
    pictures = Ranking(np.array(list(own), np.int64), np.array(list(own.values()), np.float64))
    patched = {item: layers.LayerHit(7, score) for item, score in hits.items()}
    merged, lifting = layers.merged(pictures, patched, limit=limit)
    expected = {i: max(own.get(i, -2), hits.get(i, -2)) for i in own.keys() | hits.keys()}
    order = sorted(expected, key=lambda i: (-expected[i], i))[: limit if hits and lifting else None]
    if lifting:
        assert merged.ids.tolist() == order
        assert merged.scores.tolist() == [expected[i] for i in order]
    else:
        assert merged is pictures
    assert set(lifting) == {i for i, score in hits.items() if score > own.get(i, -2)}


def test_equal_looks_go_to_the_first_layer(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {3: "rusty sword", 2: "rusty sword"})
    assert by_path(find(shelf, models, "rusty sword"))["/a/knight.psd"]["layer"]["id"] == 2


def test_the_context_of_no_candidates_has_no_layers(shelf: SmallLibrary, models: FakeModels):
    shelf.show(2, {2: "rusty sword"})
    none, spaces = np.empty(0, np.int64), {"visual": Space("VV-1")}
    context = Context(shelf.database.read(), models, Memory(shelf.database), none, spaces)  # type: ignore[arg-type]
    ranking, lifting = layers.lift(context, np.ones(16, np.float32), Ranking(), limit=5)
    assert (ranking.ids.tolist(), lifting) == ([], {})

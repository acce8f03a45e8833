"""Several references in one search: pictures, layers and words, wanted and unwanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fixtures.core_objects import layer
from imageparser.errors import ModelMissingError, NotFoundError, TooLargeError, UsageError
from imageparser.search import find as find_module
from imageparser.search import references as module
from imageparser.search.memory import Memory
from imageparser.search.references import Reference
from imageparser.search.request import request

if TYPE_CHECKING:
    from fixtures.small_library import FakeModels, SmallLibrary


@pytest.fixture
def shelf(library: SmallLibrary) -> SmallLibrary:
    """Six pictures; the third is of both kinds."""
    library.add("/a/one.png", "red car")
    library.add("/a/two.png", "blue boat")
    library.add("/여행/셋.png", "red car blue boat")
    library.add("/a/four.png", "green meadow")
    library.add("/a/five.psd", "castle hall", format="psd", layers=[layer("칼", id=2), layer("의자", id=3)])
    library.add("/a/six.png", "red car night")
    return library


def find(library: SmallLibrary, models: FakeModels, *references: Reference, query: str = "", **options: Any) -> Any:
    asked = request(query, references=references, limit=options.pop("top", 20), **options)
    memory = Memory(library.database, background=False)
    return find_module.find(library.database, models, asked, memory=memory)  # type: ignore[arg-type]


def ids(answer: Any) -> list[int]:
    return [result["id"] for result in answer["results"]]


def test_near_to_all_and_near_to_any(shelf: SmallLibrary, models: FakeModels):
    car, boat = Reference(picture=1), Reference(picture=2)
    assert ids(find(shelf, models, car, boat, mode="all"))[0] == 3
    assert set(ids(find(shelf, models, car, boat, mode="any"))[:2]) == {3, 6}


def test_what_is_compared_with_is_no_result(shelf: SmallLibrary, models: FakeModels):
    answer = find(shelf, models, Reference(picture=1), Reference(picture=4, minus=True))
    assert sorted(ids(answer)) == [2, 3, 5, 6]
    assert answer["visual_by"] == "picture"


def test_unwanted_pictures_and_words_go_behind(shelf: SmallLibrary, models: FakeModels):
    for number in range(60):  # deviations are those of a library
        shelf.add(f"/b/{number}.png", f"thing{number} other{number}")
    plain = ids(find(shelf, models, Reference(picture=1), top=100))
    assert plain[:2] == [3, 6]
    boat, red_night = Reference(picture=2, minus=True, weight=9), Reference(words="red night", minus=True, weight=9)
    assert ids(find(shelf, models, Reference(picture=1), boat, top=100)).index(3) > 30
    assert ids(find(shelf, models, Reference(picture=1), red_night, top=100)).index(6) > 30


def test_a_weight_decides_which_of_two_counts_more(shelf: SmallLibrary, models: FakeModels):
    shelf.add("/a/seven.png", "blue boat harbour")
    car, boat = Reference(picture=1, weight=1), Reference(picture=2, weight=100)
    assert ids(find(shelf, models, car, boat, mode="any"))[:1] in ([7], [3])
    last = ids(find(shelf, models, car, boat, mode="all"))
    assert last.index(7) < last.index(6)


def test_words_of_the_query_are_wanted_where_pictures_are_only_avoided(shelf: SmallLibrary, models: FakeModels):
    answer = find(shelf, models, Reference(picture=6, minus=True), query="red car", weights={"visual": 1})
    assert ids(answer)[0] == 1
    assert answer["visual_by"] == "labels"


def test_references_go_with_filters_and_the_query_language(shelf: SmallLibrary, models: FakeModels):
    references = Reference(picture=1), Reference(picture=2)
    assert ids(find(shelf, models, *references, query="folder:여행")) == [3]
    assert 3 not in ids(find(shelf, models, *references, query="-boat"))
    both = find(shelf, models, *references, query="meadow", explain=True)
    first = next(result for result in both["results"] if result["id"] == 4)
    assert first["axes"]["keyword"]["rank"] == 1
    assert set(first["why"]["keyword"]["words"]) == {"meadow"}


def test_a_layer_is_a_reference_and_finds_layers(shelf: SmallLibrary, models: FakeModels):
    shelf.show(5, {2: "rusty sword", 3: "old chair"})
    other = shelf.add("/a/other.psd", "village", format="psd", layers=[layer("blade", id=9)])
    shelf.show(other, {9: "rusty sword blade"})
    answer = find(shelf, models, Reference(picture=5, layer=2))
    assert ids(answer)[0] == other
    assert answer["results"][0]["layer"]["id"] == 9
    assert 5 not in ids(answer)


def test_layers_near_to_one_reference_each_lift_their_document(shelf: SmallLibrary, models: FakeModels):
    shelf.show(5, {2: "red car", 3: "blue boat"})
    answer = find(shelf, models, Reference(picture=1), Reference(picture=2), mode="all", explain=True)
    assert ids(answer)[0] == 5
    told = answer["results"][0]["why"]["visual"]["references"]
    assert [one["similarity"] for one in told] == [pytest.approx(1, abs=1e-5)] * 2


def test_each_reference_is_explained(shelf: SmallLibrary, models: FakeModels):
    answer = find(
        shelf, models, Reference(picture=1), Reference(words="boat"), Reference(picture=4, minus=True), explain=True
    )
    told = answer["results"][0]["why"]["visual"]["references"]
    assert [(one["kind"], one["minus"]) for one in told] == [("picture", False), ("words", False), ("picture", True)]
    assert all(-1 <= one["similarity"] <= 1 for one in told)
    assert all(one["deviations"] > 0 for one in told[:2])


def test_two_searches_with_other_references_are_two_searches(shelf: SmallLibrary, models: FakeModels):
    memory = Memory(shelf.database, background=False)
    for picture, second in ((1, 6), (2, 1), (1, 6)):
        asked = request("", references=[Reference(picture=picture)])
        answer = find_module.find(shelf.database, models, asked, memory=memory)  # type: ignore[arg-type]
        assert ids(answer)[:2] == [3, second]


def test_a_model_that_is_missing_is_told(shelf: SmallLibrary, models: FakeModels):
    models.failing = ModelMissingError
    answer = find(shelf, models, Reference(picture=1), Reference(words="boat"))
    assert "visual_unavailable" in answer["notes"]
    assert ids(answer) == []


@pytest.mark.parametrize(
    ("references", "mode", "error"),
    [
        ([Reference(picture=999)], "all", NotFoundError),
        ([Reference(picture=5, layer=99)], "all", NotFoundError),
        ([Reference(picture=999, layer=1)], "all", NotFoundError),
        ([Reference()], "all", UsageError),
        ([Reference(picture=1, words="x")], "all", UsageError),
        ([Reference(layer=1, words="x")], "all", UsageError),
        ([Reference(words="  ")], "all", UsageError),
        ([Reference(picture=1, weight=0.0)], "all", UsageError),
        ([Reference(picture=1, weight=float("nan"))], "all", UsageError),
        ([Reference(picture=1, weight=1e9)], "all", UsageError),
        ([Reference(picture=1)], "most", UsageError),
        ([Reference(picture=1, minus=True)], "all", UsageError),
        ([Reference(picture=1)] * 33, "all", UsageError),
        ([Reference(data=b"x" * (module.MOST_BYTES + 1))], "all", TooLargeError),
    ],
)
def test_what_makes_no_sense_is_refused(
    shelf: SmallLibrary, models: FakeModels, references: list[Reference], mode: str, error: type[Exception]
):
    with pytest.raises(error):
        find(shelf, models, *references, mode=mode)

"""The whole search on a small library, with models that know a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imageparser._core import CancelToken
from imageparser.errors import CancelledError, ModelFailedError, NotFoundError, UsageError
from imageparser.library import collections, comments, tags
from imageparser.search import find as find_module
from imageparser.search.memory import Memory
from imageparser.search.request import request

if TYPE_CHECKING:
    from fixtures.small_library import FakeModels, SmallLibrary


@pytest.fixture
def filled(library: SmallLibrary) -> SmallLibrary:
    library.add("/art/one.png", "red car street", rating=5)
    library.add("/art/two.png", "blue car garage", rating=2, width=4000, height=3000)
    library.add("/art/여행/바다.psd", "푸른 바다 풍경", format="psd")
    library.add("/other/four.png", "cat sofa", looks_like="red car street")
    return library


def find(library: SmallLibrary, models: FakeModels, query: str = "", **options: Any) -> Any:
    memory = options.pop("memory", None)
    asked = request(query, limit=options.pop("top", 20), **options)
    return find_module.find(library.database, models, asked, memory=memory)  # type: ignore[arg-type]


def ids(answer: Any) -> list[int]:
    return [result["id"] for result in answer["results"]]


def test_the_picture_that_all_axes_name_is_first(filled: SmallLibrary, models: FakeModels):
    answer = find(filled, models, "red car street")
    first = answer["results"][0]
    assert first["path"] == "/art/one.png"
    assert [first["axes"][axis]["rank"] for axis in ("visual", "meaning", "keyword")] == [1, 1, 1]
    assert first["axes"]["meaning"]["score"] == pytest.approx(1.0, abs=1e-5)
    assert answer["took_ms"] > 0


def test_where_an_axis_left_pictures_out_it_is_told_from_how_many(
    filled: SmallLibrary, models: FakeModels, monkeypatch: pytest.MonkeyPatch
):
    all_of_them = find(filled, models)["total"]
    assert find(filled, models, "car")["among"] is None
    monkeypatch.setattr(find_module, "_POOL_LEAST", 1)
    monkeypatch.setattr(find_module, "_POOL_FACTOR", 1)
    answer = find(filled, models, "car", top=1)
    assert answer["total"] < all_of_them
    assert answer["among"] == all_of_them
    assert find(filled, models, top=1)["among"] is None  # without words nothing is left out


def test_labels_are_named_as_the_way_to_the_visual_axis(filled: SmallLibrary, models: FakeModels):
    answer = find(filled, models, "car")
    assert answer["visual_by"] == "labels"
    assert answer["notes"] == ["visual_by_labels"]
    models.approximate = False
    answer = find(filled, models, "car")
    assert (answer["visual_by"], answer["notes"]) == ("text", [])


def test_queries_are_embedded_as_queries_and_only_once(filled: SmallLibrary, models: FakeModels):
    memory = Memory(filled.database)
    first = find(filled, models, "blue car -garage", memory=memory)
    assert sorted(models.asked) == ["document:blue car", "query:blue car"]
    again = find(filled, models, "blue car -garage", memory=memory)
    assert len(models.asked) == 2
    assert ids(first) == ids(again)


def test_korean_words_with_particles_are_found(filled: SmallLibrary, models: FakeModels):
    answer = find(filled, models, "바다에서")
    named = [r["path"] for r in answer["results"] if r["axes"]["keyword"]["rank"] == 1]
    assert named == ["/art/여행/바다.psd"]


def test_excluded_words_exclude(filled: SmallLibrary, models: FakeModels):
    assert "/art/two.png" not in [r["path"] for r in find(filled, models, "car -garage")["results"]]
    assert find(filled, models, "-car")["results"]


def test_phrases_must_occur(filled: SmallLibrary, models: FakeModels):
    assert [r["path"] for r in find(filled, models, '"red car"')["results"]] == ["/art/one.png"]
    assert find(filled, models, '"car red"')["results"] == []
    assert [r["path"] for r in find(filled, models, '"푸른 바다"')["results"]] == ["/art/여행/바다.psd"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["rating>=4"], {"/art/one.png"}),
        (["size>=2000x2000"], {"/art/two.png"}),
        (["format=psd"], {"/art/여행/바다.psd"}),
        (["folder=/art/여행"], {"/art/여행/바다.psd"}),
        (["folder=/art"], {"/art/one.png", "/art/two.png", "/art/여행/바다.psd"}),
        (["folder=/art", "format=png", "rating<3"], {"/art/two.png"}),
        (["rating=1"], set()),
    ],
)
@pytest.mark.parametrize("query", ["car", ""])
def test_filters_limit_before_ranking(
    filled: SmallLibrary, models: FakeModels, query: str, filters: list[str], expected: set[str]
):
    answer = find(filled, models, query, filters=filters)
    assert {result["path"] for result in answer["results"]} == expected
    for axis in ("visual", "meaning"):
        ranks = [r["axes"][axis]["rank"] for r in answer["results"] if query]
        assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_missing_pictures_are_left_out(filled: SmallLibrary, models: FakeModels):
    lost = ids(find(filled, models, "red car street"))[0]
    filled.lose(lost)
    assert lost not in ids(find(filled, models, "red car street"))
    assert lost not in ids(find(filled, models, ""))


def test_like_ranks_by_looks_and_leaves_itself_out(filled: SmallLibrary, models: FakeModels):
    one = next(r["id"] for r in find(filled, models, "red car street")["results"])
    answer = find(filled, models, like=one)
    assert answer["visual_by"] == "picture"
    assert answer["results"][0]["path"] == "/other/four.png"
    assert one not in ids(answer)
    assert answer["results"][0]["axes"]["keyword"] == {"rank": None, "score": None}
    assert models.asked == ["document:red car street", "query:red car street"] or len(models.asked) == 2


def test_like_of_nothing_is_an_error(filled: SmallLibrary, models: FakeModels):
    with pytest.raises(NotFoundError, match="999"):
        find(filled, models, like=999)


def test_a_failing_model_takes_only_its_axes_away(filled: SmallLibrary, models: FakeModels):
    models.failing = ModelFailedError
    answer = find(filled, models, "red car")
    assert [r["axes"]["keyword"]["rank"] for r in answer["results"]] == [1, 2]
    assert {"visual_unavailable", "meaning_unavailable"} <= set(answer["notes"])


def test_an_empty_library_starts_no_model(library: SmallLibrary, models: FakeModels):
    answer = find(library, models, "car")
    assert (answer["results"], models.asked, answer["visual_by"]) == ([], [], None)


def test_bad_filters_are_usage_errors(filled: SmallLibrary, models: FakeModels):
    with pytest.raises(UsageError, match="rating"):
        find(filled, models, "car", filters=["rating=many"])


def test_new_pictures_are_seen_at_once(filled: SmallLibrary, models: FakeModels):
    memory = Memory(filled.database)
    find(filled, models, "green boat", memory=memory)
    new = filled.add("/art/boat.png", "green boat")
    assert ids(find(filled, models, "green boat", memory=memory))[0] == new


def test_top_limits_and_keeps_the_order(filled: SmallLibrary, models: FakeModels):
    whole = ids(find(filled, models, "car sofa", top=10))
    assert ids(find(filled, models, "car sofa", top=2)) == whole[:2]


def test_the_newest_come_first_when_nothing_is_asked(library: SmallLibrary, models: FakeModels):
    old = library.add("/a.png", "a", mtime_ns=1_000_000_000)
    new = library.add("/b.png", "b", mtime_ns=9_000_000_000)
    assert ids(find(library, models)) == [new, old]


def tag(library: SmallLibrary, item: int, *names: str) -> None:
    library.database.write(lambda tx: tags.give(tx, [item], names, 1))


@pytest.mark.parametrize("query", ["표지", "표지는", '"book cover"', "covers", "-nothing 표지"])
def test_what_the_user_tagged_is_found_by_words(filled: SmallLibrary, models: FakeModels, query: str):
    tag(filled, 4, "표지", "Book_Cover")
    first = next(r for r in find(filled, models, query)["results"] if r["axes"]["keyword"]["rank"] == 1)
    assert first["id"] == 4


def test_tags_and_texts_add_up(filled: SmallLibrary, models: FakeModels):
    tag(filled, 2, "car")
    ranks = {r["id"]: r["axes"]["keyword"]["rank"] for r in find(filled, models, "car")["results"]}
    assert ranks == {2: 1, 1: 2, 3: None, 4: None}


def test_excluded_words_exclude_what_is_tagged_with_them(filled: SmallLibrary, models: FakeModels):
    tag(filled, 4, "초안")
    assert sorted(ids(find(filled, models, "-초안"))) == [1, 2, 3]
    assert ids(find(filled, models, "-태그:초안 format:psd")) == [3]


def test_collections_manual_nested_and_smart(filled: SmallLibrary, models: FakeModels):
    def make(tx: Any) -> None:
        outer = collections.create(tx, "작업", 1)
        inner = collections.create(tx, "My Best", 1, parent_id=outer)
        collections.add(tx, inner, [1, 3], 1)
        collections.create(tx, "Stars", 1, query="rating:>=4 car")
        collections.create(tx, "Both", 1, query="in:stars in:작업")
        collections.create(tx, "Self", 1, query="in:self format:png")

    filled.database.write(make)
    assert sorted(ids(find(filled, models, "in:작업"))) == [1, 3]
    assert ids(find(filled, models, '컬렉션:"작업/my best" format:psd')) == [3]
    assert ids(find(filled, models, "in:stars")) == [1]
    assert ids(find(filled, models, "in:both")) == [1]
    assert sorted(ids(find(filled, models, "-in:작업"))) == [2, 4]
    assert ids(find(filled, models, "in:self")) == []
    assert ids(find(filled, models, "in:nowhere")) == []


def test_what_was_not_understood_is_told(filled: SmallLibrary, models: FakeModels):
    answer = find(filled, models, "car rating:high")
    assert answer["parsed"]["text"] == "car rating:high"
    assert [note["text"] for note in answer["parsed"]["notes"]] == ["rating:high"]


ORDERS = ["sort:date", "sort:date-asc", "sort:name", "정렬:이름-desc", "sort:rating", "sort:rating-asc", "sort:size"]
ORDERS += [
    "sort:added",
    "sort:modified",
    "sort:bytes",
    "sort:random-7",
    "sort:random-8",
    "",
    "car",
    "car sort:name",
    "sort:manual",
]


@pytest.fixture
def many(library: SmallLibrary) -> SmallLibrary:
    for number in range(12):
        rating = {"rating": number % 4} if number % 3 else {}
        library.add(
            f"/p/{number % 5} B{number}.png", f"car {number}", width=10 + number % 3, mtime_ns=number // 2, **rating
        )
    return library


@pytest.mark.parametrize("query", ORDERS)
def test_pages_fit_together(many: SmallLibrary, models: FakeModels, query: str):
    memory = Memory(many.database)
    whole = find(many, models, query, top=30, memory=memory)
    assert whole["next"] is None
    assert whole["total"] == len(whole["results"]) == 12
    paged, after = [], None
    while True:
        page = find(many, models, query, top=5, after=after, memory=memory)
        assert page["total"] == 12
        paged += ids(page)
        after = page["next"]
        if after is None:
            break
        assert len(page["results"]) == 5
    assert paged == ids(whole)


@pytest.mark.parametrize("query", ORDERS)
def test_the_numbers_of_all_results_stand_in_the_order_of_the_pages(many: SmallLibrary, models: FakeModels, query: str):
    memory = Memory(many.database)
    whole = find(many, models, query, top=30, memory=memory)
    assert whole["ids"] is None
    answer = find(many, models, query, top=5, ids=True, only=[], memory=memory)
    assert (answer["ids"], answer["total"], answer["results"]) == (ids(whole), 12, [])
    chosen = [answer["ids"][7], 999, answer["ids"][2]]
    told = find(many, models, query, top=5, only=chosen, memory=memory)
    assert ids(told) == [chosen[0], chosen[2]]
    assert told["results"] == [whole["results"][7], whole["results"][2]]
    assert (told["total"], told["next"], told["ids"]) == (12, None, None)


def test_pictures_that_are_no_results_are_not_told(filled: SmallLibrary, models: FakeModels):
    memory = Memory(filled.database)
    assert ids(find(filled, models, "rating:>=4", only=[2, 1], memory=memory)) == [1]
    told = find(filled, models, "red car street -garage", only=[1, 2], explain=True, memory=memory)
    assert ids(told) == [1]
    assert told["results"][0]["axes"]["keyword"]["rank"] == 1
    assert told["results"][0]["why"]["keyword"]


def test_what_else_there_is_of_a_picture(filled: SmallLibrary, models: FakeModels):
    def say(tx: Any) -> None:
        comments.add(tx, 2, "민아", "너무 어두워요", 1)
        comments.delete(tx, comments.add(tx, 2, "민아", "지울 말", 2), 3)
        tx.run("UPDATE files SET layer_count = 7 WHERE id = 3")
        tx.run("UPDATE prompts SET name = 'NovelAI' WHERE file_id = 1")

    filled.database.write(say)
    told = {one["id"]: (one["layers"], one["prompt"], one["comments"]) for one in find(filled, models)["results"]}
    assert told == {1: (0, True, 0), 2: (0, False, 1), 3: (7, False, 0), 4: (0, False, 0)}


def test_orders(many: SmallLibrary, models: FakeModels):
    def column(query: str, name: str) -> list[Any]:
        return [result[name] for result in find(many, models, query, top=30)["results"]]

    names = [path.rpartition("/")[2] for path in column("sort:name", "path")]
    assert names == sorted(names, key=str.lower)
    dates = column("sort:date", "date_ms")
    assert dates == sorted(dates, reverse=True)
    stars = column("sort:rating", "rating")
    assert stars == sorted(stars, key=lambda star: -1 if star is None else star, reverse=True)
    widths = column("sort:size-asc", "width")
    assert widths == sorted(widths)
    assert column("sort:random-7", "id") == column("sort:random-7", "id") != column("sort:random-8", "id")
    assert column("sort:random-7", "id") != sorted(column("sort:random-7", "id"))


def test_the_order_of_a_collection(many: SmallLibrary, models: FakeModels):
    def make(tx: Any) -> None:
        collections.add(tx, collections.create(tx, "순서", 1), [5, 3, 9, 1], 1)

    many.database.write(make)
    assert ids(find(many, models, "in:순서 sort:manual")) == [5, 3, 9, 1]
    assert ids(find(many, models, "in:순서 sort:manual-desc")) == [1, 9, 3, 5]
    first = find(many, models, "in:순서 sort:manual -id0", top=2)
    assert ids(first) == [5, 3]
    assert ids(find(many, models, "in:순서 sort:manual -id0", top=2, after=first["next"])) == [9, 1]


@pytest.mark.parametrize(
    "after", ["", "x", "[]", '["date", 1]', '["name", 1, 1]', '["date", "a", 1]', '["date", null, 1]', "5"]
)
def test_a_place_that_is_none_is_refused(many: SmallLibrary, models: FakeModels, after: str):
    with pytest.raises(UsageError):
        find(many, models, "sort:date", after=after)


def test_an_answer_is_remembered_until_something_changes(filled: SmallLibrary, models: FakeModels):
    memory = Memory(filled.database)
    first = find(filled, models, "car", memory=memory)
    first["results"].clear()  # whoever gets an answer may change it
    again = find(filled, models, "car", memory=memory)
    assert ids(again)
    tag(filled, 3, "car")
    assert [
        r["axes"]["keyword"]["rank"] for r in find(filled, models, "car", memory=memory)["results"] if r["id"] == 3
    ] == [1]


def test_weights(filled: SmallLibrary, models: FakeModels):
    # The fourth picture looks like the first one, and says something else.
    assert ids(find(filled, models, "red car street", weights={"visual": 1}))[:2] == [1, 4]
    assert 4 not in ids(find(filled, models, "red car street", weights={"keyword": 2}))
    answer = find(filled, models, "red car street", weights={"keyword": 2, "visual": 1})
    assert answer["weights"] == {"visual": 1, "meaning": 0, "keyword": 2}
    for wrong in ({"sound": 1}, {"visual": -1}, {"visual": 0}, {"visual": float("nan")}):
        with pytest.raises(UsageError):
            find(filled, models, "car", weights=wrong)


def test_reasons(filled: SmallLibrary, models: FakeModels):
    tag(filled, 3, "Red_Flag")
    told = {r["id"]: r["why"] for r in find(filled, models, '"car street"', explain=True)["results"]}
    assert told[1]["keyword"] == {"words": {"car street": ["caption"]}}
    told = {r["id"]: r["why"] for r in find(filled, models, "red 바다에서 street", explain=True)["results"]}
    assert told[1]["keyword"] == {"words": {"red": ["caption"], "street": ["caption"]}}
    assert told[3]["keyword"] == {"words": {"red": ["tags"], "바다에서": ["name", "caption"]}}
    assert told[1]["visual"] == {"by": "labels", "layer": None}
    assert told[1]["meaning"] == {"by": "caption"}
    assert "keyword" not in told[4]
    assert find(filled, models, "red")["results"][0]["why"] is None


def test_a_search_can_be_cancelled(filled: SmallLibrary, models: FakeModels):
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        find_module.find(filled.database, models, request("car"), cancel=token)  # type: ignore[arg-type]

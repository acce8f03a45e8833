"""Section 2 of the specification, sentence by sentence, through the protocol; docstrings name the sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import commandline, spec_shelf
from imageparser.library import Database, tags, vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixtures.spec_shelf import Shelf


@pytest.fixture(scope="module", params=["made", pytest.param("corpus", marks=pytest.mark.corpus)])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    corpus = request.getfixturevalue("corpus") if request.param == "corpus" else None
    with spec_shelf.build(tmp_path_factory.mktemp(request.param), corpus) as shelf:
        yield shelf


@pytest.fixture
def shelf(library: Shelf) -> Iterator[Shelf]:
    """Give the library as it was; what a test changes is taken back through the journal."""
    yield library
    library.undo_all()


def middle(values: Any) -> Any:
    found = sorted(values)
    return found[len(found) // 2]


# 2.1


def test_date_range(shelf: Shelf) -> None:
    """2.1 날짜 범위 필터: 수정일 또는 등록일."""
    low = middle(one.modified for one in shelf.pictures)
    high = low + timedelta(days=3)
    assert sorted(shelf.found(f"modified:{low}..{high}")) == shelf.where(lambda one: low <= one.modified <= high)
    assert sorted(shelf.found(f"수정일:..{low}")) == shelf.where(lambda one: one.modified <= low)
    early = shelf.where(lambda one: one.early)
    assert early
    assert sorted(shelf.found("added:2025-06")) == early
    assert sorted(shelf.found("등록일:>=2026-01-01")) == shelf.where(lambda one: not one.early)
    assert sorted(shelf.found(f"added:2025-06 modified:>={low}")) == sorted(
        set(early) & set(shelf.where(lambda one: one.modified >= low))
    )


def test_resolution_range(shelf: Shelf) -> None:
    """2.1 해상도 범위 필터: 최소와 최대."""
    width, height = middle(one.width for one in shelf.pictures), middle(one.height for one in shelf.pictures)
    least = shelf.where(lambda one: one.width >= width and one.height >= height)
    most = shelf.where(lambda one: one.width <= width and one.height <= height)
    assert sorted(shelf.found(f"size:>={width}x{height}")) == least
    assert sorted(shelf.found(f"크기:<={width}x{height}")) == most
    assert sorted(shelf.found(f"width:{width // 2}..{width}")) == shelf.where(
        lambda one: width // 2 <= one.width <= width
    )
    assert 0 < len(least) < len(shelf.pictures)


def test_layer_count_range(shelf: Shelf) -> None:
    """2.1 레이어 수 필터: PSD 레이어 수의 범위."""
    most = max(one.layers for one in shelf.pictures)
    assert sorted(shelf.found("layers:>=1")) == shelf.where(lambda one: one.layers >= 1)
    assert sorted(shelf.found(f"레이어수:2..{most}")) == shelf.where(lambda one: 2 <= one.layers <= most)
    assert sorted(shelf.found("layers:0")) == shelf.where(lambda one: one.layers == 0)
    assert shelf.found(f"layers:>{most}") == []
    assert most >= 2


def test_a_combination_is_kept_as_a_preset(shelf: Shelf) -> None:
    """2.1 복합 필터 저장: 자주 쓰는 조합을 프리셋으로."""
    low = middle(one.modified for one in shelf.pictures)
    query = f"type:character layers:0 modified:>={low}"
    number = shelf.ask("filter_preset_save", name="자주 쓰는 것", query=query)["preset"]
    assert shelf.end("filter_preset_save", name="자주 쓰는 것", query="x")["code"] == "exists"
    (kept,) = [one for one in shelf.ask("filter_preset_list")["presets"] if one["id"] == number]
    wanted = shelf.where(lambda one: one.kind == "character" and one.layers == 0 and one.modified >= low)
    assert sorted(shelf.found(kept["query"])) == wanted
    shelf.ask("filter_preset_save", preset=number, name="인물")
    exported = shelf.ask("filter_preset_list")["presets"]
    shelf.ask("filter_preset_delete", preset=number)
    assert shelf.ask("filter_preset_list")["presets"] == []
    carried = [{"name": one["name"], "query": one["query"]} for one in exported]
    assert shelf.ask("filter_preset_import", presets=carried)["added"] == 1
    assert [one["name"] for one in shelf.ask("filter_preset_list")["presets"]] == ["인물"]


def test_each_filter_counts(shelf: Shelf) -> None:
    """2.1 필터마다 그 값의 수(패싯)."""
    shelf.ask("mark", query="type:character", rating=4)
    found = shelf.ask("facets", query="type:character")
    chosen = [one for one in shelf.pictures if one.kind == "character"]
    told = {name: {one["value"]: one["files"] for one in values} for name, values in found["facets"].items()}
    assert found["total"] == len(chosen)
    assert told["rating"] == {"4": len(chosen)}
    assert told["type"] == {"character": len(chosen)}
    assert told["layers"].get("0", 0) == sum(one.layers == 0 for one in chosen)
    for value, count in told["format"].items():
        assert len(shelf.found(f"type:character format:{value}")) == count
    for name in ("date", "modified", "added", "mp", "layers"):
        assert sum(told[name].values()) == len(chosen)
        for value, count in told[name].items():
            assert len(shelf.found(f"type:character {name}:{value}")) == count


def test_filters_work_with_the_ranked_search(shelf: Shelf) -> None:
    """2 인수 조건: 날짜, 해상도, 레이어 수 필터가 Triaxis 검색과 결합."""
    low, width = min(one.modified for one in shelf.pictures), min(one.width for one in shelf.pictures)
    filters = ["layers=0", f"modified>={low + timedelta(days=2)}", f"width>{width}"]
    wanted = set(
        shelf.where(lambda one: one.layers == 0 and one.modified >= low + timedelta(days=2) and one.width > width)
    )
    for axis in ("visual", "meaning"):
        weights = {"visual": 0.0, "meaning": 0.0, "keyword": 0.0, axis: 1.0}
        every = shelf.ask("find", query="a photo", weights=weights, limit=1000)["results"]
        some = shelf.ask("find", query="a photo", filters=filters, weights=weights, limit=1000)["results"]
        scores = {one["id"]: one["axes"][axis]["score"] for one in every}
        assert some
        assert {one["id"] for one in some} <= wanted
        told = [one["axes"][axis]["score"] for one in some]
        assert told == sorted(told, reverse=True)
        shared = [one for one in some if one["id"] in scores]
        assert [one["axes"][axis]["score"] for one in shared] == pytest.approx(
            [scores[one["id"]] for one in shared], abs=1e-4
        )
    fused = shelf.ask("find", query="a photo", filters=filters, limit=1000)["results"]
    assert fused
    assert {one["id"] for one in fused} <= wanted


# 2.2


def test_a_collection_is_made_read_changed_and_deleted(shelf: Shelf) -> None:
    """2.2 컬렉션 생성, 인수 조건: 생성, 읽기, 수정, 삭제."""
    one, two, three = (picture.id for picture in shelf.pictures[:3])
    outer = shelf.ask("collection_save", name="작업")["collection"]
    number = shelf.ask("collection_save", name="모음", description="첫 모음")["collection"]
    assert shelf.ask("collection_edit", collection=number, action="add", ids=[one, two, three, one])["changed"] == 3
    shelf.ask("collection_edit", collection=number, action="place", ids=[three], before=one)
    assert shelf.ask("collection_list", collection=number)["pictures"] == [three, one, two]
    assert shelf.found("in:모음 sort:manual") == [three, one, two]
    shelf.ask("collection_edit", collection=number, action="remove", ids=[one])
    shelf.ask("collection_save", collection=number, name="하늘", parent=outer, cover=two)
    (told,) = shelf.ask("collection_list", collection=number)["collections"]
    assert (told["name"], told["parent"], told["cover"], told["files"]) == ("하늘", outer, two, 2)
    assert sorted(shelf.found("in:작업/하늘")) == sorted([two, three])
    deleted = shelf.ask("collection_delete", collection=outer)["edit"]
    assert shelf.end("collection_list", collection=number)["code"] == "not_found"
    shelf.ask("edit_undo", edit=deleted)
    assert shelf.ask("collection_list", collection=number)["pictures"] == [three, two]


def test_a_collection_travels_as_json(shelf: Shelf, tmp_path: Path) -> None:
    """2.2 컬렉션 공유: JSON으로 내보내고 다른 곳에서 들여오기."""
    chosen = shelf.pictures[:3]
    number = shelf.ask("collection_save", name="공유")["collection"]
    shelf.ask("collection_edit", collection=number, action="add", ids=[one.id for one in reversed(chosen)])
    shelf.ask("collection_save", name="안", parent=number, query="rating:>=4")
    file = shelf.ask("collection_export", collections=[number])["file"]
    elsewhere = tmp_path / "다른 곳"
    elsewhere.mkdir()
    for place, one in enumerate(chosen[:2]):
        (elsewhere / f"renamed-{place}{one.path.suffix}").write_bytes(one.path.read_bytes())
    assert commandline.index(elsewhere, tmp_path / "other.sqlite").code == 0
    with spec_shelf.Shelf(tmp_path, tmp_path / "other.sqlite") as other:
        report = other.ask("collection_import", file=file)
        assert (report["created"], report["added"], report["lacking"]) == (2, 2, 1)
        assert report["missing"][0]["digest"] == chosen[2].digest
        results = other.ask("find", query="in:공유 sort:manual")["results"]
        assert [one["digest"] for one in results] == [chosen[1].digest, chosen[0].digest]
        assert {one["query"] for one in other.ask("collection_list")["collections"]} == {None, "rating:>=4"}


def test_a_smart_collection_follows_its_query(shelf: Shelf) -> None:
    """2.2 스마트 컬렉션: 필터에 따라 바뀌는 모음 (평점 4 이상 + 캐릭터 타입)."""
    number = shelf.ask("collection_save", name="좋은 캐릭터", query="평점:>=4 종류:character")["collection"]
    assert shelf.ask("collection_list", collection=number)["pictures"] == []
    characters = shelf.where(lambda one: one.kind == "character")
    backgrounds = shelf.where(lambda one: one.kind == "background")
    shelf.ask("mark", ids=[*characters[:2], backgrounds[0]], rating=5)
    shelf.ask("mark", ids=[characters[2]], rating=3)
    told = shelf.ask("collection_list", collection=number)
    assert sorted(told["pictures"]) == characters[:2]
    assert told["collections"][0]["files"] == 2
    assert sorted(shelf.found('in:"좋은 캐릭터"')) == characters[:2]
    shelf.ask("mark", ids=[characters[2]], rating=4)
    assert sorted(shelf.ask("collection_list", collection=number)["pictures"]) == characters[:3]


# 2.3


def nearest(shelf: Shelf, number: int) -> list[tuple[int, float]]:
    """Return all other pictures with the cosine of their visual vectors, the nearest first."""
    with Database.open(shelf.library, read_only=True) as database:
        (table,) = [one for one in vectors.tables(database.read()) if one.kind == "VV"]
        ids, matrix = vectors.matrix(database.read(), "VV", table.version_key)
    units = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    scores = dict(zip(np.asarray(ids).tolist(), (units @ units[list(ids).index(number)]).tolist(), strict=True))
    del scores[number]
    return sorted(scores.items(), key=lambda one: -one[1])


def test_similar_to_this_one(shelf: Shelf) -> None:
    """2.3 "이것과 비슷한" 검색, 인수 조건: VV 유사도."""
    for picture in shelf.pictures[:3]:
        answer = shelf.ask("find", like=picture.id, limit=5)
        wanted = nearest(shelf, picture.id)[:5]
        told = [one["axes"]["visual"]["score"] for one in answer["results"]]
        assert answer["visual_by"] == "picture"
        assert told == pytest.approx([score for _, score in wanted], abs=1e-3)
        assert picture.id not in {one["id"] for one in answer["results"]}


def test_similar_within_filters_and_to_a_file_outside(shelf: Shelf, tmp_path: Path) -> None:
    """2.3 비슷한 그림을 필터 안에서, 라이브러리 밖의 그림으로도."""
    first = shelf.pictures[0]
    allowed = set(shelf.where(lambda one: one.kind == "character")) - {first.id}
    inside = shelf.found("type:character", like=first.id)
    by_score = [number for number, _ in nearest(shelf, first.id) if number in allowed]
    assert set(inside) <= allowed
    assert set(inside[:3]) <= set(by_score[:4])
    outside = tmp_path / f"밖{first.path.suffix}"
    outside.write_bytes(first.path.read_bytes())
    assert shelf.found(image=str(outside), limit=1) == [first.id]


@pytest.mark.parametrize(("mode", "of_both"), [("all", min), ("any", max)])
def test_several_references_at_once(shelf: Shelf, mode: str, of_both: Callable[..., float]) -> None:
    """2.3 다중 참조 검색: 여러 그림을 함께, AND 또는 OR."""
    one, two = (picture.id for picture in shelf.pictures[:2])
    cosines = [dict(nearest(shelf, number)) for number in (one, two)]
    references = [{"picture": one}, {"picture": two}]
    found = shelf.ask("find", references=references, mode=mode, explain=True, limit=1000)["results"]
    assert not {one, two} & {row["id"] for row in found}
    assert len(found) == len(shelf.pictures) - 2
    told = [[ref["deviations"] for ref in row["why"]["visual"]["references"]] for row in found]
    similar = [[ref["similarity"] for ref in row["why"]["visual"]["references"]] for row in found]
    for row, pair in zip(found, similar, strict=True):
        assert pair == pytest.approx([known[row["id"]] for known in cosines], abs=1e-3)
    scores = [of_both(pair) for pair in told]
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-3)
    apart = shelf.found(references=[{"picture": one}, {"picture": two, "minus": True}], limit=1000)
    assert sorted(apart) == sorted(row["id"] for row in found)


# 2.4


def test_tags_are_suggested_from_those_of_the_models(shelf: Shelf) -> None:
    """2.4 태그 자동 제안: AI 태그에서 사용자 태그를."""
    chosen = [picture.id for picture in shelf.pictures[:3]]
    with Database.open(shelf.library, read_only=True) as database:
        said = tags.of_files(database.read(), chosen, [tags.MODEL])
    suggested = [one["tag"] for one in shelf.ask("tag_suggest", ids=chosen, limit=1000)["tags"]]
    assert {tag for some in said.values() for tag in some} <= set(suggested)
    shelf.ask("tag_edit", ids=chosen, add=[suggested[0]])
    assert {one["name"]: one["files"] for one in shelf.ask("tag_list")["tags"]} == {suggested[0]: 3}


def test_tags_of_many_pictures_at_once(shelf: Shelf) -> None:
    """2.4 태그 일괄 편집: 여러 그림에 한꺼번에 추가하고 제거."""
    characters = shelf.where(lambda one: one.kind == "character")
    given = shelf.ask("tag_edit", query="type:character", add=["밤하늘", "Blue_Sky"])
    assert given["changed"] == 2 * len(characters)
    assert sorted(shelf.found("태그:밤하늘")) == sorted(shelf.found('tag:"blue sky"')) == characters
    shelf.ask("tag_edit", ids=characters[:1], remove=["밤하늘"], add=["낮"])
    assert sorted(shelf.found("tag:밤하늘")) == characters[1:]
    assert shelf.found("tag:낮") == characters[:1]
    shelf.ask("edit_undo", edit=given["edit"])
    assert shelf.found("tag:밤하늘") == []


def test_a_cloud_of_tags(shelf: Shelf) -> None:
    """2.4 태그 클라우드: 전체 태그의 분포."""
    shelf.ask("tag_edit", query="type:background", add=["구름"])
    cloud = {one["tag"]: one["files"] for one in shelf.ask("tag_cloud", limit=10_000)["tags"]}
    backgrounds = shelf.where(lambda one: one.kind == "background")
    assert cloud["구름"] == cloud["background"] == len(backgrounds)
    assert cloud["character"] == len(shelf.pictures) - len(backgrounds)
    some = shelf.ask("tag_cloud", limit=10_000, query="tag:tag1", kinds=["model"])["tags"]
    counts = {one["tag"]: one["files"] for one in some}
    assert counts["tag1"] == len(shelf.where(lambda one: one.id % 4 == 1))
    assert "구름" not in counts


# The orders that section 1.2 names for the results of section 2, and pages.


@pytest.mark.parametrize("order", ["date", "name", "rating", "size", "random-7", "relevance"])
def test_orders_and_pages(shelf: Shelf, order: str) -> None:
    """1.2 결과 정렬: 관련도, 날짜, 파일명, 평점; 2의 결과를 쪽으로."""
    shelf.ask("mark", ids=shelf.where(lambda one: one.id % 2 == 0), rating=5)
    query = f"photo sort:{order}" if order == "relevance" else f"sort:{order}"
    whole = shelf.found(query)
    paged: list[int] = []
    after = None
    while True:
        page = shelf.ask("find", query=query, limit=4, **({} if after is None else {"after": after}))
        paged += [one["id"] for one in page["results"]]
        if (after := page["next"]) is None:
            break
    assert paged == whole
    known = {one.id: one for one in shelf.pictures}
    rows = [known[number] for number in whole]
    if order == "name":
        names = [one.path.name.lower() for one in rows]
        assert names == sorted(names)
    elif order == "size":
        areas = [one.width * one.height for one in rows]
        assert areas == sorted(areas, reverse=True)
    elif order == "rating":
        assert [one.id % 2 for one in rows] == sorted(one.id % 2 for one in rows)
    elif order == "random-7":
        assert whole == shelf.found(query) != shelf.found("sort:random-8")
    assert order == "relevance" or sorted(whole) == sorted(known)

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from fixtures import generators
from fixtures.core_objects import batch, caption, found, layer, record
from imageparser.library import Database, captions, files, fulltext, scan
from imageparser.text import keyword_query


def add(database: Database, key: str, said: str = "", **values: Any) -> int:
    def work(tx: Any) -> int:
        scan.record(tx, batch(added=[found(key)]), 1, reading=["P"])
        row = files.get(tx, key)
        assert row is not None
        files.store_record(tx, row.id, record(key, **values), 1)
        if said:
            captions.put(tx, row.id, "1", caption(said), 1)
            fulltext.refresh(tx, [row.id])
        return row.id

    return database.write(work)


def hits(database: Database, query: str, **options: Any) -> list[int]:
    match = " AND ".join(keyword_query(query))
    return [file_id for file_id, _ in fulltext.search(database.read(), match, 50, **options)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("고양이가 잔디밭에 앉아 있다", "고양이"),
        ("고양이가 잔디밭에 앉아 있다", "잔디"),
        ("고양이가 잔디밭에 앉아 있다", "잔디밭"),
        ("고양이가 잔디밭에 앉아 있다", "고양이는"),
        ("고양이가 잔디밭에 앉아 있다", "고양이 잔디밭에서"),
        ("바다에서 찍은 사진", "바다"),
        ("바다에서 찍은 사진", "바다의"),
        ("겨울바다사진첩", "바다"),
        ("겨울바다사진첩", "사진"),
        ("겨울바다사진첩", "바다사진"),
        ("산에 오르다", "산"),
        ("A dog runs in the GARDEN", "garden dogs"),
        ("ocean日本海の夕日", "日本"),
        ("東京タワーの夜", "タワー"),
        ("café crème", "cafe"),
    ],
)
def test_words_are_found(database: Database, text: str, query: str) -> None:
    file_id = add(database, "/p/x.png", text)
    for form in ("NFC", "NFD"):
        assert hits(database, unicodedata.normalize(form, query)) == [file_id], form


@pytest.mark.parametrize(
    ("text", "query"), [("고양이가 있다", "강아지"), ("나비", "비나"), ("catalog", "cat"), ("가나 다라", "나다")]
)
def test_other_words_are_not_found(database: Database, text: str, query: str) -> None:
    add(database, "/p/x.png", text)
    assert hits(database, query) == []


def test_decomposed_text_is_found_too(database: Database) -> None:
    file_id = add(database, "/p/x.png", unicodedata.normalize("NFD", "강아지와 산책"))
    assert hits(database, "강아지") == [file_id]


def test_names_layers_texts_and_prompts_are_found_before_any_caption(database: Database) -> None:
    file_id = add(
        database,
        "/사진/2024 제주여행/myRedCar_정면.psd",
        layers=[layer("구름 배경"), layer("제목", text="여름 세일")],
        generator=generators.made(["1girl", "silver hair", "푸른 하늘"], ["blurry"], [["moonlight"]]),
        exif={"title": "결혼식", "artist": "김작가", "city": "서귀포", "creator": ["Kim"]},
    )
    for query in (
        "red car",
        "정면",
        "제주",
        "구름",
        "세일",
        "silver",
        "moonlight",
        "하늘",
        "결혼식",
        "김작가",
        "서귀포",
        "kim",
    ):
        assert hits(database, query) == [file_id], query
    assert hits(database, "blurry") == []


def test_a_name_weighs_more_than_a_prompt(database: Database) -> None:
    other = add(database, "/p/x.png", generator=generators.made(["castle"]))
    named = add(database, "/p/castle.png", generator=generators.made(["plain"]))
    for number in range(5):
        add(database, f"/p/{number}.png")
    assert hits(database, "castle") == [named, other]


def test_candidates_can_be_limited(database: Database) -> None:
    ids = [add(database, f"/p/dog{number}.png", "a dog") for number in range(4)]
    assert sorted(hits(database, "dog")) == ids
    assert sorted(hits(database, "dog", within=ids[1:3])) == ids[1:3]
    assert hits(database, "dog", within=[]) == []


def test_no_query_can_break_the_syntax(database: Database) -> None:
    add(database, "/p/x.png", "a dog")
    for query in ('"', "AND", "dog NOT", "name:x", "(", "*", "a*b", "NEAR(a b)", "^dog", "-", "'", "\0"):
        parts = keyword_query(query)
        if parts:
            fulltext.search(database.read(), " AND ".join(parts), 5)


def test_removed_files_are_not_found(database: Database) -> None:
    file_id = add(database, "/p/x.png", "a dog")
    database.write(lambda tx: fulltext.remove(tx, file_id))
    assert hits(database, "dog") == []
    database.write(lambda tx: fulltext.refresh(tx, [file_id, 999]))
    assert hits(database, "dog") == [file_id]


def test_a_dump_of_text_is_cut(database: Database) -> None:
    file_id = add(database, "/p/x.png", generator=generators.made(["word " * 100_000 + "needle"]))
    assert hits(database, "word") == [file_id]
    assert hits(database, "needle") == []


def test_scores_of_words_add_up_to_those_of_sqlite(database: Database):
    texts = ["red dog", "red red cat", "dog dog", "고양이가 빨간 지붕에", "고양이와 red", "nothing at all of it"]
    for place, text in enumerate(texts):
        add(database, f"/p/{place}.png", text)
    reader = database.read()
    for words in (["red"], ["red", "dog"], ["고양이"], ["고양이", "red", "지붕"], ["absent"]):
        parts = [part for word in words for part in keyword_query(word)]
        plain = {item: -score for item, score in fulltext.search(reader, " OR ".join(parts), 99)}
        added: dict[int, float] = {}
        for part in parts:
            for item, score in zip(*fulltext.scores(reader, part), strict=True):
                added[int(item)] = added.get(int(item), 0.0) + float(score)
            found = fulltext.matching(reader, part).tolist()
            assert found == sorted(item for item, _ in fulltext.search(reader, part, 99))
            assert fulltext.among(reader, [*found[:1], 999], part) == found[:1]
        assert added == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("query", ["밤하늘", "밤 하늘", "밤하늘이"])
def test_a_compound_is_found_however_it_is_spaced(database: Database, query: str):
    texts = {1: "밤 하늘", 2: "밤하늘", 3: "밤하늘에 뜬 달", 4: "파란 하늘", 5: "밤 기차"}
    for item, text in texts.items():
        database.write(lambda tx, item=item, text=text: fulltext.put(tx, item, {"caption": text}))  # type: ignore[misc]
    found = fulltext.search(database.read(), " AND ".join(keyword_query(query)), 9)
    assert {item for item, _ in found} == {1, 2, 3}


def test_scores_follow_each_change_of_the_index_and_stay_through_others(database: Database):
    first = add(database, "/p/1.png", "고양이 red")
    made: list[str] = []

    def told() -> list[int]:
        reader = database.read()
        with reader.snapshot():
            asked = reader.row
            reader.row = lambda sql, values=(): made.append(sql) or asked(sql, values)  # type: ignore[method-assign]
            try:
                return sorted(fulltext.scores(reader, '"red"')[0].tolist())
            finally:
                del reader.row  # type: ignore[method-assign]

    assert told() == [first]
    database.write(lambda tx: tx.run("UPDATE files SET user_rating = 5"))
    assert told() == [first]
    assert made.count(fulltext.Q["scores"]) == 1
    second = add(database, "/p/2.png", "red dog")
    assert told() == [first, second]
    database.write(lambda tx: fulltext.remove(tx, first))
    assert told() == [second]
    database.write(fulltext.clear)
    assert told() == []

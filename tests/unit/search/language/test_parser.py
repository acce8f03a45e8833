"""The query language: words, phrases, exclusions, conditions, order, and what is not understood."""

from __future__ import annotations

import unicodedata

import pytest

from imageparser.search import filters
from imageparser.search.language import Condition, Phrase, Query, Sort, Word, parse


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "excluded"),
    [
        ("red car", ("red", "car"), (), ()),
        ('red "fast car" -old', ("red",), ("fast car",), ("old",)),
        ('-"old car" new', ("new",), (), ("old car",)),
        ("black-and-white", ("black-and-white",), (), ()),
        ("cat - dog", ("cat", "dog"), (), ()),
        ('say "never closed', ("say",), ("never closed",), ()),
        ("“빨간 차” 바다", ("바다",), ("빨간 차",), ()),
        ('"" --', (), (), ()),
        ("고양이 -강아지", ("고양이",), (), ("강아지",)),
        ("  ", (), (), ()),
        ('a"b c"d', ("a", "d"), ("b c",), ()),
        ('"say ""hi"" loud"', (), ('say "hi" loud',), ()),
        ("12:30 http://a.b re:zero", ("12:30", "http://a.b", "re:zero"), (), ()),
    ],
)
def test_words(typed: str, words: tuple[str, ...], phrases: tuple[str, ...], excluded: tuple[str, ...]):
    query = parse(typed)
    assert (query.words, query.phrases, query.excluded) == (words, phrases, excluded)
    assert query.raw == typed
    assert query.notes == ()


def conditions(typed: str) -> list[tuple[str, str, bool]]:
    query = parse(typed)
    assert query.notes == ()
    assert not (query.words)
    assert not (query.phrases)
    assert not (query.excluded)
    return [tuple(part) for part in query.conditions]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("typed", "name", "value", "negated"),
    [
        ("tag:cat", "tag", "cat", False),
        ('tag:"blue sky",고양이', "tag", "blue sky,고양이", False),
        ("-tag:blurry", "tag", "blurry", True),
        ("TAG:Cat", "tag", "Cat", False),
        ("태그:고양이", "tag", "고양이", False),
        ("평점:>=4", "rating", ">=4", False),
        ("평점：>=4", "rating", ">=4", False),
        ("날짜:2026-01..2026-03", "date", "2026-01..2026-03", False),
        ("added:today", "added", "today", False),
        ("등록일:7일", "added", "7일", False),
        ("size:>=2000x2000", "size", ">=2000x2000", False),
        ("해상도:2000×2000..", "size", "2000×2000..", False),
        ("mp:1.5..8", "mp", "1.5..8", False),
        ("layers:10..50", "layers", "10..50", False),
        ("레이어:칼", "layer", "칼", False),
        ("color:#AABBCC", "color", "#AABBCC", False),
        ("색:빨강", "color", "빨강", False),
        ("has:text,mask", "has", "text,mask", False),
        ("-있음:프롬프트", "has", "프롬프트", True),
        ('in:"My Collection"', "in", "My Collection", False),
        ("컬렉션:“작업 중”", "in", "작업 중", False),
        ('text:"SALE 50%"', "text", "SALE 50%", False),
        ("camera:EOS", "camera", "EOS", False),
        ("type:캐릭터", "type", "캐릭터", False),
        ("negative:lowres", "negative", "lowres", False),
        ('folder:"C:\\My Pictures"', "folder", "C:\\My Pictures", False),
        ("bytes:>=1.5MB", "bytes", ">=1.5MB", False),
    ],
)
def test_conditions(typed: str, name: str, value: str, negated: bool):  # noqa: FBT001  # a parameter of the table
    assert conditions(typed) == [(name, value, negated)]


@pytest.mark.parametrize("row", filters.FILTERS, ids=lambda row: row.name)
def test_every_filter_and_every_alias_is_a_key(row: filters.Filter):
    for example in row.form.split(", "):
        value = example.removeprefix(row.name).removeprefix("=")
        for key in (row.name, *row.aliases):
            assert [part.name for part in parse(f'{key}:"{value}"').conditions] == [row.name]


@pytest.mark.parametrize(
    ("typed", "sort"),
    [
        ("sort:date", Sort("date", descending=True)),
        ("sort:name", Sort("name", descending=False)),
        ("sort:name-desc", Sort("name", descending=True)),
        ("정렬:평점", Sort("rating", descending=True)),
        ("sort:random-42", Sort("random", descending=False, seed=42)),
        ("cat", None),
    ],
)
def test_the_order(typed: str, sort: Sort | None):
    assert parse(typed).sort == sort


@pytest.mark.parametrize(
    ("typed", "part", "named"),
    [
        ("rating:high", Word("rating:high"), "rating>=4"),
        ("-date:2026-13", Word("date:2026-13", negated=True), "date=2026-01..2026-03"),
        ("tag:", Word("tag:"), "tag=blue sky"),
        ('rating:"very good"', Phrase("rating: very good"), "rating>=4"),
        ("sort:beauty", Word("sort:beauty"), "sort:date"),
        ("평점:높음", Word("평점:높음"), "rating>=4"),
        ("color:nosuch", Word("color:nosuch"), "color=#aabbcc"),
    ],
)
def test_a_wrong_value_becomes_a_word_and_a_note(typed: str, part: Word | Phrase, named: str):
    query = parse(f"cat {typed}")
    assert query.parts == (Word("cat"), part)
    (note,) = query.notes
    assert (note.code, note.text) == ("bad_value", typed)
    assert named in note.message


def test_everything_together_in_its_order():
    query = parse('고양이 -개 태그:"파란 하늘" -"wet street" sort:date rating:>=4 night')
    assert query.parts == (
        Word("고양이"),
        Word("개", negated=True),
        Condition("tag", "파란 하늘"),
        Phrase("wet street", negated=True),
        Condition("rating", ">=4"),
        Word("night"),
    )
    assert query.text == "고양이 night"
    assert [clause.column for clause in query.clauses] == ["tag", "rating"]


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("cat", "word"),
        ("cat rating:5", "word"),
        ("red car", "words"),
        ("a cat on a red sofa", "sentence"),
        ('"red car" fast', "phrase"),
    ],
)
def test_shape(typed: str, shape: str):
    assert parse(typed).shape == shape


def test_what_is_excluded_never_reaches_the_encoders():
    assert parse('city night -neon -"wet street" -tag:blur').text == "city night"


def test_decomposed_hangul_is_composed():
    typed = unicodedata.normalize("NFD", "고양이 태그:강아지")
    assert parse(typed).parts == (Word("고양이"), Condition("tag", "강아지"))


def test_nothing_is_a_query():
    assert parse("") == Query("")

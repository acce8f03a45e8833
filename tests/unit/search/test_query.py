"""The query language: words, phrases, exclusions."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.search.query import parse


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
    ],
)
def test_parts(typed: str, words: tuple[str, ...], phrases: tuple[str, ...], excluded: tuple[str, ...]):
    query = parse(typed)
    assert (query.words, query.phrases, query.excluded) == (words, phrases, excluded)
    assert query.raw == typed


@pytest.mark.parametrize(
    ("typed", "shape"),
    [("cat", "word"), ("red car", "words"), ("a cat on a red sofa", "sentence"), ('"red car" fast', "phrase")],
)
def test_shape(typed: str, shape: str):
    assert parse(typed).shape == shape


def test_what_is_excluded_never_reaches_the_encoders():
    assert parse('city night -neon -"wet street"').text == "city night"


def test_decomposed_hangul_is_composed():
    assert parse(unicodedata.normalize("NFD", "고양이")).words == ("고양이",)


@given(st.text(max_size=60))
def test_any_text_is_a_query(typed: str):
    query = parse(typed)
    assert query.raw == typed
    assert all(part.strip() for part in (*query.words, *query.phrases, *query.excluded))
    assert not any('"' in part for part in (*query.words, *query.phrases, *query.excluded))
    assert parse(query.text).text == query.text or '"' in typed or "-" in query.text

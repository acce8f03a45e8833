from __future__ import annotations

import unicodedata

from imageparser.search.language.spots import Spot, end, spots


def test_the_piece_before_the_cursor_and_the_words_before_it():
    assert spots("red blue ha", 11) == [Spot("ha", 9), Spot("blue ha", 4), Spot("red blue ha", 0)]
    assert spots("red hair", 5) == [Spot("h", 4), Spot("red h", 0)]
    assert end("red hair x", 5) == 8


def test_values_and_phrases_are_one_piece():
    assert spots('tag:"red ha', 11) == [Spot("red ha", 0, key="tag")]
    assert spots('a "red c', 8) == [Spot("red c", 2, quoted=True)]
    assert spots("a -ca", 5) == [Spot("ca", 2, negated=True)]
    assert spots("태그:고", 4) == [Spot("고", 0, key="태그")]


def test_nothing_is_typed_behind_a_blank():
    assert spots("red ", 4) == []
    assert spots("", 0) == []
    assert spots("   ", 3) == []


def test_places_are_those_of_the_text_as_it_was_typed():
    typed = unicodedata.normalize("NFD", "밤 고야")
    assert spots(typed, len(typed)) == [Spot("고야", 4), Spot("밤 고야", 0)]

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from imageparser.text import keyword_query, keyword_terms, name_of, parent_key, words_of

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=8)
ANY = st.text(max_size=60)


@given(ANY)
def test_terms_and_queries_never_fail_and_are_composed(text: str) -> None:
    terms = keyword_terms(text)
    assert unicodedata.is_normalized("NFC", terms)
    assert keyword_terms(unicodedata.normalize("NFD", text)) == keyword_terms(unicodedata.normalize("NFC", text))
    for part in keyword_query(text):
        assert part.count('"') % 2 == 0


@given(HANGUL, HANGUL, HANGUL)
def test_any_two_syllables_inside_a_word_are_among_its_terms(before: str, word: str, after: str) -> None:
    terms = keyword_terms(before + word + after).split()
    assert all(word[i : i + 2] in terms for i in range(len(word) - 1))


@given(ANY)
def test_no_quote_of_a_query_reaches_the_index(text: str) -> None:
    for part in keyword_query(text):
        inside = part.split('"')[1::2]
        assert all(term.replace(" ", "").isalnum() or not term.isascii() for term in inside)


@given(ANY)
def test_words_have_no_separators_and_no_repetition(name: str) -> None:
    words = words_of(name)
    assert len(set(words)) == len(words)
    assert all(word and not any(sign in word for sign in " _-./\\()[]") for word in words)


@given(st.lists(st.text(st.characters(exclude_characters="/"), min_size=1, max_size=8), min_size=1, max_size=5))
def test_a_key_is_its_folder_and_its_name(parts: list[str]) -> None:
    key = "/" + "/".join(parts)
    folder = parent_key(key)
    assert name_of(key) == parts[-1]
    assert (folder if folder != "/" else "") + "/" + name_of(key) == key

"""Typing Korean against what Unicode itself says of its letters."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from imageparser.hangul import begins, initials, keystrokes, plain

SYLLABLE = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
WORD = st.text(SYLLABLE, min_size=1, max_size=6)
MIXED = st.text(st.one_of(SYLLABLE, st.sampled_from("abZ0 ㄱㅎㅏ")), max_size=10)


@given(WORD)
def test_keys_are_the_letters_that_unicode_takes_a_syllable_apart_into(word: str):
    """A letter's name in Unicode tells which key it is; letters of two keys are told as two names."""
    names = [unicodedata.name(sign).split(" ", 2)[2] for sign in unicodedata.normalize("NFD", word)]
    keys = keystrokes(word)
    assert len(keys) >= len(names)
    consonants = [name for name in names if not name.startswith(tuple("AEIOUYW"))]
    assert sum("ㄱ" <= key <= "ㅎ" for key in keys) >= len(consonants)


@given(WORD, st.data())
def test_every_state_of_typing_begins_the_word(word: str, data: st.DataObject):
    place = data.draw(st.integers(0, len(word) - 1))
    apart = unicodedata.normalize("NFD", word[place])
    typed = word[:place] + unicodedata.normalize("NFC", apart[: data.draw(st.integers(2, len(apart)))])
    assert begins(typed, word)


@given(WORD, WORD)
def test_initials_find_the_word_and_what_follows(word: str, after: str):
    assert begins(initials(word) or "", word + after)
    assert begins(initials(word) or "", f"{word} {after}")


@given(MIXED, MIXED)
def test_a_beginning_stays_one_when_the_text_goes_on(typed: str, rest: str):
    assert begins(typed, typed)
    assert begins(typed, typed + rest)
    assert begins(typed[: len(typed) // 2], typed)


@given(st.text(max_size=20))
def test_plain_is_stable_and_composed(text: str):
    assert plain(plain(text)) == plain(text)
    assert plain(unicodedata.normalize("NFD", text)) == plain(unicodedata.normalize("NFC", text))

from __future__ import annotations

import unicodedata

import pytest

from imageparser.hangul import begins, initials, keystrokes, plain


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("고", "고양이"),
        ("고야", "고양이"),
        ("고양ㅇ", "고양이"),
        ("ㄱㅇ", "고양이"),
        ("ㄱㅇㅇ", "고양이"),
        ("ㄱ양", "고양이"),
        ("고ㅇㅇ", "고양이"),
        ("닭", "달걀"),
        ("고", "과일"),
        ("ㄳ", "감성"),
        ("ㄲ", "꽃"),
        ("밤ㅎㄴ", "밤하늘"),
        ("", "무엇이든"),
    ],
)
def test_what_is_typed_begins_what_it_becomes(typed: str, text: str):
    assert begins(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"), [("고아", "고양이"), ("ㄱㄱ", "고양이"), ("양", "고양이"), ("ㄱ", "꽃"), ("고양이는", "고양이")]
)
def test_other_words_do_not_fit(typed: str, text: str):
    assert not begins(typed, text)


def test_letters_of_a_syllable():
    assert keystrokes("닭과 Ab") == "ㄷㅏㄹㄱㄱㅗㅏ Ab"
    assert initials("밤하늘 a1") == "ㅂㅎㄴ a1"
    assert initials("sky") is None


def test_plain_form_is_one_for_all_ways_of_writing():
    assert plain(unicodedata.normalize("NFD", "고양이")) == "고양이"
    assert plain("  Blue_SKY ") == "blue sky"
    assert plain(unicodedata.normalize("NFD", "Café")) == "cafe"

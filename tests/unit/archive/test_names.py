from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imageparser.archive.names import LONGEST, clean, cut, fold


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("yuina_기쁨", "yuina_기쁨"),
        (unicodedata.normalize("NFD", "민지"), "민지"),
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j"),
        ("../../x", "_.._x"),
        ("...", "unnamed"),
        ("", "unnamed"),
        (" a b. ", "a b"),
        (".hidden", "hidden"),
        ("a\tb\nc", "a b c"),
        ("\u202egnp.x", "gnp.x"),
        ("\u3000a\u3000", "a"),
        ("CON", "CON_"),
        ("con.tar", "con_.tar"),
        ("Lpt1", "Lpt1_"),
        ("COM¹", "COM¹_"),
        ("console", "console"),
        ("nul .x", "nul_.x"),
    ],
)
def test_names_are_cleaned(text: str, name: str) -> None:
    assert clean(text) == name


@given(st.text(max_size=400))
def test_cleaning_once_is_enough(text: str) -> None:
    name = clean(text)
    assert clean(name) == name
    assert 0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set('<>:"/\\|?*\0\n\t')
    assert name == name.strip(". ")


def test_characters_are_not_cut() -> None:
    assert cut("가" * 100, 10) == "가가가"
    assert cut("a" * 300, 255) == "a" * 255
    assert cut("가나", 6) == "가나"
    assert cut("xe\u0301\u0302", 4) == "x"  # a letter goes with its marks
    assert cut("ab .c", 4) == "ab"


def test_bytes_that_are_no_utf8_are_counted() -> None:
    assert cut("\udcff" * 300, 255) == "\udcff" * 255


def test_folding_joins_what_some_system_takes_for_one() -> None:
    assert fold("ABC.PNG") == fold("abc.png")
    assert fold("민지") == fold(unicodedata.normalize("NFD", "민지"))
    assert fold("STRASSE") == fold("straße")
    assert fold("a") != fold("b")

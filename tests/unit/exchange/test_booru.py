"""Lists of tags: what separates, what a blank is, which encoding, and what is no list."""

from __future__ import annotations

import unicodedata

import pytest

from imageparser.errors import CorruptError, TooLargeError, UnsupportedError
from imageparser.exchange import booru
from imageparser.exchange.booru import Listed


def names(text: str, separator: booru.Separator = "auto") -> list[str]:
    return [one.name for one in booru.parse(text, separator)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1girl, blue_sky,long hair", ["1girl", "blue sky", "long hair"]),
        ("1girl blue_sky  long_hair\n", ["1girl", "blue sky", "long hair"]),
        ("파란 하늘\r\n고양이\r\n", ["파란 하늘", "고양이"]),
        ("파란 하늘、고양이，밤", ["파란 하늘", "고양이", "밤"]),
        ("1girl blue_sky\nsolo", ["1girl", "blue sky", "solo"]),
        ("Blue_Sky, blue sky, BLUE_SKY", ["Blue Sky"]),
        ("^_^, o_o, >_<, ||_||, long_hair", ["^_^", "o_o", ">_<", "||_||", "long hair"]),
        (r"name_\(series\), [a]", ["name (series)", "[a]"]),
        ("re:zero, :3, :d", ["re:zero", ":3", ":d"]),
        (", ,_, \n,", []),
        ("", []),
        (unicodedata.normalize("NFD", "고양이, 고양이") + ", 고양이", ["고양이"]),
    ],
)
def test_parse(text: str, found: list[str]):
    assert names(text) == found


def test_kinds():
    assert booru.parse("artist:홍길동, creator:b_c, Character:d, rating:safe, artist:") == [
        Listed("홍길동", "artist"), Listed("b c", "artist"), Listed("d", "character"), Listed("rating:safe"),
        Listed("artist:"),
    ]  # fmt: skip


def test_the_separator_can_be_named():
    assert names("blue sky", "comma") == ["blue sky"]
    assert names("blue sky, sea", "line") == ["blue sky, sea"]
    assert names("blue sky", "space") == ["blue", "sky"]


def test_a_sentence_is_no_list():
    with pytest.raises(UnsupportedError):
        names("A cat sits below a tree.")


def test_what_is_too_much():
    with pytest.raises(CorruptError):
        names("x" * (booru.LONGEST + 1))
    with pytest.raises(CorruptError):
        names(",".join(map(str, range(booru.MOST_TAGS + 1))))
    with pytest.raises(TooLargeError):
        booru.decode(b"a" * (booru.MOST_BYTES + 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949"])
def test_encodings(encoding: str):
    assert names(booru.decode("고양이, 파란_하늘, cat".encode(encoding))) == ["고양이", "파란 하늘", "cat"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"a\x00b\x01\x02\x00", b"\x1b[31m"])
def test_binaries(data: bytes):
    with pytest.raises(CorruptError):
        booru.parse(booru.decode(data))


def test_written():
    some = [Listed("파란 하늘"), Listed("홍길동", "artist"), Listed("a, b"), Listed("^_^")]
    assert booru.text_of(some) == "파란 하늘, artist:홍길동, ^_^\n"
    assert booru.text_of(some, "space") == "파란_하늘 artist:홍길동 a,_b ^_^\n"
    assert booru.text_of(some[:2], underscores=True) == "파란_하늘, artist:홍길동\n"
    assert booru.text_of([]) == ""

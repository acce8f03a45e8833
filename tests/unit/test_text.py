from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from imageparser import _core, text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mySunsetPhoto.png", ["my", "Sunset", "Photo"]),
        ("IMG_2024-05-06.JPG", ["IMG", "2024", "05", "06"]),
        ("제주여행_바다 (1).psd", ["제주여행", "바다", "1"]),
        ("HTMLPage2final.webp", ["HTML", "Page", "2", "final"]),
        ("v1.2 backup", ["v", "1", "2", "backup"]),
        (unicodedata.normalize("NFD", "한글.png"), ["한글"]),
        ("a_a_a.png", ["a"]),
        ("😀🎉.png", []),
        ("", []),
    ],
)
def test_words_of_a_name(name: str, words: list[str]) -> None:
    assert text.words_of(name) == words


def test_keys_are_absolute_composed_and_the_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    decomposed = unicodedata.normalize("NFD", "사진/a.png")
    expected = f"{tmp_path}/사진/a.png"
    assert text.key_of(decomposed) == text.key_of(Path(decomposed)) == text.key_of(os.fsencode(decomposed)) == expected
    assert text.key_of(f"{tmp_path}/x/../사진/./a.png") == expected
    assert text.key_of(expected) == _core.path_key(expected)


def test_broken_bytes_keep_paths_apart(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    assert text.key_of(folder + b"/\x83\x65.png") != text.key_of(folder + b"/\x84\x65.png")
    assert text.path_text("/사진".encode()) == "/사진"
    json.dumps(text.path_text(b"/\x83\x65.png")).encode()


@pytest.mark.parametrize(
    ("key", "parent", "name"), [("/a/b.png", "/a", "b.png"), ("/a", "/", "a"), ("C:/x/y", "C:/x", "y")]
)
def test_parts_of_a_key(key: str, parent: str, name: str) -> None:
    assert (text.parent_key(key), text.name_of(key)) == (parent, name)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("고양이가", "고양이"),
        ("바다에서는", "바다"),
        ("학교까지", "학교"),
        ("나는", "나는"),
        ("사과", "사과"),
        ("개들이", "개들"),
    ],
)
def test_particles_come_off(word: str, stem: str) -> None:
    assert text.strip_particle(word) == stem


def test_index_terms() -> None:
    assert text.keyword_terms("Red CAR, 2 cats") == "red car 2 cats"
    assert text.keyword_terms("고양이가") == "고양이가 고양이 고양 양이 이가"
    assert text.keyword_terms("바다") == "바다"
    assert text.keyword_terms("PNG파일") == "png 파일"
    assert text.keyword_terms("") == ""


def test_query_parts() -> None:
    assert text.keyword_query("Red car red") == ['"red"', '"car"']
    assert text.keyword_query("바다") == ['"바다"']
    assert text.keyword_query("산") == ['"산"*']
    assert text.keyword_query("학교까지") == ['("학교까지" OR "학교" OR "학교 교까 까지")']
    assert text.keyword_query('"; -- * ( )') == []

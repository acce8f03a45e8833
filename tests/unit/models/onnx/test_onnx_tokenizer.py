"""Texts to ids by the entry's rules, whatever the file says about lengths."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import tiny_graphs
from imageparser.errors import ModelFailedError
from imageparser.models.backends.onnx.tokenizer import Tokenizer

if TYPE_CHECKING:
    from pathlib import Path

PAD, END, UNKNOWN, CAT, DOG, KOREAN_CAT = range(6)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "tokenizer.json"
    place.write_bytes(tiny_graphs.tokenizer())
    return place


def made(path: Path, **changed: Any) -> Tokenizer:
    return Tokenizer(path, {**tiny_graphs.PROMPT, **changed})


def test_every_text_ends_with_the_end_token(path: Path) -> None:
    texts = ["cat dog", "", "고양이", "cat " * 50]
    rows = made(path).encode(texts)
    assert rows[:3] == [[CAT, DOG, END], [END], [KOREAN_CAT, END]]
    assert rows[3] == [CAT] * 15 + [END]


def test_letters_are_small_where_the_entry_says_so(path: Path) -> None:
    assert made(path).encode(["CAT Dog"]) == [[CAT, DOG, END]]
    assert made(path, lowercase=False).encode(["CAT dog"]) == [[UNKNOWN, DOG, END]]


def test_full_padding_goes_to_the_limit(path: Path) -> None:
    ids, mask = made(path).padded([[CAT, END], [END]])
    assert ids.shape == (2, 16)
    assert ids.dtype == mask.dtype == np.int64
    assert ids[0].tolist() == [CAT, END, *[PAD] * 14]
    assert mask.sum(axis=1).tolist() == [2, 1]


def test_padding_to_the_longest_goes_in_steps(path: Path) -> None:
    tokenizer = made(path, pad="longest", tokens=20)
    assert [tokenizer.padded_length(length) for length in (1, 8, 9, 16, 17, 20)] == [8, 8, 16, 16, 20, 20]
    ids, mask = tokenizer.padded([[CAT] * 9])
    assert ids.shape == (1, 16)
    assert mask[0].tolist() == [1] * 9 + [0] * 7


def test_half_characters_and_controls_are_no_crash(path: Path) -> None:
    rows = made(path).encode(["cat \udce9.png", "\x00", "cat\nd\u200bog", unicodedata.normalize("NFD", "고양이")])
    assert all(row[-1] == END for row in rows)
    assert rows[0][0] == CAT


def test_what_lies_far_behind_the_limit_is_not_read(path: Path) -> None:
    assert made(path).encode(["cat " * 3_000_000])[0] == [CAT] * 15 + [END]


def test_a_damaged_file_is_named(path: Path) -> None:
    for content in (b"", b"{", b"{}", path.read_bytes()[:-20]):
        path.write_bytes(content)
        with pytest.raises(ModelFailedError) as caught:
            made(path)
        assert caught.value.path == str(path)


def test_a_file_without_the_entry_s_tokens_is_named(path: Path) -> None:
    with pytest.raises(ModelFailedError, match="<eos>") as caught:
        made(path, end_token="<eos>")  # noqa: S106
    assert caught.value.path == str(path)

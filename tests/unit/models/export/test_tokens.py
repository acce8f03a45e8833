from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from fixtures import tiny_tokenizers
from imageparser.errors import CorruptError
from imageparser.models.export import tokens

if TYPE_CHECKING:
    from pathlib import Path

GEMMA = {"tokens": 8, "lowercase": True, "end_token": "<eos>"}
QWEN = {"tokens": 64, "lowercase": False, "end_token": "<|endoftext|>"}


def test_the_end_token_is_what_the_file_puts_behind_a_text(tmp_path: Path) -> None:
    tiny_tokenizers.qwen().save(str(tmp_path / tokens.FILE))
    assert tokens.rules(tmp_path) == {"end_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}


def test_a_file_that_appends_nothing_gets_the_end_token_of_its_family(tmp_path: Path) -> None:
    for make, end, pad in (
        (tiny_tokenizers.gemma, "<eos>", "<pad>"),
        (tiny_tokenizers.qwen, "<|endoftext|>", "<|endoftext|>"),
    ):
        made = make()
        made.post_processor = tiny_tokenizers.processors.Sequence([])
        made.save(str(tmp_path / tokens.FILE))
        assert tokens.rules(tmp_path) == {"end_token": end, "pad_token": pad}


def test_a_tokenizer_without_such_tokens_is_refused(tmp_path: Path) -> None:
    tiny_tokenizers.Tokenizer(tiny_tokenizers.models.BPE({"a": 0}, [])).save(str(tmp_path / tokens.FILE))
    with pytest.raises(CorruptError, match="end token"):
        tokens.rules(tmp_path)


def test_a_long_text_keeps_its_end_token() -> None:
    ids = tokens.encode(tiny_tokenizers.gemma(), "the sea and the night " * 9, GEMMA)
    assert len(ids) == 8
    assert ids[-1] == 1


def test_case_matters_only_where_the_model_says_so() -> None:
    gemma, qwen = tiny_tokenizers.gemma(), tiny_tokenizers.qwen()
    assert tokens.encode(gemma, "Red CAT", GEMMA) == tokens.encode(gemma, "red cat", GEMMA)
    assert tokens.encode(qwen, "Red CAT", QWEN) != tokens.encode(qwen, "red cat", QWEN)


def test_qwen_sees_composed_and_decomposed_hangul_alike() -> None:
    qwen = tiny_tokenizers.qwen()
    composed, decomposed = (unicodedata.normalize(form, "서울의 밤바다") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert tokens.encode(qwen, composed, QWEN) == tokens.encode(qwen, decomposed, QWEN)


def test_an_empty_text_is_its_end_token() -> None:
    assert tokens.encode(tiny_tokenizers.gemma(), "", GEMMA) == [1]

"""Texts to ids by a model's `tokenizer.json` and the rules of its catalogue entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Tokenizer as Library

from imageparser.errors import ModelFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FILE = "tokenizer.json"
# No tokenizer makes fewer tokens than one of this many letters; what lies behind the limit is not even looked at.
_LETTERS_OF_A_TOKEN = 32
# Lengths of padded texts are multiples of this, so that runs of nearly equal shape share the memory of one.
_STEP = 8


class Tokenizer:
    """Texts to lists of ids that end with the end token, and lists of ids to arrays."""

    def __init__(self, path: Path, prompt: Mapping[str, Any]) -> None:
        """Read the file; `prompt` has `tokens`, `lowercase`, `pad`, `end_token` and `pad_token`.

        Raises:
            ModelFailedError: the file is no tokenizer, or lacks the tokens that the entry names.
        """
        try:
            self._library = Library.from_file(str(path))
        except Exception as error:  # noqa: BLE001  # the library raises bare exceptions
            raise ModelFailedError(f"The tokenizer cannot be read: {error}", path=str(path)) from None
        # The file may bring its own lengths; those of the entry are in force.
        self._library.no_padding()
        self._library.no_truncation()
        self._limit = int(prompt["tokens"])
        self._lowercase = bool(prompt["lowercase"])
        self._full = prompt["pad"] == "full"
        self._end, self._pad = (self._id(str(prompt[name]), path) for name in ("end_token", "pad_token"))

    def _id(self, token: str, path: Path) -> int:
        found = self._library.token_to_id(token)
        if found is None:
            raise ModelFailedError(f"The tokenizer has no token {token}.", path=str(path))
        return int(found)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text, cut so that the end token always has its place, not padded."""
        found = self._library.encode_batch([self._plain(text) for text in texts], add_special_tokens=False)
        return [[*one.ids[: self._limit - 1], self._end] for one in found]

    def padded_length(self, length: int) -> int:
        """Return the length to which ids are padded on the right where the longest has `length`."""
        return self._limit if self._full else min(-(-length // _STEP) * _STEP, self._limit)

    def padded(self, rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return ids and mask (n, length): 1 where a token is, 0 where padding is."""
        length = self.padded_length(max(len(row) for row in rows))
        ids = np.full((len(rows), length), self._pad, np.int64)
        mask = np.zeros((len(rows), length), np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return ids, mask

    def _plain(self, text: str) -> str:
        # Names of files may hold half characters, which no tokenizer takes.
        whole = text[: self._limit * _LETTERS_OF_A_TOKEN].encode("utf-8", "replace").decode("utf-8")
        return whole.lower() if self._lowercase else whole

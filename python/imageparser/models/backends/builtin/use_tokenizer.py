"""The Unigram tokenizer of the sentence encoder over memory-mapped tables: nothing is loaded until a word asks for it.

Its pieces never hold a word start inside, so that words are cut on their own and remembered.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from imageparser.models.backends.builtin.use_normalizer import Normalizer

if TYPE_CHECKING:
    from imageparser.models.cache import Arrays

UNKNOWN, BEGIN, END = 0, 1, 2
_UNKNOWN_PENALTY = 10.0
_REMEMBERED_WORDS = 100_000
_REMEMBERED_PREFIXES = 400_000
_LONGEST_REMEMBERED = 32


class _Pieces(dict[str, int]):
    """From text to piece id; -1 where it only begins a piece, -2 where it does not even do that."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__()
        self._text = arrays["piece_text"].data
        self._offsets = arrays["piece_offsets"].data
        self._ids = arrays["piece_ids"].data
        self._all = range(len(arrays["piece_ids"]))

    def __missing__(self, text: str) -> int:
        key = text.encode("utf-8", "replace")
        at = bisect_left(self._all, key, key=self._piece)
        piece = self._piece(at) if at < len(self._all) else b""
        found = -2 if not piece.startswith(key) else self._ids[at] if piece == key else -1
        if len(self) > _REMEMBERED_PREFIXES:
            self.clear()
        self[text] = found
        return found

    def _piece(self, at: int) -> bytes:
        return bytes(self._text[self._offsets[at] : self._offsets[at + 1]])


class Tokenizer:
    """Turn text into piece ids, with the marks of its begin and end."""

    def __init__(self, arrays: Arrays) -> None:
        self._normalizer = Normalizer(arrays["charsmap"])
        self._pieces = _Pieces(arrays)
        self._scores = arrays["piece_scores"].data
        self._unknown_score = float(arrays["piece_scores"].min()) - _UNKNOWN_PENALTY
        self._words: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text; an empty text is one unknown piece."""
        ids = [BEGIN]
        for word in self._normalizer.words(text):
            ids += self._word(word)
        if len(ids) == 1:
            ids.append(UNKNOWN)
        ids.append(END)
        return ids

    def _word(self, word: str) -> list[int]:
        known = self._words.get(word)
        if known is None:
            known = self._cut(word)
            if len(word) <= _LONGEST_REMEMBERED:
                if len(self._words) >= _REMEMBERED_WORDS:
                    self._words.clear()
                self._words[word] = known
        return known

    def _cut(self, word: str) -> list[int]:
        """Return the most probable cut (Viterbi); of equal ways the one found first, as the reference does."""
        pieces, scores, length = self._pieces, self._scores, len(word)
        best = [0.0] + [-1e38] * length
        origin = [(0, UNKNOWN)] * (length + 1)
        for start in range(length):
            base, single = best[start], False
            for end in range(start + 1, length + 1):
                piece = pieces[word[start:end]]
                if piece == -2:
                    break
                if piece >= 0:
                    single = single or end == start + 1
                    if base + scores[piece] > best[end]:
                        best[end], origin[end] = base + scores[piece], (start, piece)
            if not single and base + self._unknown_score > best[start + 1]:
                best[start + 1], origin[start + 1] = base + self._unknown_score, (start, UNKNOWN)
        ids, at = [], length
        while at > 0:
            at, piece = origin[at]
            ids.append(piece)
        return ids[::-1]

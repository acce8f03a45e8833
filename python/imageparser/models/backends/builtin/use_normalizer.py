"""The text normalisation of a SentencePiece model: its own character map (nmt_nfkc), then white space.

The map is a double-array trie (darts-clone) of UTF-8 keys whose values point into a table of zero-ended replacements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPACE = "▁"
# Characters that stand for themselves and never continue a key of the map (a test walks the whole map to prove it).
PLAIN = " -~À-ÖØ-öø-ÿА-яぁ-ゖァ-ヺー一-鿿가-힣"
_ROUGH = re.compile(f"([{PLAIN}]?[^{PLAIN}]+)")


class Normalizer:
    """Apply the character map, collapse spaces and mark word starts."""

    def __init__(self, charsmap: NDArray[Any]) -> None:
        size = int(charsmap[:4].view("<u4")[0])
        self._units = charsmap[4 : 4 + size].view("<u4").data
        self._replacements = charsmap[4 + size :].tobytes()

    def words(self, text: str) -> list[str]:
        """Return the words of the normalised text, each with its start mark."""
        parts = _ROUGH.split(text)
        parts[1::2] = map(self._map, parts[1::2])
        joined = SPACE + SPACE.join(filter(None, "".join(parts).split(" ")))
        marked = joined.rstrip(SPACE)
        return [SPACE + word for word in marked.split(SPACE)[1:]] if marked else []

    def _map(self, text: str) -> str:
        raw = text.encode("utf-8", "replace")
        out, at = [], 0
        while at < len(raw):
            end, replacement = self.longest(raw, at)
            out.append(replacement)
            at = end
        return b"".join(out).decode("utf-8", "replace")

    def longest(self, raw: bytes, start: int) -> tuple[int, bytes]:
        """Return where the longest key at `start` ends and what replaces it; a character without key stays."""
        units = self._units
        node = _offset(units[0])
        found: tuple[int, int] | None = None
        for at in range(start, len(raw)):
            node ^= raw[at]
            unit = units[node]
            if unit & 0x800000FF != raw[at]:
                break
            node ^= _offset(unit)
            if unit & 0x100:
                found = at + 1, units[node] & 0x7FFFFFFF
        if found is not None and found[1] < len(self._replacements):
            end, place = found
            return end, self._replacements[place : self._replacements.index(b"\0", place)]
        end = start + 1
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end += 1
        return end, raw[start:end]


def _offset(unit: int) -> int:
    return (unit >> 10) << ((unit & 0x200) >> 6)

"""What of the texts of files is worth suggesting: words of captions, names of layers without their numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from imageparser.text import nfc, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDERS = 3  # the nearest ones; higher ones say where, not what
_SHORTEST, _LONGEST = 2, 80
_REMEMBERED = 100_000
_NUMBERED = re.compile(r"[\s_#()\[\]-]*[0-9]+[\s)\]]*$")
# Words of captions that nobody looks for.
_EMPTY = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or"),
        *("over", "that", "the", "their", "this", "to", "with"),
    )
)


def of_files(rows: Iterable[tuple[int, str, str]]) -> dict[int, set[tuple[str, str]]]:
    """Return what files say as (kind, name), given as rows of file, kind and text."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for item, kind, text in rows:
        found[item].update(_terms(kind, text))
    return found


@lru_cache(_REMEMBERED)
def _terms(kind: str, text: str) -> tuple[tuple[str, str], ...]:
    if kind == "words":
        return tuple(("word", word) for word in words_of(text.lower()) if _is_word(word))
    if kind == "folders":
        parts = [part for part in nfc(text).split("/") if part][-_FOLDERS:]
        return tuple(("folder", part) for part in parts if len(part) <= _LONGEST)
    name = " ".join(nfc(text).split())
    if kind == "layer":
        name = _NUMBERED.sub("", name) or name
    elif kind in ("ai_tag", "keyword"):
        name = name.replace("_", " ").strip()
    return ((kind, name),) if 0 < len(name) <= _LONGEST else ()


def _is_word(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word not in _EMPTY and not word.isdecimal()

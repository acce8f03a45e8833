"""Which of some tags many files have: what renaming and sorting ask, for a whole folder at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.library import postings, prompts
from imageparser.library.integers import unsigned
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.library.connection import Reader

Q = load("tagged")
_NOTHING: frozenset[str] = frozenset()


class Tagged(NamedTuple):
    """What told a file when its prompt was read, and those of the asked tags that it has; None without a prompt.

    `marks` are size, modification time in ns and the file's number.
    """

    marks: tuple[int, int, int]
    tags: frozenset[str] | None


def known(reader: Reader, keys: Iterable[str], wanted: Iterable[str], *, negative: bool) -> dict[str, Tagged]:
    """Return what the library knows of the present files at some path keys; the caller compares the marks.

    Tags count where they are in the prompt or a character's, with `negative` also where they are unwanted.
    """
    rows = reader.rows(Q["known"], {"keys": json.dumps(list(keys), ensure_ascii=True), "reader": prompts.READER})
    tags = _tags(reader, [row[5] for row in rows], wanted, postings.EVERY if negative else postings.SHOWN)
    return {
        key: Tagged((size, mtime_ns, unsigned(file_id)), found if has_prompt else None)
        for (key, size, mtime_ns, file_id, has_prompt, _), found in zip(rows, tags, strict=True)
    }


def _tags(
    reader: Reader, packed: Sequence[bytes | None], wanted: Iterable[str], kinds: Iterable[int]
) -> list[frozenset[str]]:
    kinds = list(kinds)
    numbers = postings.numbers(reader, wanted)
    meanings = {number * len(postings.KINDS) + kind: tag for tag, number in numbers.items() for kind in kinds}
    found: list[frozenset[str]] = [_NOTHING] * len(packed)
    codes = np.frombuffer(b"".join(blob or b"" for blob in packed), postings.CODE)
    hits = np.flatnonzero(np.isin(codes, np.fromiter(meanings, postings.CODE, len(meanings))))
    ends = np.cumsum([len(blob or b"") // postings.CODE.itemsize for blob in packed])
    owners = np.searchsorted(ends, hits, side="right")
    seen: dict[bytes, frozenset[str]] = {}
    places, starts = np.unique(owners, return_index=True)
    for owner, some in zip(places.tolist(), np.split(codes[hits], starts[1:]), strict=False):
        key = some.tobytes()
        if key not in seen:
            seen[key] = frozenset(meanings[code] for code in some.tolist())
        found[owner] = seen[key]
    return found

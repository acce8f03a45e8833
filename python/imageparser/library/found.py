"""What search results tell of files: the few columns that a list of pictures shows, and what else there is of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.library.connection import Reader

Q = load("found")


class FoundRow(NamedTuple):
    """A file as a list shows it; `date_ms` is when it was taken, or changed last.

    `layers` counts those of a document, `prompt` says whether a generator left its record, `comments` counts those that
    stand.
    """

    id: int
    raw: bytes
    rating: int | None
    label: str | None
    digest: str | None
    format: str | None
    width: int | None
    height: int | None
    bytes: int
    date_ms: int
    layers: int
    prompt: bool
    comments: int


def rows(reader: Reader, ids: Iterable[int]) -> list[FoundRow]:
    """Return the rows of some files in the order of `ids`; unknown ids are left out."""
    wanted = [int(one) for one in ids]
    told = reader.rows(Q["some"], (json.dumps(wanted),))
    found = {row[0]: FoundRow._make((*row[:11], bool(row[11]), row[12])) for row in told}
    return [found[one] for one in wanted if one in found]

"""How many present files have which value of what filters ask for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from imageparser.library import captions, facts, tags, tallies
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

Q = load("facets")
MOST = 50  # values of a facet that are told, those of most files
COUNTED = (
    "format", "type", "rating", "label", "date", "modified", "added", "shape", "mp", "layers", "camera", "model",
    "generator", "font", "tag",
)  # fmt: skip


class Facet(NamedTuple):
    """A value of a filter with the number of files that have it."""

    value: str
    files: int


def collect(reader: Reader) -> dict[str, Any]:
    """Return the counts by facet; of long lists those that most files have."""
    names = ("layered", "has_text", "has_smart_object", "has_adjustment")
    return {
        **dict(zip(names, reader.row(Q["flags"]) or (0, 0, 0, 0), strict=True)),
        "layers": dict(reader.rows(Q["kinds"])),
        "depth": {str(depth): count for depth, count in reader.rows(Q["depths"])},
        "mode": dict(reader.rows(Q["modes"])),
        "fonts": dict(reader.rows(Q["fonts"], (MOST,))),
        "generator": dict(reader.rows(Q["generators"], (MOST,))),
        "model": dict(reader.rows(Q["models"], (MOST,))),
        "sampler": dict(reader.rows(Q["samplers"], (MOST,))),
        "lora": dict(reader.rows(Q["loras"], (MOST,))),
        "seeds": reader.value(Q["seeds"]),
        "captions": captions.facets(reader, MOST),
    }


def of_files(reader: Reader, file_ids: Sequence[int] | NDArray[np.int64] | None = None) -> dict[str, list[Facet]]:
    """Return how many of some present files, or of all, have which value of each filter, the most frequent first.

    A value is written as its filter takes it. Months are those of the local time zone.
    """
    if facts.usable(reader):
        return _tallied(reader, None if file_ids is None else np.asarray(file_ids, np.int64))
    listed = None if file_ids is None else [int(one) for one in file_ids]
    ids = {"ids": None if listed is None else json.dumps(listed)}
    found: dict[str, list[Facet]] = {name: [] for name in COUNTED}
    for name, value, count in reader.rows(Q["of_files"], ids):
        found[name].append(Facet(str(value), count))
    found["type"] = [Facet(*row) for row in reader.rows(Q["types_of_files"], ids)]
    found["tag"] = [Facet(*one) for one in tags.counts(reader, listed, limit=MOST)]
    return {name: _most(some) for name, some in found.items()}


def _tallied(reader: Reader, file_ids: NDArray[np.int64] | None) -> dict[str, list[Facet]]:
    """Return the same out of columns in memory."""
    counted = tallies.of_files(reader, file_ids)
    found = {name: [Facet(*one) for one in counted[name].items()] for name in COUNTED if name != "tag"}
    found["tag"] = [Facet(*one) for one in tallies.tags(reader, file_ids, MOST)]
    return {name: _most(found[name]) for name in COUNTED}


def _most(some: list[Facet]) -> list[Facet]:
    return sorted(some, key=lambda one: (-one.files, one.value))[:MOST]

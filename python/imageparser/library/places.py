"""Orders over the columns in memory: the same pages as `library.orders`, which they are tested against, sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.library import facts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

    Ids = NDArray[np.int64]


def page(
    reader: Reader, expression: str, limit: int, *, descending: bool, within: Ids | None, after: tuple[Any, int] | None
) -> list[tuple[int | None, int]]:
    """Return (value, number) of the next present, parsed files by a whole number, those behind `after`.

    `within` ascends; a value that is not known is None.
    """
    ids = listed(reader, within)
    values = facts.numbers(reader, expression)[ids]
    if after is not None:
        known = values != facts.NONE
        value, item = after
        same, later = values == value, values < value if descending else values > value
        keep = known & (later | (same & (ids < item if descending else ids > item)))
        ids, values = ids[keep], values[keep]
    ids, values = _first(ids, values, limit, descending=descending)
    order = np.lexsort((ids, values))
    pairs = zip(values[order].tolist(), ids[order].tolist(), strict=True)
    found = [(None if value == facts.NONE else value, item) for value, item in pairs]
    return found[::-1] if descending else found


def every(reader: Reader, expression: str, *, descending: bool, within: Ids | None) -> Ids:
    """Return the numbers of all present, parsed files by a whole number; `within` ascends."""
    ids = listed(reader, within)
    order = np.argsort(facts.numbers(reader, expression)[ids], kind="stable")  # equal ones by their numbers
    return ids[order[::-1] if descending else order]


def listed(reader: Reader, within: Ids | None) -> Ids:
    """Return which of some files, or of all, are present and parsed; only these stand on pages."""
    _, formats = facts.codes(reader, "format")
    return np.flatnonzero(formats >= 0) if within is None else within[formats[within] >= 0]


def _first(ids: Ids, values: Ids, limit: int, *, descending: bool) -> tuple[Ids, Ids]:
    """Return the files of a page in no order; of those that stand equal at its end, the first by their numbers."""
    if len(ids) <= limit:
        return ids, values
    last = len(ids) - limit if descending else limit - 1
    border = np.partition(values, last)[last]
    inside = np.flatnonzero(values > border if descending else values < border)
    equal = np.flatnonzero(values == border)
    missing = limit - len(inside)
    chosen = np.concatenate([inside, equal[-missing:] if descending else equal[:missing]])
    return ids[chosen], values[chosen]

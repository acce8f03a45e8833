"""Conditions on files as SQL; which exist and what people may write stands in `search.filters`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from imageparser.errors import InternalError
from imageparser.library import postings, roots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

PRESENT = "SELECT id FROM files WHERE missing_since IS NULL"
ANY_MISSING = "SELECT EXISTS (SELECT 1 FROM files WHERE missing_since IS NOT NULL)"
TAGGED = "tagged"  # answered by the postings, not by a condition
COLUMNS = {
    "format": "format",
    "key": "key",
    "date_ms": "coalesce(taken_at, mtime_ns / 1000000)",
    "width": "width",
    "height": "height",
    "rating": "coalesce(user_rating, rating)",
    "layer_count": "layer_count",
    "depth": "depth",
    "color_mode": "color_mode",
    "has_text": "has_text",
    "has_smart_object": "has_smart_object",
    "has_adjustment": "has_adjustment",
    # In the keyword index, where layer names are words of any form and language.
    "layers": "layers",
    "font": "font",
    # Of the table of prompts, and of those beside it.
    "generator": "name",
    "model": "model",
    "sampler": "sampler",
    "seed": "seed",
    "lora": "lora",
    "prompt_tag": "tags",
}


class Clause(Protocol):
    """One condition.

    `operator` is `in` (values), `under` (a folder key), `range` (low, high or None; half open), `matches` (an
    expression for a column of the keyword index), `contains` (a part of a name in the table of fonts), `prompted` (a
    part of a text in the table of prompts), `seed` (a number, or a text beyond 64 bits), `lora` (a part of a name in
    the table of LoRAs) or `tagged` (canonical tags that a prompt has, all of them).
    """

    @property
    def column(self) -> str:
        """One of COLUMNS."""

    @property
    def operator(self) -> str:
        """One of OPERATORS."""

    @property
    def value(self) -> Any:
        """What the operator compares with."""


def candidate_ids(reader: Reader, clauses: Iterable[Clause]) -> NDArray[np.int64] | None:
    """Return the ids of the present files that fulfil every clause, ascending; None means every row there is."""
    every = list(clauses)
    conditions = [_condition(clause) for clause in every if clause.operator != TAGGED]
    tagged = [tag for clause in every if clause.operator == TAGGED for tag in clause.value]
    if not every and not reader.value(ANY_MISSING):
        return None
    sql = " AND ".join([PRESENT, *(f"({text})" for text, _ in conditions)])
    values = [value for _, bound in conditions for value in bound]
    ids = np.sort(np.array([row[0] for row in reader.each(sql, values)], dtype=np.int64))
    return np.intersect1d(ids, postings.find(reader, tagged), assume_unique=True) if tagged else ids


def present_ids(reader: Reader) -> NDArray[np.int64]:
    """Return the ids of all present files, ascending."""
    return np.sort(np.array([row[0] for row in reader.each(PRESENT)], dtype=np.int64))


def _condition(clause: Clause) -> tuple[str, list[Any]]:
    column, operator = COLUMNS.get(clause.column), OPERATORS.get(clause.operator)
    if column is None or operator is None:
        raise InternalError(f"no filter knows {clause.column} {clause.operator}")
    return operator(column, clause.value)


def _in(column: str, value: Iterable[Any]) -> tuple[str, list[Any]]:
    return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(list(value))]  # noqa: S608  # columns come from COLUMNS


def _under(column: str, value: str) -> tuple[str, list[Any]]:
    exact, low, high = roots.span(value)
    return f"{column} = ? OR ({column} >= ? AND {column} < ?)", [exact, low, high]


def _range(column: str, value: tuple[Any, Any]) -> tuple[str, list[Any]]:
    low, high = value
    parts = [(f"{column} >= ?", low), (f"{column} < ?", high)]
    bound = [(text, limit) for text, limit in parts if limit is not None]
    return " AND ".join([f"{column} IS NOT NULL", *(text for text, _ in bound)]), [limit for _, limit in bound]


def _matches(column: str, value: str) -> tuple[str, list[Any]]:
    return "id IN (SELECT rowid FROM fulltext WHERE fulltext MATCH ?)", [f"{{{column}}} : ({value})"]


def _contains(column: str, value: str) -> tuple[str, list[Any]]:
    return _part_of("fonts", column, value)


def _lora(column: str, value: str) -> tuple[str, list[Any]]:
    return _part_of("prompt_loras", column, value)


def _prompted(column: str, value: str) -> tuple[str, list[Any]]:
    return _part_of("prompts", column, value)


def _seed(column: str, value: int | str) -> tuple[str, list[Any]]:
    return f"id IN (SELECT file_id FROM prompts WHERE {column} = ?)", [value]  # noqa: S608  # as above


def _part_of(table: str, column: str, value: str) -> tuple[str, list[Any]]:
    pattern = re.sub(r"([\\%_])", r"\\\1", value)
    return f"id IN (SELECT file_id FROM {table} WHERE {column} LIKE ? ESCAPE '\\')", [f"%{pattern}%"]  # noqa: S608  # as above


OPERATORS: dict[str, Callable[[str, Any], tuple[str, list[Any]]]] = {
    "in": _in,
    "under": _under,
    "range": _range,
    "matches": _matches,
    "contains": _contains,
    "prompted": _prompted,
    "seed": _seed,
    "lora": _lora,
}

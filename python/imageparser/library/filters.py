"""Conditions on files as SQL; which exist and what people may write stands in `search.filters`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from imageparser.errors import InternalError
from imageparser.library import colors, postings, roots
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader

    # A column and a value, to SQL and what is bound in it.
    Operator = Callable[[str, Any], tuple[str, list[Any]]]

Q = load("filters")
PRESENT = "SELECT id FROM files WHERE missing_since IS NULL"
ANY_MISSING = "SELECT EXISTS (SELECT 1 FROM files WHERE missing_since IS NOT NULL)"
TAGGED = "tagged"  # answered by the postings, not by a condition
LISTED = "listed"  # answered by the caller, since a smart collection is a search of its own
COLUMNS = {
    "format": "format",
    "key": "key",
    "date_ms": "coalesce(taken_at, mtime_ns / 1000000)",
    "modified_ms": "mtime_ns / 1000000",
    "taken_at": "taken_at",
    "added_at": "added_at",
    "width": "width",
    "height": "height",
    "sides": "width height",  # both at once
    "pixels": "width * height",
    "bytes": "size",
    "shape": "CASE WHEN width > height THEN 'landscape' WHEN width < height THEN 'portrait' ELSE 'square' END",
    "rating": "coalesce(user_rating, rating)",
    "label": "user_label",
    "layer_count": "layer_count",
    "depth": "depth",
    "color_mode": "color_mode",
    "has_text": "has_text",
    "has_smart_object": "has_smart_object",
    "has_adjustment": "has_adjustment",
    "camera": "coalesce(camera_make, '') || ' ' || coalesce(camera_model, '')",
    "lens": "lens",
    # In the keyword index, where names are words of any form and language.
    "layers": "layers",
    "name": "name",
    "caption": "caption",
    "prompt": "prompt",
    "texts": "layers text",
    "font": "font",
    # Of the table of prompts, and of those beside it.
    "generator": "name",
    "model": "model",
    "sampler": "sampler",
    "negative": "negative",
    "seed": "seed",
    "lora": "lora",
    "prompt_tag": "tags",
    # Each with a query of its own.
    "type": "type",
    "seen": "seen",
    "tag": "tag",
    "note": "note",
    "comment": "comment",
    "author": "author",
    "mention": "mention",
    "folders": "folder",
    "color": "color",
    "has": "has",
    "in": "in",
}


def _among(query: str) -> str:
    return f"id IN ({query})"


# What a file may have, as conditions.
HAS = {
    "text": "has_text = 1",
    "smart_object": "has_smart_object = 1",
    "adjustment": "has_adjustment = 1",
    "layers": "layer_count > 0",
    "mask": _among(Q["has_mask"]),
    "font": _among(Q["has_font"]),
    "prompt": _among(Q["has_prompt"]),
    "lora": _among(Q["has_lora"]),
    "comment": _among(Q["has_comment"]),
    "note": _among(Q["has_note"]),
    "tag": _among(Q["has_tag"]),
    "caption": _among(Q["has_caption"]),
    "collection": _among(Q["has_collection"]),
    "rating": "coalesce(user_rating, rating) IS NOT NULL",
    "label": "user_label IS NOT NULL",
    "camera": "(camera_make IS NOT NULL OR camera_model IS NOT NULL)",
    "gps": "gps_lat IS NOT NULL",
}
# The files that each of these columns speaks of.
_ASKED = {
    "type": Q["type"],
    "seen": Q["seen"],
    "tag": Q["tag"],
    "note": Q["note"],
    "comment": Q["comment"],
    "author": Q["author"],
    "mention": Q["mention"],
}


class Clause(Protocol):
    """One condition; the operators say what its value is."""

    @property
    def column(self) -> str:
        """One of COLUMNS."""

    @property
    def operator(self) -> str:
        """One of OPERATORS, TAGGED or LISTED."""

    @property
    def value(self) -> Any:
        """What the operator compares with."""

    @property
    def negated(self) -> bool:
        """Whether the condition must not hold."""


def candidate_ids(reader: Reader, clauses: Iterable[Clause]) -> NDArray[np.int64] | None:
    """Return the ids of the present files that fulfil every clause, ascending; None means every row there is."""
    every = list(clauses)
    conditions = [condition(clause) for clause in every if clause.operator != TAGGED]
    if not every and not reader.value(ANY_MISSING):
        return None
    sql = " AND ".join([PRESENT, *(text for text, _ in conditions)])
    values = [value for _, bound in conditions for value in bound]
    ids = np.sort(np.array([row[0] for row in reader.each(sql, values)], dtype=np.int64))
    for clause in every:
        if clause.operator == TAGGED:
            tagged = postings.find(reader, clause.value)
            ids = np.setdiff1d(ids, tagged, assume_unique=True) if clause.negated else _meet(ids, tagged)
    return ids


def present_ids(reader: Reader) -> NDArray[np.int64]:
    """Return the ids of all present files, ascending."""
    return np.sort(np.array([row[0] for row in reader.each(PRESENT)], dtype=np.int64))


def asking(clause: Clause) -> tuple[str, list[Any]]:
    """Return a query for the ids of the files that fulfil a clause (not negated), missing ones perhaps among them."""
    column, operator = _known(clause)
    text, values = operator(column, clause.value)
    return (text if clause.operator in ASKING else f"{PRESENT} AND ({text})"), values


def condition(clause: Clause) -> tuple[str, list[Any]]:
    """Return one condition as SQL on the table of files, with its values."""
    column, operator = _known(clause)
    text, values = operator(column, clause.value)
    if clause.operator in ASKING:
        text = _among(text)
    # What is not known does not fulfil a condition, so it does fulfil its opposite.
    return (f"NOT coalesce(({text}), 0)" if clause.negated else f"({text})"), values


def _known(clause: Clause) -> tuple[str, Operator]:
    column, operator = COLUMNS.get(clause.column), OPERATORS.get(clause.operator)
    if column is None or operator is None:
        raise InternalError(f"no filter knows {clause.column} {clause.operator}")
    return column, operator


def _meet(one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.intersect1d(one, two, assume_unique=True)


def _in(column: str, value: Iterable[Any]) -> tuple[str, list[Any]]:
    """One of some values."""
    return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(list(value))]  # noqa: S608  # columns come from COLUMNS


def _under(column: str, value: str) -> tuple[str, list[Any]]:
    """The key of a folder: a path in or below it."""
    exact, low, high = roots.span(value)
    return f"{column} = ? OR ({column} >= ? AND {column} < ?)", [exact, low, high]


def _inside(_column: str, value: str) -> tuple[str, list[Any]]:
    """Names of folders with `/` between them, in a row anywhere in the path."""
    return "folder IN (" + Q["folders"] + ")", [f"%/{_escaped(value)}/%"]


def _range(column: str, value: tuple[Any, Any]) -> tuple[str, list[Any]]:
    """(low, high), half open; None is no bound."""
    low, high = value
    parts = [(f"{column} >= ?", low), (f"{column} < ?", high)]
    bound = [(text, limit) for text, limit in parts if limit is not None]
    return " AND ".join([f"{column} IS NOT NULL", *(text for text, _ in bound)]), [limit for _, limit in bound]


def _box(column: str, value: Iterable[tuple[Any, Any]]) -> tuple[str, list[Any]]:
    """A range for each of some columns, all of which must hold."""
    made = [_range(side, one) for side, one in zip(column.split(), value, strict=True)]
    return " AND ".join(text for text, _ in made), [limit for _, limits in made for limit in limits]


def _matches(column: str, value: str) -> tuple[str, list[Any]]:
    """An expression for columns of the keyword index."""
    return "SELECT rowid FROM fulltext WHERE fulltext MATCH ?", [f"{{{column}}} : ({value})"]


def _part(column: str, value: str) -> tuple[str, list[Any]]:
    """A part of a text of the file."""
    return f"{column} LIKE ? ESCAPE '\\'", [_holding(value)]


def _contains(column: str, value: str) -> tuple[str, list[Any]]:
    """A part of a name in the table of fonts."""
    return _part_of("fonts", column, value)


def _lora(column: str, value: str) -> tuple[str, list[Any]]:
    """A part of a name in the table of LoRAs."""
    return _part_of("prompt_loras", column, value)


def _prompted(column: str, value: str) -> tuple[str, list[Any]]:
    """A part of a text in the table of prompts."""
    return _part_of("prompts", column, value)


def _seed(column: str, value: int | str) -> tuple[str, list[Any]]:
    """A seed: a number, or a text beyond 64 bits."""
    return f"SELECT file_id FROM prompts WHERE {column} = ?", [value]  # noqa: S608  # as above


def _named(column: str, value: Iterable[str]) -> tuple[str, list[Any]]:
    """One of some words that the query of the column looks for."""
    return _ASKED[column], [json.dumps(list(value), ensure_ascii=False)]


def _says(column: str, value: str) -> tuple[str, list[Any]]:
    """A part of the texts that the query of the column looks at."""
    return _ASKED[column], [_holding(value)]


def _colored(_column: str, value: colors.Rgb) -> tuple[str, list[Any]]:
    """A colour that the picture shows, or one alike."""
    return colors.showing(value)


def _has(_column: str, value: Iterable[str]) -> tuple[str, list[Any]]:
    """Any of some things that a file may have."""
    return " OR ".join(HAS[name] for name in value), []


def _part_of(table: str, column: str, value: str) -> tuple[str, list[Any]]:
    return f"SELECT file_id FROM {table} WHERE {column} LIKE ? ESCAPE '\\'", [_holding(value)]  # noqa: S608  # as above


def _holding(value: str) -> str:
    return f"%{_escaped(value)}%"


def _escaped(value: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", value)


OPERATORS: dict[str, Operator] = {
    "in": _in,
    "under": _under,
    "inside": _inside,
    "range": _range,
    "box": _box,
    "matches": _matches,
    "part": _part,
    "contains": _contains,
    "prompted": _prompted,
    "seed": _seed,
    "lora": _lora,
    "named": _named,
    "says": _says,
    "colored": _colored,
    "has": _has,
}
# Operators that give a query for the ids of files; the others give a condition on a file.
ASKING = frozenset(("matches", "contains", "prompted", "seed", "lora", "named", "says", "colored"))

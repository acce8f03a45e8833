"""The orders in which results can stand: `sort:date`, `sort:name-desc`, `sort:random-42`."""

from __future__ import annotations

import re

from imageparser.errors import UsageError
from imageparser.search.language.tree import Sort

KEYS = ("sort", "정렬")
# Whether the natural direction is the greatest first.
DESCENDING = {
    "relevance": True,
    "date": True,
    "added": True,
    "modified": True,
    "name": False,
    "rating": True,
    "size": True,
    "bytes": True,
    "random": False,
    "manual": False,
}
_ALIASES = {
    "관련도": "relevance", "날짜": "date", "등록일": "added", "수정일": "modified", "이름": "name", "파일명": "name",
    "평점": "rating", "별점": "rating", "크기": "size", "해상도": "size", "용량": "bytes", "무작위": "random",
    "랜덤": "random", "순서": "manual",
}  # fmt: skip
_FORM = re.compile(r"(?P<by>[^\W\d]+)(?:-(?:(?P<way>asc|desc)|(?P<seed>[0-9]{1,18})))?")


def read(text: str) -> Sort:
    """Return the order that a text names.

    Raises:
        UsageError: it names none.
    """
    match = _FORM.fullmatch(text.lower())
    by = _ALIASES.get(match["by"], match["by"]) if match is not None else ""
    if match is None or by not in DESCENDING or (match["seed"] is not None and by != "random"):
        raise UsageError(f"sort: {text!r} is no order; write sort:date, sort:name-desc, sort:random-42")
    descending = match["way"] == "desc" if match["way"] else DESCENDING[by]
    return Sort(by, descending, int(match["seed"]) if match["seed"] else None)


def show(sort: Sort) -> str:
    """Return the text that names an order."""
    if sort.seed is not None:
        return f"{sort.by}-{sort.seed}"
    if sort.descending == DESCENDING[sort.by]:
        return sort.by
    return f"{sort.by}-{'desc' if sort.descending else 'asc'}"

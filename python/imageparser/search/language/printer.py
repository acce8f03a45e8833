"""From a query back to text; reading that text gives the same query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imageparser.search.language import orders
from imageparser.search.language.tree import Condition, Word

if TYPE_CHECKING:
    from imageparser.search.language.tree import Part, Query

_PLAIN_VALUE = re.compile(r'[^\s"]+')


def show(query: Query) -> str:
    """Return a query as text, with the English names of its filters; the order stands last."""
    parts = [_shown(part) for part in query.parts]
    if query.sort is not None:
        parts.append(f"sort:{orders.show(query.sort)}")
    return " ".join(parts)


def quoted(text: str) -> str:
    """Return a text between quotation marks."""
    return '"' + text.replace('"', '""') + '"'


def _shown(part: Part) -> str:
    sign = "-" if part.negated else ""
    if isinstance(part, Condition):
        value = part.value if _PLAIN_VALUE.fullmatch(part.value) else quoted(part.value)
        return f"{sign}{part.name}:{value}"
    return sign + (part.text if isinstance(part, Word) else quoted(part.text))

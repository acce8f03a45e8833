"""What of a query is being typed: the piece that ends where the cursor stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from imageparser.search.language.parser import is_key
from imageparser.search.language.tokens import Token, tidy, tokens

_REST = re.compile(r'[^\s"]*')
_WORDS = 3  # bare words in a row that may be one name


class Spot(NamedTuple):
    """A piece that is being typed: `typed` of it stands before the cursor, `start` is where it begins.

    `key` is what stands before the colon of a value; `quoted` says that the piece is a phrase.
    """

    typed: str
    start: int
    key: str | None = None
    negated: bool = False
    quoted: bool = False


def spots(query: str, cursor: int) -> list[Spot]:
    """Return what may be meant by the piece before the cursor: it alone, then with one and two plain words before it.

    Behind a blank, and in an empty query, nothing is being typed.
    """
    head = query[:cursor]
    found = list(tokens(tidy(head), is_key))
    if not found or not tidy(head).endswith(found[-1].source):
        return []
    starts = _starts(head, found)
    last = found[-1]
    made = [Spot(last.text, starts[-1], last.key, last.negated, last.quoted)]
    for back in range(2, _WORDS + 1):
        row = found[-back:]
        if len(row) < back or not all(map(_is_bare, row)):
            break
        made.append(Spot(" ".join(token.text for token in row), starts[-back]))
    return made


def end(query: str, cursor: int) -> int:
    """Return where the piece at the cursor ends: what stands behind the cursor belongs to it up to a blank or quote."""
    rest = _REST.match(query, cursor)
    return cursor if rest is None else rest.end()


def _starts(head: str, found: list[Token]) -> list[int]:
    """Return where the pieces begin in the text as it was typed, which may be longer than its composed form."""
    places: list[int] = []
    place = 0
    for token in found:
        while head[place].isspace():
            place += 1
        places.append(place)
        length = len(token.source)
        while place + length < len(head) and tidy(head[place : place + length]) != token.source:
            length += 1
        while place + length < len(head) and tidy(head[place : place + length + 1]) == token.source:
            length += 1
        place += length
    return places


def _is_bare(token: Token) -> bool:
    return token.key is None and not token.negated and not token.quoted

"""From what was typed to a query, by rules; there is no text that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.errors import UsageError
from imageparser.search import filters
from imageparser.search.language import orders
from imageparser.search.language.tokens import tidy, tokens
from imageparser.search.language.tree import Condition, Note, Phrase, Query, Sort, Word

if TYPE_CHECKING:
    from imageparser.search.language.tokens import Token
    from imageparser.search.language.tree import Part


def parse(typed: str) -> Query:
    """Take a typed query apart.

    A lone hyphen and hyphens inside words mean nothing. A key that is not known makes a plain word of its token; a
    known one with a value that its filter does not take does so too, and a note says which value it would take.
    """
    reading = _Reading()
    for token in tokens(tidy(typed), is_key):
        reading.take(token)
    return Query(typed, tuple(reading.parts), reading.sort, tuple(reading.notes))


def is_key(word: str) -> bool:
    """Tell whether a word before a colon names a filter or the order."""
    return word.lower() in filters.BY_NAME or word.lower() in orders.KEYS


class _Reading:
    """The query as far as it was read."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.notes: list[Note] = []
        self.sort: Sort | None = None

    def take(self, token: Token) -> None:
        if token.key is None:
            self._say(token)
            return
        try:
            if token.key.lower() in orders.KEYS:
                self.sort = orders.read(token.text)
            else:
                name = filters.BY_NAME[token.key.lower()].name
                filters.clauses(name, token.text)  # whether it takes the value
                self.parts.append(Condition(name, token.text, token.negated))
        except UsageError as error:
            self.notes.append(Note("bad_value", token.source, error.message))
            self.parts += _plain(token)

    def _say(self, token: Token) -> None:
        if token.text.strip("-"):
            self.parts.append((Phrase if token.quoted else Word)(token.text, token.negated))


def _plain(token: Token) -> list[Part]:
    """Return a condition that is none as words; one with quotes or blanks inside stays together as a phrase."""
    text = token.source.removeprefix("-") if token.negated else token.source
    if '"' not in text:
        return [Word(text, token.negated)]
    text = " ".join(text.replace('"', " ").split())
    return [Phrase(text, token.negated)]

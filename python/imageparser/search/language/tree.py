"""A query taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from imageparser.search import filters

if TYPE_CHECKING:
    from imageparser.search.filters import Clause

_SENTENCE = 5


class Word(NamedTuple):
    """A bare word: what is looked for, or must not occur."""

    text: str
    negated: bool = False


class Phrase(NamedTuple):
    """A quoted text: it must occur, or must not."""

    text: str
    negated: bool = False


class Condition(NamedTuple):
    """A filter by its name and the value as it was written."""

    name: str
    value: str
    negated: bool = False


class Sort(NamedTuple):
    """The order of the results; `seed` makes a random one repeatable."""

    by: str = "relevance"
    descending: bool = True
    seed: int | None = None


class Note(NamedTuple):
    """Something that was not understood and is searched for as it stands: a code, the text, and why."""

    code: str
    text: str
    message: str


Part = Word | Phrase | Condition


@dataclass(frozen=True)
class Query:
    """A parsed query; `raw` is what was typed, the parts stand in its order."""

    raw: str = ""
    parts: tuple[Part, ...] = ()
    sort: Sort | None = None
    notes: tuple[Note, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The wanted words."""
        return tuple(part.text for part in self.parts if isinstance(part, Word) and not part.negated)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The texts that must occur."""
        return tuple(part.text for part in self.parts if isinstance(part, Phrase) and not part.negated)

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        """The words and texts that must not occur."""
        return tuple(part.text for part in self.parts if isinstance(part, Word | Phrase) and part.negated)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The filters."""
        return tuple(part for part in self.parts if isinstance(part, Condition))

    @cached_property
    def clauses(self) -> list[Clause]:
        """The filters as conditions on files."""
        return [
            clause
            for part in self.conditions
            for clause in filters.clauses(part.name, part.value, negated=part.negated)
        ]

    @property
    def text(self) -> str:
        """The wanted part as one text, for the encoders; what is excluded must not attract."""
        return " ".join((*self.words, *self.phrases))

    @property
    def shape(self) -> str:
        """What kind of query this is; it decides how much each axis counts."""
        if self.phrases:
            return "phrase"
        if len(self.words) >= _SENTENCE:
            return "sentence"
        return "words" if len(self.words) > 1 else "word"

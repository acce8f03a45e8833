"""What every reader of presets speaks of: values, problems, and the parts of a file that can become a variable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.archive.presets.collector import Collector

# More alternatives than these are no hand-made preset; each bound is told in the problem that it causes.
MOST_VALUES = 10_000
MOST_TAGS = 1_000_000
MOST_TEXT = 100_000
MOST_PROBLEMS = 1_000
MOST_BYTES = 128 << 20


@dataclass(frozen=True, slots=True)
class Value:
    """A name and the tags that a picture must have to get it."""

    name: str
    tags: tuple[str, ...]

    def payload(self) -> dict[str, Any]:
        """Return the value as it stands in messages and files."""
        return {"name": self.name, "tags": list(self.tags)}


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry that did not come in as it stands; `code` is for programs, `message` for people."""

    code: str
    where: str
    message: str

    def payload(self) -> dict[str, str]:
        """Return the problem as it stands in messages."""
        return {"code": self.code, "where": self.where, "message": self.message}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a file that becomes one variable; nothing of it is read until it is chosen."""

    name: str | None
    read: Callable[[Collector], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is recognised, and the variables it offers, the most wanted first."""

    kind: str
    fits: Callable[[Any], bool]
    sections: Callable[[Any], list[Section]]


@dataclass(frozen=True, slots=True)
class Imported:
    """One variable out of a file, what was wrong, and which other variables the file offers."""

    kind: str
    variable_name: str | None
    values: list[Value]
    problems: list[Problem] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        """Return the members of the done message."""
        return {
            "variable_name": self.variable_name,
            "values": [value.payload() for value in self.values],
            "source_kind": self.kind,
            "variables": self.variables,
            "problems": [problem.payload() for problem in self.problems],
        }

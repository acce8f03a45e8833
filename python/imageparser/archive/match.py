"""Which value of each variable a picture has, by its tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imageparser.archive.report import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.archive.variables import Value, Variable

NEAREST = 3  # near misses that are told


@dataclass(frozen=True, slots=True)
class Choice:
    """What one variable says of a picture: OK with the value, UNKNOWN with the nearest, CONFLICT with all."""

    variable: str
    status: Status
    value: str = ""
    matches: tuple[Value, ...] = ()
    near: tuple[tuple[Value, tuple[str, ...]], ...] = ()

    @property
    def message(self) -> str:
        """The choice as a sentence."""
        if self.status is Status.CONFLICT:
            named = "; ".join(f"{value.name} ({', '.join(value.tags.values())})" for value in self.matches)
            return f"{self.variable}: more than one value matches: {named}"
        if self.status is Status.UNKNOWN:
            lacking = "; ".join(f"{value.name} lacks {', '.join(missing)}" for value, missing in self.near)
            return f"{self.variable}: no value matches" + (f"; nearest: {lacking}" if lacking else "")
        return f"{self.variable}: {self.value}"

    @property
    def details(self) -> dict[str, Any]:
        """The members of the result line that say the same in parts."""
        if self.status is Status.CONFLICT:
            named = [(value.name, list(value.tags.values())) for value in self.matches]
            return {"matches": [{"variable": self.variable, "value": name, "tags": tags} for name, tags in named]}
        if self.status is Status.UNKNOWN:
            near = [(value.name, list(missing)) for value, missing in self.near]
            return {"near": [{"variable": self.variable, "value": name, "missing": tags} for name, tags in near]}
        return {}


class Matcher:
    """Decide for many pictures; those with the same tags of interest are decided once."""

    def __init__(self, variables: Sequence[Variable], *, specific: bool = False) -> None:
        """`specific` lets a value win whose tags are more than those of every other value that matches."""
        self._variables = [(variable.name, [_Asked(value) for value in variable.values]) for variable in variables]
        self._specific = specific
        self._known: dict[frozenset[str], tuple[Choice, ...]] = {}
        self.wanted = frozenset(tag for variable in variables for value in variable.values for tag in value.tags)

    def choices(self, tags: frozenset[str]) -> tuple[Choice, ...]:
        """Return what each variable says of a picture with these canonical tags, the same tuple for the same tags."""
        found = self._known.get(tags)
        if found is None:
            relevant = tags & self.wanted
            found = tuple(self._choose(name, values, relevant) for name, values in self._variables)
            self._known[tags] = found
        return found

    def _choose(self, variable: str, values: list[_Asked], tags: frozenset[str]) -> Choice:
        matching = [asked for asked in values if asked.tags and asked.tags <= tags]
        if self._specific and len(matching) > 1:
            most = max(matching, key=lambda asked: len(asked.tags))
            if all(asked is most or asked.tags < most.tags for asked in matching):
                matching = [most]
        if len(matching) == 1:
            return Choice(variable, Status.OK, matching[0].value.name)
        if matching:
            return Choice(variable, Status.CONFLICT, matches=tuple(asked.value for asked in matching))
        return Choice(variable, Status.UNKNOWN, near=_near(values, tags))


class _Asked:
    __slots__ = ("tags", "value")

    def __init__(self, value: Value) -> None:
        self.value = value
        self.tags = frozenset(value.tags)


def _near(values: list[_Asked], tags: frozenset[str]) -> tuple[tuple[Value, tuple[str, ...]], ...]:
    """Return the values of which a part is there, those that lack least first."""
    partly = [asked for asked in values if not asked.tags.isdisjoint(tags)]
    partly.sort(key=lambda asked: (len(asked.tags - tags), -len(asked.tags)))
    return tuple(
        (asked.value, tuple(spelling for tag, spelling in asked.value.tags.items() if tag not in tags))
        for asked in partly[:NEAREST]
    )

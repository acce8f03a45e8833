"""Variables of a request: each has values, each value the tags that a picture must have for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imageparser import _core
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NAMES = ("name", "display_name", "key")


@dataclass(frozen=True, slots=True)
class Value:
    """A value; `tags` maps the canonical form of each tag to the spelling that was given."""

    name: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with its values in their order."""

    name: str
    values: tuple[Value, ...]


def chosen(variable_specs: Sequence[Mapping[str, Any]], variables: Sequence[Mapping[str, Any]]) -> dict[str, Variable]:
    """Return the variables of a request by name: the specs where there are any, else the variables.

    Raises:
        UsageError: there is none, one has no name, or two have the same.
    """
    given = variable_specs or variables
    if not given:
        raise UsageError("variable_specs or variables is required")
    found: dict[str, Variable] = {}
    for entry in given:
        variable = _variable(entry)
        if variable.name in found:
            raise UsageError(f"duplicate variable: {variable.name}")
        found[variable.name] = variable
    return found


def picked(known: Mapping[str, Variable], names: Iterable[str], complaint: str) -> list[Variable]:
    """Return the variables of some names in that order.

    Raises:
        UsageError: some are unknown; the message is `complaint` with their names.
    """
    wanted = list(names)
    unknown = list(dict.fromkeys(name for name in wanted if name not in known))
    if unknown:
        raise UsageError(f"{complaint}: {', '.join(unknown)}")
    return [known[name] for name in wanted]


def as_json(variables: Iterable[Variable]) -> list[Any]:
    """Return what of some variables decides, for the digest of a request."""
    return [[v.name, [[value.name, sorted(value.tags)] for value in v.values]] for v in variables]


def _variable(entry: Mapping[str, Any]) -> Variable:
    name = _name(entry)
    if not name:
        raise UsageError("a variable has no name")
    return Variable(name, tuple(_value(name, value) for value in entry.get("values") or ()))


def _value(variable: str, entry: Mapping[str, Any]) -> Value:
    name = _name(entry)
    if not name:
        raise UsageError(f"a value of {variable} has no name")
    given = entry.get("tags") or ()
    texts = [given] if isinstance(given, str) else given
    tags = {tag: spelling for text in texts for tag, spelling, _ in _core.parse_tags(text, "plain")}
    return Value(name, tags)


def _name(entry: Mapping[str, Any]) -> str:
    names = (entry.get(key) for key in _NAMES)
    return next((name.strip() for name in names if name and name.strip()), "")

"""Templates: variables with their values and tags, put into one form and checked before they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import _core
from imageparser.errors import UsageError
from imageparser.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Faults that are told in one message.
_TOLD = 10
_NAMES = ("name", "display_name", "key")


def checked(template: Mapping[str, Any], where: str = "") -> dict[str, Any]:
    """Return a template with its names in `name`, composed and trimmed, and every tag once.

    Older spellings of a name (`display_name`, `key`) are understood. The pattern of names that goes with it
    (`output_template`) is kept where there is one. The template itself may have no name; `where` is the place that a
    fault names before the template's own, with a dot at its end.

    Raises:
        UsageError: a name is missing or occurs twice, or two values of a variable cannot be told apart because the
            tags of one are those of the other, or a part of them. The message names them.
    """
    variables = [_variable(variable) for variable in template.get("variables") or ()]
    faults = [*_name_faults(variables, where)]
    for variable in variables:
        faults += _value_faults(variable)
    if faults:
        more = f"; and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
        raise UsageError("; ".join(faults[:_TOLD]) + more)
    pattern = tidy(template.get("output_template"))
    return {"name": _name(template), "variables": variables, **({"output_template": pattern} if pattern else {})}


def values(given: Sequence[Mapping[str, Any]], where: str) -> list[dict[str, Any]]:
    """Return the values of one variable in that form; `where` is the place that a fault names.

    Raises:
        UsageError: a value has no name.
    """
    found = [{"name": _name(one), "tags": _tags(one)} for one in given]
    for place, value in enumerate(found):
        if not value["name"]:
            raise UsageError(f"{where}.{place}.name is required")
    return found


def tidy(name: str | None) -> str:
    """Return a name composed and trimmed; empty where there is none."""
    return nfc(name or "").strip()


def _variable(variable: Mapping[str, Any]) -> dict[str, Any]:
    values = variable.get("values") or ()
    return {"name": _name(variable), "values": [{"name": _name(one), "tags": _tags(one)} for one in values]}


def _name(thing: Mapping[str, Any]) -> str:
    named = (tidy(thing.get(member)) for member in _NAMES)
    return next((name for name in named if name), "")


def _tags(value: Mapping[str, Any]) -> list[str]:
    """Return the tags as they were typed, white space tidied, without those that say nothing new."""
    kept: list[str] = []
    seen: frozenset[str] = frozenset()
    for tag in value.get("tags") or ():
        text = nfc(" ".join(tag.split()))
        if not (found := _canonical((text,))) <= seen:
            kept.append(text)
            seen |= found
    return kept


def _canonical(texts: Sequence[str]) -> frozenset[str]:
    """Return the tags that texts ask of a picture, in the form in which they are compared."""
    return frozenset(tag for text in texts for tag, _, _ in _core.parse_tags(text, "plain"))


def _name_faults(variables: Sequence[Mapping[str, Any]], where: str) -> Iterator[str]:
    seen: set[str] = set()
    for place, variable in enumerate(variables):
        name = variable["name"]
        if not name:
            yield f"{where}variables.{place}.name is required"
        elif name in seen:
            yield f"two variables are called '{name}'"
        seen.add(name)
        for inner, value in enumerate(variable["values"]):
            if not value["name"]:
                yield f"{where}variables.{place}.values.{inner}.name is required"


def _value_faults(variable: Mapping[str, Any]) -> Iterator[str]:
    """Yield what keeps the values of a variable from being told apart; values without tags match nothing."""
    named = f"variable '{variable['name']}'"
    first: dict[frozenset[str], Mapping[str, Any]] = {}
    holders: dict[str, list[frozenset[str]]] = {}
    for value in variable["values"]:
        tags = _canonical(value["tags"])
        if not tags:
            continue
        if tags in first:
            shown = ", ".join(value["tags"])
            yield f"{named}: values '{first[tags]['name']}' and '{value['name']}' have the same tags: {shown}"
            continue
        first[tags] = value
        for tag in tags:
            holders.setdefault(tag, []).append(tags)
    for tags, value in first.items():
        # Whoever contains these tags holds the rarest of them too.
        for other in min((holders[tag] for tag in tags), key=len):
            if tags < other:
                shown = f"'{value['name']}' ({', '.join(value['tags'])})"
                yield f"{named}: the tags of {shown} are part of those of '{first[other]['name']}' " + (
                    f"({', '.join(first[other]['tags'])})"
                )

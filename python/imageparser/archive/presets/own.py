"""Our own files: a template with its variables, or one preset as the library stores it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive.presets.collector import clean, name_text
from imageparser.archive.presets.model import Format, Section

if TYPE_CHECKING:
    from imageparser.archive.presets.collector import Collector

# Older files call the name by the last two.
_NAMES = ("name", "display_name", "key")


def _fits(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(value.get(member), list) for member in ("variables", "values"))


def _sections(value: Any) -> list[Section]:
    if not isinstance(value.get("variables"), list):
        name = name_text(value.get("variable_name")) or name_text(value.get("name"))
        return [Section(name or None, partial(_values, value["values"], "values"))]
    sections = [
        Section(name_text(_first(variable)) or None, partial(_values, variable.get("values"), f"variables[{number}]"))
        for number, variable in enumerate(value["variables"])
        if isinstance(variable, dict)
    ]
    return sections or [Section(None, partial(_values, [], "variables"))]


def _first(entry: dict[str, Any]) -> Any:
    return next((entry[member] for member in _NAMES if name_text(entry.get(member))), None)


def _values(entries: Any, path: str, into: Collector) -> None:
    if not isinstance(entries, list):
        into.problem("bad_entry", path, "a variable has a list of values; this one has none")
        return
    for number, entry in enumerate(entries):
        where = f"{path}.values[{number}]" if path.startswith("variables") else f"{path}[{number}]"
        if not isinstance(entry, dict):
            into.problem("bad_entry", where, "a value is an object; this entry was left out")
            continue
        name, tags = into.name(_first(entry), where), entry.get("tags")
        if isinstance(tags, str):
            into.add(name, into.prompt(entry, "tags", where), where)
            continue
        words = tags if isinstance(tags, list) else []
        if any(not isinstance(tag, str) for tag in words) or not isinstance(tags, list | None):
            into.problem("bad_entry", where, "tags are a list of texts; the others were left out")
        into.add_tags(name, [clean(tag).strip() for tag in words if isinstance(tag, str)], where)


FORM = Format("template", _fits, _sections)

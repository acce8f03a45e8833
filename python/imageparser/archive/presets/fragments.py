"""Text fragments of NAIS2: a list of names and prompts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive.presets.model import Format, Section
from imageparser.archive.presets.nais import note_choices

if TYPE_CHECKING:
    from imageparser.archive.presets.collector import Collector


def _fits(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) and "prompt" in entry for entry in value)


def _sections(value: Any) -> list[Section]:
    return [Section(None, partial(_fragments, value))]


def _fragments(entries: list[Any], into: Collector) -> None:
    for number, entry in enumerate(entries):
        where = f"[{number}]"
        if not isinstance(entry, dict) or "prompt" not in entry:
            into.problem("bad_entry", where, "a fragment has a name and a prompt; this entry was left out")
            continue
        name = into.name(entry.get("name"), where)
        prompt = into.prompt(entry, "prompt", where)
        note_choices(prompt, where, into)
        into.add(name, prompt, where)


FORM = Format("fragments", _fits, _sections)

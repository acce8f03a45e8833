"""Scene presets of NAIS and NAIS2: an object with a list of scenes, several of them, or the older bare list."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive.presets.collector import name_text
from imageparser.archive.presets.model import Format, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.archive.presets.collector import Collector

_NAMES = ("name", "scene_name")
_PROMPTS = ("scenePrompt", "scene_prompt")
# NAIS2 draws one of several: (one, two of it/three) or one/two/three as a whole word without blanks.
_GROUP = re.compile(r"\([^()]+/[^()]+\)")


def _is_preset(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("scenes"), list)


def _is_scene(value: Any) -> bool:
    return isinstance(value, dict) and any(member in value for member in (*_PROMPTS, "scene_name"))


def _fits(value: Any) -> bool:
    if isinstance(value, list):
        return any(_is_scene(entry) or _is_preset(entry) for entry in value)
    return _is_preset(value)


def _sections(value: Any) -> list[Section]:
    if _is_preset(value):
        return [Section(name_text(value.get("name")) or None, partial(_scenes, value["scenes"], "scenes"))]
    presets = [(number, entry) for number, entry in enumerate(value) if _is_preset(entry)]
    sections = [
        Section(name_text(entry.get("name")) or None, partial(_scenes, entry["scenes"], f"[{number}].scenes"))
        for number, entry in presets
    ]
    return sections or [Section(None, partial(_scenes, value, ""))]


def _scenes(entries: list[Any], path: str, into: Collector) -> None:
    for number, entry in enumerate(entries):
        where = f"{path}[{number}]"
        if not isinstance(entry, dict):
            into.problem("bad_entry", where, "a scene is an object; this entry was left out")
            continue
        name = into.name(_first(entry, _NAMES), where)
        prompt = into.prompt(_first(entry, _PROMPTS), "scenePrompt", where)
        note_choices(prompt, where, into)
        into.add(name, prompt, where)


def _first(entry: dict[str, Any], members: tuple[str, ...]) -> Any:
    return next((entry[member] for member in members if entry.get(member) is not None), None)


def choices(prompt: str) -> Iterator[str]:
    """Yield the parts of a prompt of which NAIS2 would draw only one alternative."""
    groups = [found.group() for found in _GROUP.finditer(prompt)]
    words = [word.strip() for word in _GROUP.sub("", prompt).split(",")]
    for part in [*groups, *(word for word in words if "://" not in word and len(word.split()) == 1)]:
        if sum(bool(option.strip(" ()")) for option in part.split("/")) > 1:
            yield part


def note_choices(prompt: str, where: str, into: Collector) -> None:
    """Tell which parts may never match, because a picture holds only the alternative that was drawn."""
    for choice in choices(prompt):
        into.problem("choice", where, f"'{choice}' may be a choice that is made while drawing; it is kept as written")


FORM = Format("nais", _fits, _sections)

"""Styles of SDStudio: prompts put before and behind every scene, in projects, in lists, or inside a shared PNG."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive.presets.collector import name_text
from imageparser.archive.presets.model import Format, Section
from imageparser.archive.presets.pieces import libraries_of
from imageparser.archive.presets.references import References

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.archive.presets.collector import Collector

_PARTS = ("frontPrompt", "backPrompt")


def is_style(value: Any) -> bool:
    """Tell whether an object is one style."""
    return isinstance(value, dict) and any(member in value for member in _PARTS)


def styles_in(presets: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield (place, name, style) of lists by kind of workflow, of the older object by name, and of a bare list."""
    if isinstance(presets, list):
        yield from ((f"presets[{number}]", None, entry) for number, entry in enumerate(presets))
    elif isinstance(presets, dict):
        for key, entry in presets.items():
            if isinstance(entry, list):
                yield from ((f"presets.{key}[{number}]", None, style) for number, style in enumerate(entry))
            else:
                yield f"presets.{key}", key, entry


def read_styles(presets: Any, library: Any, into: Collector) -> None:
    """Add each style with the tags of its front and back prompt."""
    references = References(libraries_of(library, into))
    for where, key, style in styles_in(presets):
        if not is_style(style):
            into.problem("bad_entry", where, "a style has a front or a back prompt; this entry was left out")
            continue
        name = into.name(style.get("name") if name_text(style.get("name")) else key, where)
        prompt = ", ".join(text for part in _PARTS if (text := into.prompt(style, part, where)))
        prompts = references.alternatives(prompt, where, into)
        into.add_all(name, prompts, len(prompts), where)


def _fits(value: Any) -> bool:
    if is_style(value):
        return True
    presets = value.get("presets") if isinstance(value, dict) else None
    return any(is_style(style) for _, _, style in styles_in(presets))


def _sections(value: Any) -> list[Section]:
    if is_style(value):
        return [Section(None, partial(read_styles, [value], {}))]
    name = name_text(value.get("name")) or None
    return [Section(name, partial(read_styles, value["presets"], value.get("library")))]


FORM = Format("style", _fits, _sections)

"""Projects of SDStudio: each scene stands for the product of its slots; libraries and styles are further variables."""

from __future__ import annotations

import itertools
import math
from functools import partial
from typing import TYPE_CHECKING, Any

from imageparser.archive.presets.collector import name_text
from imageparser.archive.presets.model import MOST_TEXT, Format, Section
from imageparser.archive.presets.pieces import libraries_of, read_library
from imageparser.archive.presets.references import References
from imageparser.archive.presets.style import read_styles

if TYPE_CHECKING:
    from imageparser.archive.presets.collector import Collector


def _fits(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("scenes"), dict)


def _sections(value: Any) -> list[Section]:
    scenes = Section(name_text(value.get("name")) or None, partial(_scenes, value["scenes"], value.get("library")))
    library = value.get("library")
    libraries = [
        Section(name, partial(read_library, name, library))
        for name in map(name_text, library if isinstance(library, dict) else ())
        if name
    ]
    styles = [Section("styles", partial(read_styles, value["presets"], library))] if value.get("presets") else []
    return [scenes, *libraries, *styles] if value["scenes"] else [*libraries, *styles, scenes]


def _scenes(scenes: dict[str, Any], library: Any, into: Collector) -> None:
    references = References(libraries_of(library, into))
    for key, scene in scenes.items():
        into.poll()
        where = f"scenes.{key}"
        slots = scene.get("slots") if isinstance(scene, dict) else None
        if not isinstance(slots, list):
            into.problem("bad_entry", where, "a scene has a list of slots; this one was left out")
            continue
        _scene(into.name(key, where), slots, where, references, into)


def _scene(name: str, slots: list[Any], where: str, references: References, into: Collector) -> None:
    """Add one value for each combination, the first slot turning slowest."""
    read = [_slot(slot, f"{where}.slots[{number}]", references, into) for number, slot in enumerate(slots)]
    if any(slot == [] for slot in read):
        into.problem("left_out", where, "nothing of a slot could come in, so the scene was left out")
        return
    alternatives = [slot for slot in read if slot]
    if sum(max(map(len, slot)) for slot in alternatives) > MOST_TEXT:
        into.problem("too_large", where, f"its prompts are longer than {MOST_TEXT:,} characters; it was left out")
        return
    prompts = (", ".join(filter(None, chosen)) for chosen in itertools.product(*alternatives))
    into.add_all(name, prompts, math.prod(map(len, alternatives)), where)


def _slot(slot: Any, where: str, references: References, into: Collector) -> list[str] | None:
    """Return what a slot can be, None where it says nothing; a piece that does not say whether it is enabled is."""
    if not isinstance(slot, list):
        into.problem("bad_entry", where, "a slot is a list of pieces; this one was passed over")
        return None
    found: list[str] = []
    enabled = False
    for number, piece in enumerate(slot):
        place = f"{where}[{number}]"
        if not isinstance(piece, dict | str):
            into.problem("bad_entry", place, "a piece of a slot is an object; this one was left out")
        elif not (isinstance(piece, dict) and piece.get("enabled", True) in (False, 0)):
            enabled = True
            found += references.alternatives(_piece_prompt(piece, place, into), place, into)
    if not enabled:
        into.problem("no_enabled", where, "no piece of this slot is enabled; it was passed over")
        return None
    return found


def _piece_prompt(piece: Any, where: str, into: Collector) -> str:
    """Return the prompt of a piece with those of its characters, in order."""
    prompts = [into.prompt(piece, "prompt", where)]
    characters = piece.get("characterPrompts") if isinstance(piece, dict) else None
    for number, character in enumerate(characters if isinstance(characters, list) else ()):
        prompts.append(into.prompt(character, "prompt", f"{where}.characterPrompts[{number}]"))
    return ", ".join(filter(None, prompts))


FORM = Format("sdstudio", _fits, _sections)

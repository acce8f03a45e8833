"""Every format that can be imported, in the order in which a file is held against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.archive.presets import fragments, nais, own, pieces, sdstudio, style
from imageparser.errors import UnsupportedError

if TYPE_CHECKING:
    from imageparser.archive.presets.model import Format

FORMATS: tuple[Format, ...] = (own.FORM, nais.FORM, sdstudio.FORM, pieces.FORM, style.FORM, fragments.FORM)


def form_of(value: Any) -> Format:
    """Return the format of a file's content.

    Raises:
        UnsupportedError: it is none of them; says what it looks like.
    """
    for form in FORMATS:
        if form.fits(value):
            return form
    raise UnsupportedError(f"unsupported preset format: {_looks_like(value)}")


def _looks_like(value: Any) -> str:
    if not isinstance(value, dict):
        return "an empty list" if value == [] else f"a {type(value).__name__} without scenes, styles or pieces"
    if isinstance(value.get("nodes"), list) or any(isinstance(v, dict) and "class_type" in v for v in value.values()):
        return "ComfyUI workflow"
    if isinstance(value.get("body"), str) or {"input", "parameters"} <= value.keys():
        return "NovelAI request"
    if {"v4_prompt", "uc"} & value.keys():
        return "NovelAI picture record"
    return "an object without scenes, styles, pieces or variables"

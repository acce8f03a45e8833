"""What `find` compares with, as it is typed: `--like 12`, `--like 12*0.5`, `--layer 12/7`, `--not-words night`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from imageparser.errors import UsageError
from imageparser.search.references import Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A weight stands behind a star; a star elsewhere is part of a name.
_WEIGHTED = re.compile(r"(.+)\*([0-9]{1,4}(?:\.[0-9]{1,6})?)", re.DOTALL)


def references(given: Iterable[tuple[str, Iterable[str] | None]]) -> list[Reference]:
    """Return the references of some options, each with the texts that were given for it.

    Raises:
        UsageError: a text is none of its option.
    """
    return [_read(option, text) for option, texts in given for text in texts or ()]


def _read(option: str, text: str) -> Reference:
    weighted = None if option.endswith("image") and Path(text).exists() else _WEIGHTED.fullmatch(text)
    weight = float(weighted[2]) if weighted else 1.0
    make = _KINDS[option.removeprefix("--not-").removeprefix("--")]
    try:
        return make(weighted[1] if weighted else text, weight, option.startswith("--not-"))
    except ValueError:
        form = "ID/LAYER" if option.endswith("layer") else "ID"
        raise UsageError(f"{option}: {text!r} is no {form}, nor {form}*WEIGHT") from None


def _layer(text: str, weight: float, minus: bool) -> Reference:  # noqa: FBT001  # one shape for all kinds
    item, layer = text.split("/")
    return Reference(picture=_number(item), layer=_number(layer), weight=weight, minus=minus)


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", text):
        raise ValueError
    return int(text)


_KINDS: dict[str, Callable[[str, float, bool], Reference]] = {
    "like": lambda text, weight, minus: Reference(picture=_number(text), weight=weight, minus=minus),
    "image": lambda text, weight, minus: Reference(path=text, weight=weight, minus=minus),
    "layer": _layer,
    "words": lambda text, weight, minus: Reference(words=text, weight=weight, minus=minus),
}
